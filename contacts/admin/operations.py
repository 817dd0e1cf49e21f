"""What touched many contacts, what is on its way in, and who works at it in the background; all to be looked at."""

from typing import Any

from django.contrib import admin
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from contacts.admin.lists import ReadOnlyAdmin
from contacts.models import ImportDraft, Operation, Worker
from contacts.models.work import WorkerQuerySet


def page_link(address: str, label: Any):
    """Give a link from the admin to a page of the staff, where the deeds are done."""
    return format_html('<a href="{}">{}</a>', address, label)


def note_of(operation: Operation):
    """Give the message that says where an operation that somebody has begun in the admin can be seen and undone."""
    address = reverse("staff:operation", args=[operation.pk])
    return format_html('{} <a href="{}">{}</a>', _("It can be undone."), address, _("To the operation"))


@admin.register(Operation)
class OperationAdmin(ReadOnlyAdmin):
    list_display = ["number", "kind", "state", "via", "by", "source", "done_rows", "started_at", "on_its_page"]
    list_filter = ["kind", "state", "via", "started_at"]
    list_select_related = ["by"]
    search_fields = ["source"]
    search_help_text = _("The name of a file.")
    ordering = ["-pk"]
    sortable_by = ()
    fields = ["kind", "state", "via", "by", "reason", "source", "fingerprint", "done_rows", "total_rows", "counts"]
    fields += ["options", "undoes", "started_at", "ended_at", "on_its_page"]

    @admin.display(description=_("operation"))
    def number(self, operation):
        return str(operation)

    @admin.display(description=_("undo, pause, leftovers"))
    def on_its_page(self, operation):
        return page_link(reverse("staff:operation", args=[operation.pk]), _("On its page"))


@admin.register(ImportDraft)
class ImportDraftAdmin(ReadOnlyAdmin):
    list_display = ["name", "by", "created_at", "operation", "on_its_page"]
    list_filter = ["created_at"]
    list_select_related = ["by", "operation"]
    search_fields = ["name"]
    ordering = ["-pk"]
    sortable_by = ()
    fields = ["name", "by", "created_at", "operation", "plan", "left_out", "on_its_page"]

    @admin.display(description=_("import"))
    def on_its_page(self, draft):
        return page_link(reverse("staff:import", args=[draft.pk]), _("Go on with it"))


@admin.register(Worker)
class WorkerAdmin(ReadOnlyAdmin):
    list_display = ["name", "started_at", "seen_at", "is_alive"]
    fields = ["name", "started_at", "seen_at", "is_alive"]
    ordering = ["-seen_at"]

    @admin.display(description=_("alive"), boolean=True)
    def is_alive(self, worker):
        return timezone.now() - worker.seen_at < WorkerQuerySet.PATIENCE
