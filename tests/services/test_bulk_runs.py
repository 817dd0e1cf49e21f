"""How a bulk edit runs: whom a filter means, batches, crashes, pauses, rivals."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from contacts.choices import OperationState, Via
from contacts.models import Operation
from contacts.services import bulk_edits
from contacts.services.bulk_deeds import BulkDeed
from contacts.services.bulk_edits import begin_bulk, run_bulk
from contacts.services.operations import GoneOn, Halted, pause_operation, resume_operation
from contacts.services.selections import Selection, has_moved
from tests.factories import ContactFactory
from tests.services.bulk_edits import ACME, bulk, ticked
from tests.services.undos import fresh

pytestmark = pytest.mark.django_db


def test_a_filter_travels_and_who_comes_later_is_not_meant(monkeypatch):
    monkeypatch.setattr(bulk_edits, "BATCH", 2)
    users = [ContactFactory(user=True) for _number in range(5)]
    others = [ContactFactory()]
    operation = begin_bulk(Selection(query="type=user&sort=email"), ACME, via=Via.PAGE)
    others.append(ContactFactory(user=True, created_at=timezone.now() + timedelta(seconds=1)))

    run_bulk(operation)

    assert {fresh(one).company for one in users} == {"ACME"}
    assert {fresh(one).company for one in others} == {""}
    assert (operation.counts, operation.done_rows) == ({"changed": 5}, 5)


def test_contacts_that_leave_the_filter_by_the_edit_itself_are_met_once(monkeypatch):
    monkeypatch.setattr(bulk_edits, "BATCH", 2)
    for _number in range(5):
        ContactFactory(user=True)

    operation = bulk(Selection(query="type=user"), BulkDeed("edit", values={"type": "guest"}))

    assert operation.counts == {"changed": 5}


@pytest.mark.parametrize("query", ["type=nonsense", "type=user&type=guest", "created_min=yesterday"])
def test_a_filter_that_is_wrong_does_not_mean_everybody(query):
    with pytest.raises(ValidationError, match="filter"):
        begin_bulk(Selection(query=query), ACME, via=Via.PAGE)


def test_run_twice_it_does_everything_once(monkeypatch):
    contacts = [ContactFactory() for _number in range(3)]
    operation = bulk(ticked(*contacts), BulkDeed("tags", added_tags=["vip"]))
    Operation.objects.update(state=OperationState.RUNNING)

    run_bulk(Operation.objects.get())

    operation.refresh_from_db()
    assert (operation.counts, operation.changes.count()) == ({"changed": 3}, 3)


def crashing(monkeypatch, after):
    """Let the next run crash in the batch that follows so many, after it has written."""
    note, calls = bulk_edits.note_progress, []

    def crash(operation, rows):
        calls.append(rows)
        if len(calls) > after:
            raise RuntimeError
        note(operation, rows)

    monkeypatch.setattr(bulk_edits, "note_progress", crash)


@pytest.mark.parametrize("after", [0, 1, 2])
def test_after_a_crash_it_goes_on_behind_the_whole_batches(after, monkeypatch):
    monkeypatch.setattr(bulk_edits, "BATCH", 2)
    contacts = [ContactFactory() for _number in range(5)]
    operation = begin_bulk(ticked(*contacts), ACME, via=Via.PAGE)
    with monkeypatch.context() as patched:
        crashing(patched, after)
        with pytest.raises(RuntimeError):
            run_bulk(operation)
    operation = Operation.objects.get()
    assert operation.done_rows == operation.changes.count() == 2 * after

    run_bulk(operation)

    assert (operation.counts, operation.changes.count(), operation.state) == ({"changed": 5}, 5, OperationState.DONE)


def test_paused_between_batches_it_goes_on_when_it_is_resumed(monkeypatch):
    monkeypatch.setattr(bulk_edits, "BATCH", 2)
    operation = begin_bulk(ticked(*[ContactFactory() for _number in range(5)]), ACME, via=Via.PAGE)
    looks = []

    def pausing():
        looks.append(1)
        return len(looks) == 2 and not pause_operation(Operation.objects.get())

    with pytest.raises(Halted):
        run_bulk(operation, pausing)
    operation = Operation.objects.get()
    assert (operation.state, operation.done_rows, operation.changes.count()) == (OperationState.PAUSED, 2, 2)

    assert resume_operation(operation)
    run_bulk(operation)

    assert (operation.state, operation.counts) == (OperationState.DONE, {"changed": 5})


def test_two_processes_at_the_same_edit_do_it_once():
    operation = begin_bulk(ticked(ContactFactory()), ACME, via=Via.PAGE)
    rival = Operation.objects.get()
    run_bulk(rival)

    with pytest.raises(GoneOn):
        run_bulk(operation)

    rival.refresh_from_db()
    assert (rival.counts, rival.changes.count()) == ({"changed": 1}, 1)


@pytest.mark.parametrize(
    ("seen", "now", "moved"),
    [(10, 15, False), (10, 16, True), (4000, 4040, False), (4000, 3959, True), (None, 9, False)],
)
def test_a_count_that_moved_by_more_than_a_little_is_asked_about(seen, now, moved):
    assert has_moved(seen, now) == moved
