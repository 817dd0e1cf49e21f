"""Taking an operation back: what nobody has touched since returns, the rest is listed, and no opt-out is lifted."""

from datetime import UTC, datetime

import pytest

from contacts.choices import OperationKind, OperationState, Via
from contacts.models import Contact, Operation
from contacts.services import Grant, change_contact, create_contact, delete_contact, with_extras
from contacts.services.bulk_deletes import delete_contacts
from contacts.services.history import values_of
from contacts.services.undoing import NotUndoable, undo_operation
from tests.commands.files import whole_store
from tests.factories import AccessRoleFactory, ContactFactory, StaffMemberFactory
from tests.services.imports import ONE_BY_ONE, Import, an_operation, guest

pytestmark = pytest.mark.django_db

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


@pytest.fixture
def stored():
    AccessRoleFactory(reference="trade")
    wishes = {**guest(type="user", customer_number="K1"), **WHOLE, "grants": [Grant("trade", "pending", A_DAY)]}
    return create_contact(wishes, via=Via.PAGE)


def test_what_was_created_goes_and_what_was_changed_returns(stored):
    before = facts_of(stored)
    row = {"customer_number": "K1", "emails": ["c@example.com"], "numbers": [], "tags": ["c"], "date_of_birth": None}
    done = Import(guest(email="new@example.com"), {**row, "biography": "", "type": "guest", "reference": "R2"})
    assert done.verdicts == ["created", "changed"]

    undo = Undo(done.deed)

    assert facts_of(stored) == before
    assert not Contact.objects.filter(email="new@example.com").exists()
    assert (undo.counts, undo.kept) == ({"deleted": 1, "reverted": 1}, [])
    assert (state_of(done.deed), state_of(undo.deed)) == (OperationState.UNDONE, OperationState.DONE)


def test_what_somebody_has_changed_since_stays_and_is_listed(stored):
    done = Import({"customer_number": "K1", "company": "New", "tags": ["c"]}, guest(email="new@example.com"))
    created = Contact.objects.get(email="new@example.com")
    change_contact(stored.pk, {"company": "Newer"}, via=Via.PAGE)
    change_contact(created.pk, {"title": "Dr"}, via=Via.PAGE)

    undo = Undo(done.deed)

    assert (fresh(stored).company, fresh(stored).tag_names) == ("Newer", ["a", "b"])
    assert set(undo.listed) == {
        (stored.pk, "company", "It has been changed since."),
        (created.pk, "", "It has been changed since: delete it by hand if it is to go."),
    }
    assert undo.counts == {"reverted": 1, "kept": 2}


def test_what_somebody_has_put_back_already_is_not_listed(stored):
    done = Import({"customer_number": "K1", "company": "New"})
    change_contact(stored.pk, {"company": ""}, via=Via.PAGE)

    undo = Undo(done.deed)

    assert (undo.kept, undo.counts) == ([], {"reverted": 0})


def test_what_somebody_has_deleted_since_stays_deleted(stored):
    done = Import({"customer_number": "K1", "company": "New"}, guest(email="new@example.com"))
    created = Contact.objects.get(email="new@example.com")
    for contact in (stored, created):
        delete_contact(contact.pk, via=Via.PAGE)

    undo = Undo(done.deed)

    assert undo.listed == [(stored.pk, "", "It has been deleted since.")]
    assert Contact.objects.exclude(type="hq").count() == 0


def test_opt_outs_stay_and_opt_ins_are_taken_back(stored):
    row = {"customer_number": "K1", "email_optout_reason": "optout", "email_optout_date": A_DAY, "company": "New"}
    done = Import(row)
    change_contact(stored.pk, {"sms_optout_reason": None}, via=Via.PAGE, operation=done.deed)

    undo = Undo(done.deed)

    assert fresh(stored).optout("email") == ("optout", A_DAY)
    assert fresh(stored).optout("sms") == ("moved", A_DAY)
    assert fresh(stored).company == ""
    assert undo.listed == [(stored.pk, "email_optout_reason", "An opt-out stays.")]


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
    change_contact(stored.pk, {"sms_optout_reason": None}, via=Via.PAGE, operation=deed)
    undo = Undo(deed)
    assert fresh(stored).optout("sms")[0] == "moved"

    redo = Undo(undo.deed)

    assert fresh(stored).optout("sms") == ("moved", A_DAY)
    assert redo.listed == [(stored.pk, "sms_optout_reason", "An opt-out stays.")]


def test_deleted_contacts_come_back_as_they_were(stored):
    before, version = facts_of(stored), stored.version
    deed = an_operation()
    delete_contacts([stored.pk], via=Via.PAGE, operation=deed)

    undo = Undo(deed)

    assert facts_of(stored) == before
    assert fresh(stored).version > version
    assert fresh(stored).website_grants[0]["status"] == "pending"
    assert list(Contact.objects.search("brook")) == [stored]
    assert undo.counts == {"restored": 1}


def test_a_deleted_contact_whose_place_is_taken_stays_deleted(stored):
    deed = an_operation()
    delete_contacts([stored.pk], via=Via.PAGE, operation=deed)
    ContactFactory(reference="r1")

    undo = Undo(deed)

    assert undo.listed == [(stored.pk, "", "Another contact has this reference.")]


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


@pytest.mark.parametrize("batch", [1, 2, 1000])
def test_several_changes_of_one_contact_are_taken_back_one_after_the_other(stored, batch, monkeypatch):
    monkeypatch.setattr("contacts.services.undoing.BATCH", batch)
    rows = [{"customer_number": "K1", "company": f"{number}"} for number in range(5)]
    done = Import(*rows, guest(email="new@example.com"), guest(email="new@example.com", title="Dr"), run=ONE_BY_ONE)

    undo = Undo(done.deed)

    assert fresh(stored).company == ""
    assert undo.kept == []
    assert Contact.objects.count() == 2


def test_a_field_that_is_kept_is_listed_once_however_often_the_operation_changed_it(stored):
    done = Import(*({"customer_number": "K1", "company": f"{number}"} for number in range(3)))
    change_contact(stored.pk, {"company": "Mine"}, via=Via.PAGE)

    assert Undo(done.deed).counts == {"reverted": 0, "kept": 1}


def test_a_dry_run_tells_the_same_and_leaves_no_trace(stored, settings):
    done = Import({"customer_number": "K1", "company": "New", "title": "Dr"}, guest(), guest(email="b@example.org"))
    change_contact(stored.pk, {"title": "Prof"}, via=Via.PAGE)
    before = whole_store(settings.MEDIA_ROOT)

    rehearsed = Undo(done.deed, dry_run=True)

    assert whole_store(settings.MEDIA_ROOT) == before
    undo = Undo(done.deed)
    assert (rehearsed.counts, rehearsed.listed) == (undo.counts, undo.listed)


def test_it_is_written_down_who_undid_what_and_why(stored):
    staff, done = StaffMemberFactory(), Import({"customer_number": "K1", "company": "New"})

    deed = Undo(done.deed, by=staff, reason="Wrong file").deed

    assert (deed.kind, deed.undoes, deed.by, deed.reason) == (OperationKind.UNDO, done.deed, staff, "Wrong file")
    change = stored.changes.latest("pk")
    assert (change.operation, change.by, change.via) == (deed, staff, Via.COMMAND)


def test_what_is_undone_and_what_changed_nothing_cannot_be_undone():
    deed = an_operation()
    Undo(deed)
    export = Operation.objects.create(kind=OperationKind.EXPORT, via=Via.COMMAND)

    for refused in (deed, export):
        with pytest.raises(NotUndoable):
            Undo(refused)
