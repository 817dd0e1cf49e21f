"""Renaming, merging and deleting tags."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from contacts.models import Operation, Tag
from contacts.models.tagging import MOST_COUNTED
from contacts.pages.contact.guards import author_of
from contacts.pages.frame import reason_in, tell, way_back
from contacts.pages.guards import staff_page
from contacts.services.tagging import begin_deletion, begin_merge, begin_rename, delete_unused_tags
from contacts.tasks import start_retagging
from contacts.texts import folded_case, is_storable, normal_text


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page("view_tag", "change_tag")
def rename(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for the new name, and give it. Where it is that of another tag, the two can be merged instead."""
    tag = get_object_or_404(Tag.objects.counted(), pk__in=_keys([str(pk)]))
    name = request.POST.get("name", request.GET.get("name", tag.name))
    facts: dict[str, Any] = {"tag": tag, "name": name, "most": MOST_COUNTED}
    if request.method == "POST":
        try:
            deed = start_retagging(begin_rename, tag, name, **_author(request))
        except ValidationError as refusal:
            facts |= {"errors": refusal.messages, "twin": _named(name) if _is_taken(refusal) else None}
        else:
            told = _("“%(old)s” is “%(new)s” now.") % {"old": tag.name, "new": normal_text(name)}
            return _done(request, deed, told, undo=reverse("staff:tags-rename", args=[pk], query={"name": tag.name}))
    return render(request, "staff/tags/rename.html", facts)


@require_POST
@staff_page("view_tag", "change_tag")
def merge(request: HttpRequest) -> HttpResponse:
    """Merge the ticked tags into the one whose name is given."""
    name = request.POST.get("into", "")
    into, chosen = _named(name), _chosen(request)
    if into is None:
        problem = _("There is no tag “%(name)s”: name one that is here to merge into.") % {"name": name}
        return _refused(request, problem)
    if not set(chosen) - {into}:
        return _refused(request, _("Tick the tags that are to be merged into another."))
    deed = start_retagging(begin_merge, chosen, into, **_author(request))
    return _done(request, deed, _("Merged into “%(name)s”.") % {"name": into.name})


@require_POST
@staff_page("view_tag", "delete_tag")
def delete(request: HttpRequest) -> HttpResponse:
    """Delete the ticked tags, and take them away from all contacts."""
    chosen = _chosen(request)
    if not chosen:
        return _refused(request, _("Tick the tags that are to be deleted."))
    deed = start_retagging(begin_deletion, chosen, **_author(request))
    text = ngettext("%(number)d tag is deleted.", "%(number)d tags are deleted.", len(chosen))
    return _done(request, deed, text % {"number": len(chosen)})


@require_POST
@staff_page("view_tag", "delete_tag")
def delete_unused(request: HttpRequest) -> HttpResponse:
    """Delete the tags that no contact has."""
    number = delete_unused_tags()
    text = ngettext("%(number)d unused tag is deleted.", "%(number)d unused tags are deleted.", number)
    tell(request, text % {"number": number})
    return redirect("staff:tags")


def _author(request: HttpRequest) -> Any:
    return author_of(request) | {"reason": reason_in(request)}


def _keys(texts: list[str]) -> list[int]:
    return [int(text) for text in texts if text.isdecimal() and len(text) < 19]


def _chosen(request: HttpRequest) -> list[Tag]:
    return list(Tag.objects.filter(pk__in=_keys(request.POST.getlist("pk"))).order_by("slug"))


def _named(name: str) -> Tag | None:
    return Tag.objects.filter(slug=folded_case(normal_text(name))).first() if is_storable(name) else None


def _is_taken(refusal: ValidationError) -> bool:
    return any(problem.code == "unique" for problem in refusal.error_list)


def _refused(request: HttpRequest, problem: str) -> HttpResponse:
    tell(request, problem, level=messages.ERROR)
    return redirect(way_back(request, reverse("staff:tags")))


def _done(request: HttpRequest, deed: Operation | None, text: str, undo: str = "") -> HttpResponse:
    """Say what was done, with the undo of the operation, or the other one where it took none.

    What goes on in the background is watched on its page.
    """
    if deed and deed.is_running:
        words = format_html(
            '{} <a href="{}">{}</a>',
            _("This goes on in the background."),
            reverse("staff:operation", args=[deed.pk]),
            _("Watch it"),
        )
        tell(request, words, level=messages.INFO)
    else:
        tell(request, text, undo=_undo_of(request, deed) if deed else undo)
    return redirect(way_back(request, reverse("staff:tags")))


def _undo_of(request: HttpRequest, deed: Operation) -> str:
    may_undo = request.user.has_perm("contacts.change_operation")
    return reverse("staff:operation-undo", args=[deed.pk]) if may_undo else ""
