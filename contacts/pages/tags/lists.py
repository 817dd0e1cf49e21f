"""All tags, with how many contacts have each."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from contacts.models import Tag
from contacts.models.tagging import MOST_COUNTED, TagQuerySet
from contacts.pages.guards import staff_page
from contacts.texts import is_storable

PAGE = 50


@require_safe
@staff_page("view_tag")
def tags(request: HttpRequest) -> HttpResponse:
    """Show a page of the tags in the order of their names, or those after or before one that the address names."""
    text, is_unused = request.GET.get("q", "").strip()[:100], "unused" in request.GET
    found = _narrowed(text, is_unused)
    shown, has_previous, has_next = _page(found, request.GET)
    narrowing = ({"q": text} if text else {}) | ({"unused": "1"} if is_unused else {})
    facts = {
        "tags": shown,
        "text": text,
        "is_unused": is_unused,
        "most": MOST_COUNTED,
        "previous": _address(narrowing, before=shown[0].slug) if shown and has_previous else "",
        "next": _address(narrowing, after=shown[-1].slug) if shown and has_next else "",
    }
    return render(request, "staff/tags/list.html", facts)


def _narrowed(text: str, is_unused: bool) -> TagQuerySet:
    found = Tag.objects.matching(text) if text else Tag.objects.all()
    return found.unused() if is_unused else found


def _page(found: TagQuerySet, address: Mapping[str, str]) -> tuple[list[Tag], bool, bool]:
    """Give the tags, and whether there are some before and after them."""
    before, after = (_place(address.get(name)) for name in ("before", "after"))
    if before:
        earlier = list(found.filter(slug__lt=before).counted().order_by("-slug")[: PAGE + 1])
        return earlier[:PAGE][::-1], len(earlier) > PAGE, True
    rows = list(found.filter(Q(slug__gt=after) if after else Q()).counted().order_by("slug")[: PAGE + 1])
    return rows[:PAGE], bool(after), len(rows) > PAGE


def _place(slug: str | None) -> str:
    return slug if slug and is_storable(slug) else ""


def _address(narrowing: Mapping[str, Any], **place: str) -> str:
    return f"?{urlencode({**narrowing, **place})}"
