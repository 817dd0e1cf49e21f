"""Taking an operation back: what nobody has touched since returns, the rest is listed, and no opt-out is lifted."""

import pytest

from contacts.choices import OperationKind, OperationState, Via
from contacts.models import AccessRole, Contact
from contacts.services import change_contact, delete_contact
from contacts.services.bulk_deletes import delete_contacts
from tests.factories import ContactFactory, StaffMemberFactory
from tests.services.imports import ONE_BY_ONE, Import, an_operation, guest
from tests.services.undos import A_DAY, Undo, a_whole_user, facts_of, fresh, state_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def stored():
    return a_whole_user()


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

    assert (undo.kept, undo.counts) == ([], {})


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
    change_contact(stored.pk, {"sms_optout_reason": None}, via=Via.PAGE, consent_source="Form 7", operation=done.deed)

    undo = Undo(done.deed)

    assert fresh(stored).optout("email") == ("optout", A_DAY)
    assert fresh(stored).optout("sms") == ("moved", A_DAY)
    assert fresh(stored).company == ""
    assert undo.listed == [(stored.pk, "email_optout_reason", "An opt-out stays.")]


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


def test_a_deleted_contact_comes_again_without_the_roles_that_are_gone():
    user, deed = a_whole_user(), an_operation()
    delete_contacts([user.pk], via=Via.PAGE, operation=deed)
    AccessRole.objects.all().delete()

    undo = Undo(deed)

    assert undo.counts == {"restored": 1, "kept": 1}
    assert [(pk, field) for pk, field, _reason in undo.listed] == [(user.pk, "grants")]


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

    assert Undo(done.deed).counts == {"kept": 1}


def test_it_is_written_down_who_undid_what_and_why(stored):
    staff, done = StaffMemberFactory(), Import({"customer_number": "K1", "company": "New"})

    deed = Undo(done.deed, by=staff, reason="Wrong file").deed

    assert (deed.kind, deed.undoes, deed.by, deed.reason) == (OperationKind.UNDO, done.deed, staff, "Wrong file")
    change = stored.changes.latest("pk")
    assert (change.operation, change.by, change.via) == (deed, staff, Via.COMMAND)
