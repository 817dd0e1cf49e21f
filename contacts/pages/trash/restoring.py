"""Having contacts back from the trash."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from contacts.models import Contact
from contacts.pages.contact.guards import author_of
from contacts.pages.frame import tell, way_back
from contacts.pages.guards import staff_page
from contacts.services.restoring import Restored, deleted_contact, restore_contacts

# So many problems are told; the page of the operation lists all.
_MOST_TOLD = 5


@require_POST
@staff_page("view_contact", "delete_contact")
def restore(request: HttpRequest, pk: int) -> HttpResponse:
    """Bring one contact back. One that is there already, or is not in the trash, is not found in it."""
    all_restored = restore_contacts(_keys([str(pk)]), **author_of(request))
    if not all_restored:
        return _not_in_trash(request, pk)
    _tell_back(request, all_restored, undo=reverse("staff:contact-delete", args=[pk]))
    _tell_losses(request, all_restored)
    _tell_problems(request, all_restored)
    return redirect(way_back(request, reverse("staff:trash")))


@require_POST
@staff_page("view_contact", "delete_contact")
def restore_ticked(request: HttpRequest) -> HttpResponse:
    all_restored = restore_contacts(_keys(request.POST.getlist("pk")), **author_of(request))
    _tell_back(request, all_restored, undo=_undo_of(request, all_restored))
    _tell_losses(request, all_restored)
    _tell_problems(request, all_restored)
    if not all_restored:
        tell(request, _("Tick the contacts that you want back."), level=messages.INFO)
    return redirect(way_back(request, reverse("staff:trash")))


def _keys(texts: Sequence[str]) -> list[int]:
    return [int(text) for text in texts if text.isdecimal() and len(text) < 19]


def _not_in_trash(request: HttpRequest, pk: int) -> HttpResponse:
    if not Contact.objects.filter(pk__in=_keys([str(pk)])).exists():
        raise Http404
    tell(request, _("Somebody has brought this contact back already."), level=messages.INFO)
    return redirect("staff:contact", pk)


def _tell_back(request: HttpRequest, all_restored: Sequence[Restored], undo: str) -> None:
    back = [one.contact for one in all_restored if one.contact]
    if len(back) == 1:
        tell(request, format_html(_("{} is back."), _link(back[0])), undo=undo)
    elif back:
        number = len(back)
        text = ngettext("%(number)d contact is back.", "%(number)d contacts are back.", number)
        tell(request, text % {"number": number}, undo=undo)


def _undo_of(request: HttpRequest, all_restored: Sequence[Restored]) -> str:
    """Give the address of the undo: several are one operation, and one is deleted again."""
    back = [one.contact for one in all_restored if one.contact]
    change = back[0].changes.latest("pk") if back else None
    if change is None or not change.operation_id:
        return reverse("staff:contact-delete", args=[back[0].pk]) if back else ""
    may_undo = request.user.has_perm("contacts.change_operation")
    return reverse("staff:operation-undo", args=[change.operation_id]) if may_undo else ""


def _tell_losses(request: HttpRequest, all_restored: Sequence[Restored]) -> None:
    lacking = [(one.contact, one.lost) for one in all_restored if one.contact and one.lost]
    for contact, lost in lacking[:_MOST_TOLD]:
        reasons = " ".join(reason for _name, reason in lost)
        without = format_html(_("{} came back without all that it had. {}"), _link(contact), reasons)
        tell(request, without, level=messages.WARNING)
    more = len(lacking[_MOST_TOLD:])
    if more:
        text = ngettext(
            "%(number)d more came back without all that it had: the page of the operation tells of it.",
            "%(number)d more came back without all that they had: the page of the operation tells of them.",
            more,
        )
        tell(request, text % {"number": more}, level=messages.WARNING)


def _tell_problems(request: HttpRequest, all_restored: Sequence[Restored]) -> None:
    refused = [one for one in all_restored if one.problems]
    for one in refused[:_MOST_TOLD]:
        tell(request, _problem(one), level=messages.ERROR)
    more = len(refused[_MOST_TOLD:])
    if more:
        text = ngettext("%(number)d more stays in the trash.", "%(number)d more stay in the trash.", more)
        tell(request, text % {"number": more}, level=messages.ERROR)


def _problem(one: Restored) -> SafeString:
    name, reasons = deleted_contact(one.change).contact, " ".join(one.problems)
    if not one.rivals:
        return format_html(_("{} stays in the trash. {}"), name, reasons)
    rivals = format_html_join(", ", "{}", [(_link(rival),) for rival in one.rivals])
    return format_html(_("{} stays in the trash. {} In the way: {}."), name, reasons, rivals)


def _link(contact: Contact) -> Any:
    return format_html('<a href="{}">{}</a>', reverse("staff:contact", args=[contact.pk]), contact)
