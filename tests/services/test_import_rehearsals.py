"""A rehearsal takes the same path as an import, tells the same, and leaves no trace: no row, no file, no number."""

import pytest
from django.db import connection

from contacts.choices import Via
from contacts.services import Grant, create_contact
from contacts.services.import_runs import Run
from tests.commands.files import whole_store
from tests.factories import AccessRoleFactory, ContactFactory
from tests.pictures import a_picture
from tests.services.imports import REHEARSAL, Import, guest

pytestmark = pytest.mark.django_db

TEN = [guest(email=f"{number}@example.com", tags=["new"]) for number in range(10)]
BAD = guest(email="no mail")


def store_with_sequences(folder):
    """Give the whole store, and the number that each table would give next."""
    if connection.vendor == "sqlite":
        query = "SELECT name, seq FROM sqlite_sequence ORDER BY name"
    else:
        query = "SELECT sequencename, last_value FROM pg_sequences ORDER BY sequencename"
    with connection.cursor() as cursor:
        cursor.execute(query)
        return whole_store(folder) | {"sequences": cursor.fetchall()}


def test_a_rehearsal_leaves_no_trace_and_says_what_the_import_then_does(settings):
    AccessRoleFactory(reference="trade")
    known = create_contact(guest(email="0@example.com", tags=["old"]), via=Via.PAGE)
    ContactFactory(recipient=True, email="sub@example.com", opted_out_of_sms=True)
    user = guest(type="user", email="sub@example.com", grants=[Grant("trade")], tags=["new", "fresh"])
    rows = [*TEN, {**user, "email": "u@example.com"}, user, BAD, guest(thumbnail=a_picture(), sms_optout_reason="x")]
    before = store_with_sequences(settings.MEDIA_ROOT)

    for batch in (1, 100):
        rehearsed = Import(*rows, run=Run(is_rehearsal=True, batch=batch))
        assert store_with_sequences(settings.MEDIA_ROOT) == before
    done = Import(*rows)

    assert (rehearsed.verdicts, rehearsed.problems) == (done.verdicts, done.problems)
    assert done.counts == {"created": 11, "changed": 2, "invalid": 1}
    assert known.changes.count() == 2


def test_a_rehearsal_of_all_or_nothing_goes_through_to_the_end():
    assert Import(BAD, *TEN, run=Run(is_atomic=True, is_rehearsal=True, batch=2)).counts == {
        "created": 10,
        "invalid": 1,
    }
    assert Import(*TEN, run=REHEARSAL).counts == {"created": 10}
