"""Undos that are undone, rehearsed, broken off, or meet an import that still runs."""

import pytest

from contacts.choices import ContactType, OperationKind, OperationState, Via
from contacts.models import Contact, Operation
from contacts.services import change_contact, taking_back, undoing
from contacts.services.bulk_deletes import delete_contacts
from contacts.services.import_rows import ImportOptions
from contacts.services.import_runs import run_import
from contacts.services.operations import GoneOn
from contacts.services.undoing import NotUndoable
from tests.commands.files import whole_store
from tests.services.imports import ONE_BY_ONE, Import, an_operation, guest, rows_of
from tests.services.undos import A_DAY, Undo, a_whole_user, facts_of, fresh, state_of

pytestmark = pytest.mark.django_db

TEN = [guest(email=f"{number}@example.com") for number in range(10)]


class Crash(Exception):
    """What a process dies of."""


@pytest.fixture
def stored():
    return a_whole_user()


def test_an_undo_can_be_undone_and_that_again(stored):
    before = facts_of(stored)
    done = Import({"customer_number": "K1", "company": "New", "tags": ["c"]}, guest(email="new@example.com"))
    after, created = facts_of(stored), Contact.objects.get(email="new@example.com")
    created_facts = facts_of(created)

    undo = Undo(done.deed)
    redo = Undo(undo.deed)

    assert (facts_of(stored), facts_of(created)) == (after, created_facts)
    assert redo.counts == {"reverted": 1, "restored": 1}
    assert (state_of(done.deed), state_of(undo.deed)) == (OperationState.DONE, OperationState.UNDONE)
    again = Undo(redo.deed)
    assert facts_of(stored) == before
    assert again.kept == []
    assert [undo.deed.undoes, redo.deed.undoes, again.deed.undoes] == [done.deed, undo.deed, redo.deed]


def test_an_undo_of_an_undo_lifts_no_opt_out_either(stored):
    deed = an_operation()
    change_contact(stored.pk, {"sms_optout_reason": None}, via=Via.PAGE, consent_source="Form 7", operation=deed)
    undo = Undo(deed)
    assert fresh(stored).optout("sms")[0] == "moved"

    redo = Undo(undo.deed)

    assert fresh(stored).optout("sms") == ("moved", A_DAY)
    assert redo.listed == [(stored.pk, "sms_optout_reason", "An opt-out stays.")]


def test_of_operations_on_one_contact_the_later_can_be_undone_first_and_then_the_earlier(stored):
    first = Import(guest(email="new@example.com", company="1"))
    second = Import(guest(email="new@example.com", company="2"))

    Undo(second.deed)
    assert Contact.objects.get(email="new@example.com").company == "1"
    Undo(first.deed)
    assert not Contact.objects.filter(email="new@example.com").exists()


def test_of_operations_on_one_contact_the_earlier_waits_for_the_later(stored):
    first = Import(guest(email="new@example.com", company="1"))
    second = Import(guest(email="new@example.com", company="2"))

    undo = Undo(first.deed)

    assert [kept.field for kept in undo.kept] == [""]
    Undo(Undo(second.deed).deed)
    assert Contact.objects.get(email="new@example.com").company == "2"


def test_a_dry_run_tells_the_same_and_leaves_no_trace(stored, settings):
    done = Import({"customer_number": "K1", "company": "New", "title": "Dr"}, guest(), guest(email="b@example.org"))
    change_contact(stored.pk, {"title": "Prof"}, via=Via.PAGE)
    before = whole_store(settings.MEDIA_ROOT)

    rehearsed = Undo(done.deed, dry_run=True)

    assert whole_store(settings.MEDIA_ROOT) == before
    undo = Undo(done.deed)
    assert (rehearsed.counts, rehearsed.listed) == (undo.counts, undo.listed)


def test_what_is_undone_and_what_changed_nothing_cannot_be_undone():
    deed = an_operation()
    Undo(deed)
    export = Operation.objects.create(kind=OperationKind.EXPORT, via=Via.COMMAND)

    for refused in (deed, export):
        with pytest.raises(NotUndoable):
            Undo(refused)


def crashing_after(count, monkeypatch):
    """Let the next undo crash within the batch that follows so many."""
    take_back, batches = taking_back.TakingBack.take_back, []

    def crash(self, changes):
        take_back(self, changes)
        batches.append(changes)
        if len(batches) > count:
            raise Crash

    monkeypatch.setattr(undoing, "BATCH", 3)
    monkeypatch.setattr(taking_back.TakingBack, "take_back", crash)


@pytest.mark.parametrize("crash", [0, 1, 3])
def test_an_undo_that_crashes_keeps_whole_batches_and_goes_on_when_it_is_called_again(stored, crash, monkeypatch):
    done = Import({"customer_number": "K1", "company": "New", "sms_optout_reason": "other"}, *TEN)
    keeper = Contact.objects.get(email="9@example.com")
    change_contact(keeper.pk, {"title": "Dr"}, via=Via.PAGE)
    with monkeypatch.context() as patched:
        crashing_after(crash, patched)
        with pytest.raises(Crash):
            Undo(done.deed)
    assert state_of(done.deed) != OperationState.UNDONE

    undo = Undo(done.deed)

    assert undo.counts == {"deleted": 9, "reverted": 1, "kept": 1}
    assert [kept.contact_id for kept in undo.kept] == [keeper.pk]
    assert Operation.objects.filter(kind=OperationKind.UNDO).count() == 1
    redo = Undo(undo.deed)
    assert (redo.counts, Contact.objects.filter(type="guest").count()) == ({"restored": 9, "reverted": 1}, 10)


def test_an_import_that_still_runs_is_stopped_by_its_undo():
    deed = an_operation()

    def tell(outcome):
        if outcome.row.line == 5:
            Undo(Operation.objects.get(pk=deed.pk))

    with pytest.raises(GoneOn):
        run_import(rows_of(*TEN), deed, ImportOptions(), ONE_BY_ONE, tell, via=Via.IMPORT)

    assert not Contact.objects.filter(type="guest").exists()
    assert state_of(deed) == OperationState.UNDONE


def test_an_import_that_was_killed_can_be_undone():
    deed = Import(*TEN).deed
    assert state_of(deed) == OperationState.RUNNING

    assert Undo(deed).counts == {"deleted": 10}


def test_the_headquarters_that_came_with_an_import_stays_and_is_listed():
    row = {"type": "hq", "id": 10**9, "email": "new@example.org"}
    done = Import(row, keep_ids=True)
    assert done.verdicts == ["created"]

    undo = Undo(done.deed)

    headquarters = Contact.objects.get(type=ContactType.HQ)
    assert headquarters.pk == 10**9
    assert (headquarters.pk, "", "The headquarters stays: there must be one.") in undo.listed


def test_a_deleted_contact_that_is_there_again_is_left_alone(stored):
    deed = an_operation()
    delete_contacts([stored.pk], via=Via.PAGE, operation=deed)
    undo = Undo(deed)
    Operation.objects.filter(pk=deed.pk).update(state=OperationState.DONE)

    again = Undo(deed)

    assert (undo.counts, again.counts, again.kept) == ({"restored": 1}, {}, [])
