"""`undo_operation`: what it says, how it ends, and what is written down. What it does is the service's matter."""

import pytest

from contacts.choices import Via
from contacts.models import Contact, Operation
from contacts.services import change_contact
from tests.commands.files import Outcome, csv_of, imported, whole_store
from tests.factories import GUEST, ContactFactory, StaffMemberFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def an_import(tmp_path):
    """Give an import that created one contact and changed another."""
    ContactFactory(customer_number="K1", company="Old", email="old@example.com")
    rows = [GUEST | {"customer_number": "", "company": ""}, GUEST | {"customer_number": "K1", "company": "New"}]
    imported(tmp_path / "a.csv", csv_of(rows[0], rows[1] | {"email": "old@example.com"}))
    return Operation.objects.get()


def changed():
    return Contact.objects.get(customer_number="K1")


def test_an_import_is_taken_back_and_the_number_of_the_undo_said(an_import):
    outcome = Outcome("undo_operation", an_import.pk)

    undo = Operation.objects.latest("pk")
    assert (outcome.status, outcome.err) == (0, "")
    assert outcome.out == (
        "Undone: 1 deleted, 1 reverted, 0 restored.\n"
        f"This was operation {undo.pk}. To take it back: manage.py undo_operation {undo.pk}\n"
    )
    assert changed().company == "Old"
    assert not Contact.objects.filter(email="ana@example.com").exists()
    assert undo.reason == f"Undo of Import {an_import.pk}"


def test_an_undo_is_taken_back_too(an_import):
    Outcome("undo_operation", an_import.pk)

    outcome = Outcome("undo_operation", Operation.objects.latest("pk").pk)

    assert outcome.out.startswith("Undone: 0 deleted, 1 reverted, 1 restored.\n")
    assert changed().company == "New"
    assert Contact.objects.filter(email="ana@example.com").exists()


def test_what_stays_is_named_and_the_status_tells(an_import):
    created = Contact.objects.get(email="ana@example.com")
    change_contact(created.pk, {"title": "Dr"}, via=Via.PAGE)
    change_contact(changed().pk, {"company": "Mine"}, via=Via.PAGE)

    outcome = Outcome("undo_operation", an_import.pk)

    assert outcome.status == 1
    assert set(outcome.err.splitlines()) == {
        f"contact {created.pk}: It has been changed since: delete it by hand if it is to go.",
        f"contact {changed().pk}, company: It has been changed since.",
        "Left as they are: 2.",
    }


def test_a_dry_run_says_what_would_happen_and_writes_nothing(an_import, settings):
    before = whole_store(settings.MEDIA_ROOT)

    outcome = Outcome("undo_operation", an_import.pk, "--dry-run")

    assert outcome.out == "Dry run, nothing was written: 1 deleted, 1 reverted, 0 restored.\n"
    assert whole_store(settings.MEDIA_ROOT) == before


def test_it_is_written_down_who_undid_it_and_why(an_import):
    staff = StaffMemberFactory(email="sam@example.com")

    Outcome("undo_operation", an_import.pk, "--by", "sam@example.com", "--reason", "Wrong file")

    undo = Operation.objects.latest("pk")
    assert (undo.undoes, undo.by, undo.reason, undo.via) == (an_import, staff, "Wrong file", Via.COMMAND)


def test_what_is_undone_already_names_the_way_back(an_import):
    Outcome("undo_operation", an_import.pk)

    outcome = Outcome("undo_operation", an_import.pk)

    assert outcome.status == 2
    assert outcome.err == "This operation is undone already. To have it back, undo its undo."


def test_an_export_and_nothing_cannot_be_undone(tmp_path):
    Outcome("export_contacts", tmp_path / "all.csv")

    assert Outcome("undo_operation", Operation.objects.get().pk).status == 2
    unknown = Outcome("undo_operation", 10**6)
    assert (unknown.status, unknown.err) == (2, "There is no operation 1000000.")


def test_an_undo_that_is_interrupted_goes_on_when_it_is_called_again(an_import, monkeypatch):
    def interrupted(*args, **options):
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr("contacts.services.taking_back.change_contacts", interrupted)
        outcome = Outcome("undo_operation", an_import.pk)
    assert (outcome.status, outcome.err) == (130, "Interrupted: whole batches stay undone. Call it again to go on.")
    assert changed().company == "New"

    assert Outcome("undo_operation", an_import.pk).status == 0
    assert Operation.objects.filter(undoes=an_import).count() == 1
