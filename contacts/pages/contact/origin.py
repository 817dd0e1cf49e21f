"""Where a contact comes from."""

from typing import Any

from django.utils.functional import SimpleLazyObject

from contacts.choices import ChangeKind
from contacts.models import Change, Contact


def origin_of(contact: Contact) -> Any:
    """Give the change that has brought the contact, with what is known of it; falsy where none was noted."""
    return SimpleLazyObject(lambda: _first_change(contact) or "")


def _first_change(contact: Contact) -> Change | None:
    created = contact.changes.filter(kind=ChangeKind.CREATED)
    return created.select_related("by", "client", "operation").order_by("at", "pk").first()
