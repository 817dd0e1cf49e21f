"""An export that a worker writes, and its file, which only who asked for it may fetch."""

from django.core.files.storage import storages
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from contacts.choices import OperationKind
from contacts.exchange.handing_out import progress_token
from contacts.exchange.progress import noted
from contacts.models import Operation, Worker
from contacts.pages.frame import watched_page
from contacts.pages.guards import member_of, staff_page
from contacts.pages.operations.progress import Progress
from contacts.services.exports import FILES_KEPT_FOR


def _export_of(request, pk: int) -> Operation:
    """Give an export that this person has asked for, or answer 404."""
    return get_object_or_404(Operation, pk=pk, kind=OperationKind.EXPORT, by=member_of(request))


@require_safe
@staff_page("view_contact", "export_contact")
def export(request, pk: int):
    """Show how far an export is, and the way to its file."""
    deed = _export_of(request, pk)
    if deed.is_running:
        # The operation itself is told of no more than the end.
        deed.done_rows = noted(progress_token(deed))
    facts = {
        "deed": deed,
        "progress": Progress.seen_by(request, deed),
        "has_worker": not deed.is_running or Worker.objects.alive().exists(),
        "fetchable_until": deed.ended_at and deed.ended_at + FILES_KEPT_FOR,
    }
    return watched_page(request, "staff/exports/export.html", facts, is_running=deed.is_running)


@require_safe
@staff_page("view_contact", "export_contact")
def download(request, pk: int):
    """Give the file, as long as it is kept."""
    deed = _export_of(request, pk)
    storage, name = storages["uploads"], deed.options.get("file", "")
    if not name or not storage.exists(name):
        raise Http404
    return FileResponse(storage.open(name), as_attachment=True, filename=deed.source)
