"""How the page of a contact is grouped."""

from collections.abc import Collection
from typing import Any

from django.utils.translation import gettext_lazy as _

from contacts.choices import Channel
from contacts.models.law import ADDRESS_FIELDS

STORED_FIELDS = ("id", "object_id", "version", "created_at", "modified_at", "has_password")
INPUT_FIELDS = ("thumbnail_source", "raw_password", "reason")
_GROUPS: list[tuple[Any, list[Any]]] = [
    (None, ["type", ("title", "first_name", "last_name"), "username"]),
    (_("Company"), ["company", ("department", "division", "position")]),
    (_("How to reach"), ["email", "more_emails", ("phone", "mobile"), "more_numbers"]),
    (_("Address"), list(ADDRESS_FIELDS)),
    (_("Consent"), [(f"{channel}_optout_reason", f"{channel}_optout_date") for channel in Channel.values]),
    (_("Picture"), ["thumbnail", "thumbnail_source"]),
    (_("References"), ["reference", "customer_number", "account_number", "registered_number", "tax_number"]),
    (_("Dates"), [("date_of_birth", "start_date", "leave_date")]),
    (_("Website and biography"), ["website", "biography"]),
    (_("Tags"), ["tag_names"]),
    (_("Access"), ["raw_password", "grants"]),
    (_("This change"), ["reason"]),
    (_("Kept by the store"), list(STORED_FIELDS)),
]


def fieldsets_without(left_out: Collection[str]) -> list[tuple]:
    """Give the groups without these fields, and without a group of which nothing is left."""
    groups = [(title, [line for line in lines if line not in left_out]) for title, lines in _GROUPS]
    return [(title, {"fields": lines}) for title, lines in groups if lines]
