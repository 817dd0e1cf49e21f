"""Writers of many who wait for each other: PostgreSQL takes one's work back, and nobody hears of it."""

from contextlib import contextmanager
from functools import partial

import pytest
from django.core.exceptions import ValidationError
from django.db import OperationalError, connection, transaction

from contacts.choices import Via
from contacts.models import Change, Contact
from contacts.services import change_contact, create_contacts
from contacts.services.import_runs import Run
from contacts.services.rivals import persistent
from tests.factories import ContactFactory
from tests.rivals import at_once
from tests.services.bulk_edits import ACME, bulk, ticked
from tests.services.imports import Import, guest

ROWS = 60


class Deadlock(Exception):
    sqlstate = "40P01"


def taken_back(times, cause=None):
    """Give a write that the database takes back so often, and the list of its attempts."""
    attempts = []

    def write():
        attempts.append(len(attempts) + 1)
        if len(attempts) <= times:
            raise OperationalError("deadlock detected") from (cause or Deadlock())
        return "written"

    return persistent(write), attempts


@pytest.mark.django_db(transaction=True)
def test_a_write_that_was_taken_back_is_done_again():
    write, attempts = taken_back(2)

    assert (write(), attempts) == ("written", [1, 2, 3])


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("times", "cause", "expected"), [(99, None, 6), (1, Exception("the disk is full"), 1)])
def test_what_does_not_pass_is_told(times, cause, expected):
    write, attempts = taken_back(times, cause)

    with pytest.raises(OperationalError):
        write()

    assert len(attempts) == expected


@pytest.mark.django_db(transaction=True)
def test_within_the_transaction_of_another_it_is_for_that_one_to_begin_anew():
    write, attempts = taken_back(1)

    with pytest.raises(OperationalError), transaction.atomic():
        write()

    assert attempts == [1]


def clashing(side):
    """Give new contacts with the same references as the other side's, met in the opposite order of their e-mails."""
    numbers = range(ROWS) if side == "a" else reversed(range(ROWS))
    return [guest(email=f"{side}{place:03}@example.com", reference=f"R{n}") for place, n in enumerate(numbers)]


@pytest.mark.django_db(transaction=True)
def test_batches_that_clash_on_references_both_come_to_an_end():
    batches = [partial(create_contacts, clashing(side), via=Via.IMPORT) for side in "ab"]

    for _round in range(3):
        Contact.objects.exclude(type="hq").delete()
        outcomes = [outcome for answer in at_once(batches) for outcome in answer]

        assert len(outcomes) == 2 * ROWS
        assert sum(isinstance(outcome, Contact) for outcome in outcomes) == ROWS
        assert sum(isinstance(outcome, ValidationError) for outcome in outcomes) == ROWS
        assert Contact.objects.exclude(type="hq").count() == ROWS


@pytest.mark.django_db(transaction=True)
def test_an_import_and_writers_who_give_each_other_their_references_all_come_to_an_end():
    contacts = [ContactFactory(email=f"{n}@example.com", customer_number=f"K{n}", reference="") for n in range(20)]
    rows = [
        guest(email=one.email, customer_number=one.customer_number, reference=f"R{n}") for n, one in enumerate(contacts)
    ]

    # Each writer wants the reference that the import gives to somebody else.
    edits = [
        partial(change_contact, one.pk, {"reference": f"R{19 - n}"}, via=Via.PAGE) for n, one in enumerate(contacts)
    ]
    (imported, *edited) = at_once([partial(Import, *rows, match=["customer_number"], run=Run(batch=20)), *edits[:8]])

    assert sum(imported.counts.values()) == 20
    assert all(isinstance(answer, Contact | ValidationError) for answer in edited)
    given = list(Contact.objects.exclude(reference="").values_list("reference", flat=True))
    assert len(given) == len(set(given))


@contextmanager
def taking_back_once():
    """Let the database take back the first transaction that notes its progress; give what it was about to do."""
    calls = []

    def once(run_sql, sql, params, many, context):
        if "contacts_operation" in sql and sql.startswith("UPDATE") and not calls:
            calls.append(sql)
            raise OperationalError("deadlock detected") from Deadlock()
        return run_sql(sql, params, many, context)

    with connection.execute_wrapper(once):
        yield calls


@pytest.mark.django_db(transaction=True)
def test_a_batch_that_was_taken_back_is_told_of_once():
    with taking_back_once() as calls:
        done = Import(guest(), guest(email="no mail"), guest(email="b@example.com"))

    assert calls
    assert (done.counts["created"], done.counts["invalid"]) == (2, 1)
    assert [len(outcome.problems.get("email", ())) for outcome in done.outcomes] == [0, 1, 0]


@pytest.mark.django_db(transaction=True)
def test_a_batch_of_a_bulk_edit_that_was_taken_back_counts_once():
    contacts = ContactFactory.create_batch(3)

    with taking_back_once() as calls:
        operation = bulk(ticked(*contacts), ACME)

    assert calls
    assert (operation.state, operation.done_rows, operation.counts) == ("done", 3, {"changed": 3})
    assert Change.objects.filter(operation=operation).count() == 3
