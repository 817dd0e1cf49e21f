"""Undos for tests."""

from datetime import UTC, datetime

from contacts.choices import Via
from contacts.models import Contact, Operation
from contacts.reading import with_extras
from contacts.services import Grant, create_contact
from contacts.services.history import values_of
from contacts.services.undoing import undo_operation
from tests.factories import AccessRoleFactory
from tests.services.imports import guest

A_DAY = datetime(2024, 1, 1, tzinfo=UTC)
WHOLE = {
    "emails": ["ana@example.com", "b@example.com"],
    "numbers": ["07700 900000", "020 7946 0000", "1234"],
    "tags": ["a", "b"],
    "date_of_birth": "1990-02-28",
    "sms_optout_reason": "moved",
    "sms_optout_date": A_DAY,
    "biography": "Two\nlines",
    "reference": "R1",
}


def a_whole_user() -> Contact:
    """Give a stored user with the customer number K1 and something of everything."""
    AccessRoleFactory(reference="trade")
    wishes = {**guest(type="user", customer_number="K1"), **WHOLE, "grants": [Grant("trade", "pending", A_DAY)]}
    return create_contact(wishes, via=Via.PAGE)


class Undo:
    """An undo: the operation that it is, and what it left as it was."""

    def __init__(self, deed, **options):
        self.kept = []
        self.deed = undo_operation(deed, self.kept.append, via=Via.COMMAND, **options)
        self.counts = self.deed.counts

    @property
    def listed(self):
        return [(kept.contact_id, kept.field, kept.reason) for kept in self.kept]


def fresh(contact):
    return with_extras(Contact.objects.whole().get(pk=contact.pk))


def facts_of(contact):
    contact = fresh(contact)
    return values_of(contact) | {"object_id": contact.object_id, "created_at": contact.created_at}


def state_of(deed):
    return Operation.objects.get(pk=deed.pk).state
