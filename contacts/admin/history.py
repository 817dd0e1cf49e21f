"""The history: of one contact as a page, of all that ever were as a list."""

from typing import Any

from django.contrib import admin
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from contacts.admin.lists import ReadOnlyAdmin
from contacts.differences import differences_of
from contacts.models import Change, Contact

PAGE_SIZE = 50
_OBJECT_ID_LENGTH = Contact._meta.get_field("object_id").max_length


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
        return (
            queryset.filter(contact_id=int(term)) if term.isdecimal() else queryset.none() if term else queryset
        ), False

    @admin.display(description=_("contact"))
    def contact_link(self, change):
        address = reverse("admin:contacts_contact_history", args=[change.contact_id])
        return format_html('<a href="{}">{}</a>', address, change.contact_id)

    @admin.display(description=_("what changed"))
    def differences(self, change):
        return render_to_string("admin/contacts/_differences.html", {"differences": differences_of(change)})
