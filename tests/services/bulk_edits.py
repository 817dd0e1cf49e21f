"""Bulk edits for tests."""

from contacts.choices import Via
from contacts.services.bulk_deeds import BulkDeed
from contacts.services.bulk_edits import begin_bulk, run_bulk
from contacts.services.selections import Selection

ACME = BulkDeed("edit", values={"company": "ACME"}, cleared=["website"])


def ticked(*contacts):
    return Selection(sorted(contact.pk for contact in contacts))


def bulk(selection, deed, reason="Spring", **author):
    """Do a bulk edit; give its operation."""
    operation = begin_bulk(selection, deed, via=Via.PAGE, reason=reason, **author)
    run_bulk(operation)
    return operation


def reasons_of(operation):
    return {(one.contact_id, one.field): one.reason for one in operation.leftovers.all()}
