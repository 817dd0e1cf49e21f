"""The deed behind an import: batch by batch, whatever becomes of the rest."""

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from contacts.choices import OperationState, Via
from contacts.models import AccessRole, Contact, Operation
from contacts.services.importing import BATCH, Row, import_contacts
from contacts.services.roles import make_role

pytestmark = pytest.mark.django_db


def recipient(number):
    return Row(number, {"type": "recipient", "email": f"recipient{number}@example.com", "tags": ["new"]})


def recipients():
    return Contact.objects.filter(type="recipient").count()


def test_a_batch_is_stored_before_the_next_is_read():
    seen = []

    def rows():
        for number in range(2 * BATCH + 1):
            if number % BATCH == 0:
                seen.append(recipients())
            yield recipient(number)

    counts = import_contacts(rows(), seen.append, via=Via.IMPORT)

    assert seen == [0, BATCH, 2 * BATCH]
    assert counts == {"created": 2 * BATCH + 1, "changed": 0, "refused": 0}


def test_an_import_that_breaks_off_keeps_its_whole_batches_and_says_so():
    def rows():
        yield from map(recipient, range(BATCH))
        yield recipient(BATCH)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        import_contacts(rows(), print, via=Via.IMPORT)

    operation = Operation.objects.get()
    assert (operation.state, operation.counts["created"]) == (OperationState.FAILED, BATCH)
    assert operation.ended_at is not None
    assert recipients() == BATCH


def test_a_batch_takes_far_fewer_queries_than_it_has_rows():
    with CaptureQueriesContext(connection) as captured:
        import_contacts(map(recipient, range(100)), print, via=Via.IMPORT)

    assert len(captured) < 20


def test_a_role_is_made_once():
    role = make_role("trade", "Trade account")

    assert make_role("trade", "Another name") == role
    assert AccessRole.objects.get().name == "Trade account"


def test_a_role_must_please_the_model():
    with pytest.raises(ValidationError) as refusal:
        make_role("two words", "<b>")

    assert refusal.value.error_dict.keys() == {"reference", "name"}
