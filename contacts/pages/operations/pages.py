"""The page of one operation: what it is, how far it is, what it has done, what was left over, and what can be done."""

import csv
from collections.abc import Callable, Iterator
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from contacts.differences import label_of
from contacts.exchange.safety import safe_cell
from contacts.models import Contact, Leftover, Operation
from contacts.pages.frame import tell, watched_page
from contacts.pages.guards import staff_page
from contacts.pages.operations.progress import Progress
from contacts.pages.operations.words import facts_of, lines_of
from contacts.services.operations import pause_operation
from contacts.tasks import cancel_leaving_ages, resume_in_background

SHOWN = 50


@require_safe
@vary_on_headers("HX-Request")
@staff_page("view_operation")
def operation(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the operation; while it runs, the page watches it."""
    deed = get_object_or_404(Operation.objects.select_related("by", "undoes"), pk=pk)
    facts = facts_of(deed) | {"progress": Progress.seen_by(request, deed)}
    facts |= {"lines": lines_of(deed), "undos": deed.undone_by.order_by("pk"), "leftovers": leftovers_of(deed)}
    facts["leftovers_kept"] = deed.leftovers.count()
    return watched_page(request, "staff/operations/operation.html", facts, is_running=deed.is_running)


def leftovers_of(deed: Operation) -> list[dict[str, Any]]:
    """Give the first leftovers, each with the contact that it is about, where that is still there."""
    rows = list(deed.leftovers.order_by("pk")[:SHOWN])
    contacts = Contact.objects.in_bulk({row.contact_id for row in rows if row.contact_id})
    return [{"row": row, "contact": contacts.get(row.contact_id or 0), "label": _label(row)} for row in rows]


def _label(row: Leftover) -> str:
    return label_of(row.field) if row.contact_id and row.field else row.field


@require_safe
@staff_page("view_operation")
def leftovers(request: HttpRequest, pk: int) -> StreamingHttpResponse:
    """Give all that was left over as a CSV file."""
    deed = get_object_or_404(Operation, pk=pk)
    response = StreamingHttpResponse(_csv_lines(deed.leftovers.order_by("pk")), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="operation-{deed.pk}-leftovers.csv"'
    return response


class _Echo:
    """A file for ``csv`` that gives back what is written."""

    def write(self, text: str) -> str:
        return text


def _csv_lines(rows: QuerySet[Leftover]) -> Iterator[str]:
    writer = csv.writer(_Echo())
    yield writer.writerow(["contact", "line", "field", "value", "reason"])
    for row in rows.iterator(chunk_size=2000):
        texts = (safe_cell(text) for text in (row.field, row.value, row.reason))
        yield writer.writerow([row.contact_id or "", row.line or "", *texts])


def _deed_page(act: Callable[[Operation], bool], done: Any) -> Callable[..., HttpResponse]:
    @require_POST
    @staff_page("change_operation")
    def view(request: HttpRequest, pk: int) -> HttpResponse:
        deed = get_object_or_404(Operation, pk=pk)
        if act(deed):
            tell(request, str(done))
        else:
            words = _("Nothing was done: the operation is %(state)s by now.")
            tell(request, words % {"state": deed.get_state_display().lower()}, level=messages.WARNING)
        return redirect("staff:operation", pk=pk)

    return view


pause = _deed_page(pause_operation, gettext_lazy("Paused. What is done stays; go on whenever you like."))
resume = _deed_page(resume_in_background, gettext_lazy("It goes on where it stopped."))
cancel = _deed_page(cancel_leaving_ages, gettext_lazy("Cancelled. What is done stays, and can be undone."))
