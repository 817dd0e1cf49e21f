"""The trash: the contacts that were deleted lately, the latest first."""

from typing import Any

from django.db.models import F, QuerySet, Value
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from contacts.expressions import RowComparison
from contacts.filters import MAX_TEXT_LENGTH
from contacts.models import Change
from contacts.pages.guards import staff_page
from contacts.paging import total_of
from contacts.services.restoring import deleted_contact, trash_days, trashed

PAGE = 50


@require_safe
@staff_page("view_contact")
def trash(request: HttpRequest) -> HttpResponse:
    """Show a page of the trash: the latest, or those before or after a deletion that the address names."""
    text = request.GET.get("q", "").strip()[:MAX_TEXT_LENGTH]
    found = trashed(text).select_related("by", "client", "operation")
    changes, has_newer, has_older = _page(found, request.GET)
    facts = {
        "rows": [deleted_contact(change) for change in changes],
        "total": total_of(found),  # type: ignore[arg-type]  # any other rows are counted alike
        "text": text,
        "days": trash_days(),
        "newer": _address(text, after=changes[0].pk) if changes and has_newer else "",
        "older": _address(text, before=changes[-1].pk) if changes and has_older else "",
    }
    return render(request, "staff/trash/list.html", facts)


def _address(text: str, **place: int) -> str:
    narrowing: dict[str, str | int] = {"q": text} if text else {}
    return f"?{urlencode({**narrowing, **place})}"


def _page(found: QuerySet[Change], address: Any) -> tuple[list[Change], bool, bool]:
    """Give the deletions, and whether there are newer and older ones."""
    if after := _named(address.get("after")):
        newer = list(_beyond(found, after, ">").order_by("at", "pk")[: PAGE + 1])
        return newer[:PAGE][::-1], len(newer) > PAGE, True
    before = _named(address.get("before"))
    rows = list((_beyond(found, before, "<") if before else found).order_by("-at", "-pk")[: PAGE + 1])
    return rows[:PAGE], before is not None, len(rows) > PAGE


def _named(text: str | None) -> Change | None:
    # A place in the list may have left the trash meanwhile.
    return Change.objects.filter(pk=int(text)).first() if text and text.isdecimal() and len(text) < 19 else None


def _beyond(found: QuerySet[Change], change: Change, operator: str) -> QuerySet[Change]:
    place = Value(change.at, Change._meta.get_field("at")), Value(change.pk, Change._meta.pk)
    return found.filter(RowComparison(F("at"), F("pk"), *place, operator=operator))
