"""Imports beside each other and beside other writers: nothing is doubled, refused or lost."""

from functools import partial

import pytest

from contacts.choices import Via
from contacts.models import Contact, Operation
from contacts.services import change_contact
from contacts.services.import_rows import ImportOptions
from contacts.services.import_runs import Run, run_import
from contacts.services.operations import GoneOn
from tests.factories import ContactFactory
from tests.rivals import at_once
from tests.services.imports import ONE_BY_ONE, Import, an_operation, guest, rows_of

pytestmark = pytest.mark.django_db(transaction=True)


def test_of_two_who_go_on_with_one_import_at_once_each_batch_is_taken_in_by_one():
    deed, told = an_operation(), []
    rows = [guest(email=f"{number}@example.com") for number in range(40)]

    def go_on():
        try:
            same = Operation.objects.get(pk=deed.pk)
            run_import(rows_of(*rows), same, ImportOptions(), ONE_BY_ONE, told.append, via=Via.IMPORT)
        except GoneOn:
            return "gone on"
        return "finished"

    answers = at_once([go_on] * 4)

    assert answers.count("finished") >= 1
    deed.refresh_from_db()
    assert (deed.done_rows, deed.counts, deed.changes.count(), len(told)) == (40, {"created": 40}, 40, 40)
    assert Contact.objects.exclude(type="hq").count() == 40


def test_two_imports_of_the_same_people_at_once_double_nobody_and_refuse_nobody():
    rows = [guest(type="user", email=f"{number}@example.com", tags=[f"tag {number}"]) for number in range(40)]
    files = [rows, rows[::-1], rows[20:] + rows[:20]]

    done = at_once([partial(Import, *rows, run=Run(batch=5)) for rows in files])

    assert sum(one.counts["created"] for one in done) == 40
    assert sum(one.counts["unchanged"] for one in done) == 80
    assert Contact.objects.exclude(type="hq").count() == 40


def test_an_import_beside_other_writers_loses_none_of_their_changes():
    contacts = [ContactFactory(email=f"{number}@example.com", customer_number="") for number in range(10)]
    rows = [guest(email=contact.email, company="New") for contact in contacts]

    edits = [partial(change_contact, contact.pk, {"position": "Head"}, via=Via.PAGE) for contact in contacts]
    at_once([partial(Import, *rows, run=Run(batch=4)), *edits])

    assert Contact.objects.filter(company="New", position="Head", version=3).count() == 10
