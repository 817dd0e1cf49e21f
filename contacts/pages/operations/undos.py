"""Undo of an operation, with a look beforehand at what returns and what stays."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from contacts.choices import Via
from contacts.differences import label_of
from contacts.models import Contact, Operation
from contacts.pages.frame import reason_in, tell, way_back
from contacts.pages.guards import staff_page
from contacts.pages.operations.words import facts_of
from contacts.services.undoing import Kept, NotUndoable, rehearse_undo
from contacts.tasks import start_undo

# So many of the latest changes are tried out for a preview, and so much of what stays is shown.
TRIED_OUT, SHOWN = 1000, 20


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page("change_operation")
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what the undo would do; on POST do it, and come back to ``next`` where a message's button asked for it."""
    deed = get_object_or_404(Operation.objects.select_related("undoes"), pk=pk)
    try:
        return _undo(request, deed) if request.method == "POST" else _preview(request, deed)
    except NotUndoable as refusal:
        tell(request, str(refusal), level=messages.WARNING)
        return redirect(way_back(request, reverse("staff:operation", args=[pk])))


def _preview(request, deed):
    kept: list[Kept] = []
    undo = rehearse_undo(deed, kept.append, most=TRIED_OUT, via=Via.PAGE, by=request.user)
    contacts = Contact.objects.in_bulk({one.contact_id for one in kept[:SHOWN]})
    rows = [{"kept": one, "contact": contacts.get(one.contact_id), "label": _label(one)} for one in kept[:SHOWN]]
    in_all = deed.changes.count()
    facts = {"counts": undo.counts, "kept": rows, "in_all": in_all, "is_sample": in_all > TRIED_OUT, "most": TRIED_OUT}
    return render(request, "staff/operations/undo.html", facts_of(deed) | facts)


def _label(kept: Kept) -> str:
    return label_of(kept.field) if kept.field else ""


def _undo(request, deed):
    reason = reason_in(request) or _("Undo of %(operation)s") % {"operation": deed}
    undo = start_undo(deed, via=Via.PAGE, by=request.user, reason=reason)
    address = reverse("staff:operation", args=[undo.pk])
    # What goes on in the background is watched on its page.
    if undo.is_running or not way_back(request, ""):
        return redirect(address)
    tell(request, format_html('{} <a href="{}">{}</a>', _words(undo), address, _("Details")), undo=_way_back(undo))
    return redirect(way_back(request, address))


def _words(undo: Operation) -> str:
    if kept := undo.counts.get("kept"):
        return _("Undone, but for %(kept)d that stay as they are.") % {"kept": kept}
    return _("Undone.")


def _way_back(undo: Operation) -> str:
    return reverse("staff:operation-undo", args=[undo.pk])
