"""The history: of one contact as a page, of all that ever were as a list."""

from typing import Any

from django.contrib import admin
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from contacts.admin.lists import ReadOnlyAdmin
from contacts.differences import differences_of
from contacts.models import Change, ConsentEvent, Contact

PAGE_SIZE = 50
_OBJECT_ID_LENGTH = Contact._meta.get_field("object_id").max_length


def _is_id(term: str) -> bool:
    # No database knows longer numbers.
    return term.isdecimal() and len(term) < 19


def page_of_history(contact: Contact, before: str) -> dict[str, Any]:
    """Give, for a template, the changes older than the one with this id (the latest without), the newest first."""
    changes = contact.changes.select_related("by", "client").order_by("-pk")
    if before.isdecimal():
        changes = changes.filter(pk__lt=int(before))
    found = list(changes[: PAGE_SIZE + 1])
    lines = [{"change": change, "differences": differences_of(change)} for change in found[:PAGE_SIZE]]
    return {"lines": lines, "older": found[PAGE_SIZE - 1].pk if len(found) > PAGE_SIZE else None}


@admin.register(Change)
class ChangeAdmin(ReadOnlyAdmin):
    """Every write to every contact, also to those that were deleted."""

    list_display = ("at", "contact_link", "kind", "via", "by", "client", "reason")
    list_filter = ["via", "kind", "at"]
    list_select_related = ["by", "client"]
    # Shows the box; what is searched ``get_search_results`` says.
    search_fields = ["contact_id"]
    search_help_text = _("The id of a contact, in either API.")
    ordering = ["-at", "-id"]
    sortable_by = ["at"]
    fields = (*list_display, "object_id", "version", "operation", "request_id", "differences")

    def get_search_results(self, request, queryset, search_term):
        term = search_term.strip().lower()
        if len(term) == _OBJECT_ID_LENGTH:
            return queryset.filter(object_id=term), False
        return (queryset.filter(contact_id=int(term)) if _is_id(term) else queryset.none() if term else queryset), False

    @admin.display(description=_("contact"))
    def contact_link(self, change):
        address = reverse("admin:contacts_contact_history", args=[change.contact_id])
        return format_html('<a href="{}">{}</a>', address, change.contact_id)

    @admin.display(description=_("what changed"))
    def differences(self, change):
        return render_to_string("admin/contacts/_differences.html", {"differences": differences_of(change)})


@admin.register(ConsentEvent)
class ConsentEventAdmin(ReadOnlyAdmin):
    """The ledger of consent: who could be reached how, since when, by whose word."""

    list_display = ("recorded_at", "contact_link", "channel", "state", "reason", "occurred_at", "via", "by", "source")
    list_filter = ["channel", "state", "via"]
    list_select_related = ["by"]
    # Shows the box; what is searched ``get_search_results`` says.
    search_fields = ["contact_id"]
    search_help_text = _("The id of a contact, as the Evance API gives it.")
    ordering = ["-pk"]
    sortable_by = ()
    fields = list_display

    def get_search_results(self, request, queryset, search_term):
        term = search_term.strip()
        if not term:
            return queryset, False
        return queryset.filter(contact_id=int(term)) if _is_id(term) else queryset.none(), False

    @admin.display(description=_("contact"))
    def contact_link(self, event):
        address = reverse("admin:contacts_contact_history", args=[event.contact_id])
        return format_html('<a href="{}">{}</a>', address, event.contact_id)
