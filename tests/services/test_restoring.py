"""The trash: what was deleted lately comes back whole, or it is said what is in the way."""

from datetime import timedelta

import pytest
from django.utils import timezone

from contacts.choices import OperationState, Via
from contacts.models import AccessGrant, AccessRole, Change, Contact, Note, Operation
from contacts.services import change_contact, delete_contact
from contacts.services.restoring import restore_contacts, trashed
from contacts.services.undoing import undo_operation
from tests.factories import ContactFactory, StaffMemberFactory
from tests.services.undos import a_whole_user, facts_of, fresh

pytestmark = pytest.mark.django_db


def delete(*contacts):
    for contact in contacts:
        delete_contact(contact.pk, via=Via.PAGE)


def restore(*contacts, **author):
    return restore_contacts([contact.pk for contact in contacts], via=Via.PAGE, **author)


def test_a_contact_comes_back_whole():
    contact = a_whole_user()
    note = Note.objects.create(contact=contact, text="Likes tea")
    before, origin, version = facts_of(contact), contact.created_via, contact.version
    delete_contact(contact.pk, via=Via.EVANCE)

    (restored,) = restore_contacts([contact.pk], via=Via.COMMAND, reason="By mistake")

    assert facts_of(restored.contact) == before
    assert (restored.contact.created_via, list(fresh(contact).notes.all())) == (origin, [note])
    assert restored.contact.version == version + 2
    change = contact.changes.latest("pk")
    assert (change.kind, change.via, change.reason) == ("created", Via.COMMAND, "By mistake")


def test_the_trash_holds_each_contact_once_with_its_latest_deletion():
    contact = ContactFactory()
    delete(contact)
    restore(contact)
    assert list(trashed()) == []

    delete(contact)

    assert list(trashed()) == [contact.changes.latest("pk")]


def test_what_was_deleted_long_ago_is_not_offered(settings):
    contact = ContactFactory()
    delete(contact)
    Change.objects.update(at=timezone.now() - timedelta(days=settings.TRASH_DAYS, minutes=1))

    assert list(trashed()) == []
    assert restore(contact) == []


def test_the_trash_is_searched_by_words_of_names_and_keys():
    ana = ContactFactory(first_name="Ana", last_name="Brook", email="ana@example.com", reference="R-7")
    delete(ana, ContactFactory(first_name="Bo", last_name="Brook"))

    assert [change.contact_id for change in trashed("brook ANA")] == [ana.pk]
    assert [change.contact_id for change in trashed("r-7")] == [ana.pk]
    assert [len(trashed(text)) for text in ("brook", "", "100%", "\0", "nobody")] == [2, 2, 0, 0, 0]


def test_who_is_in_the_way_is_named():
    user = ContactFactory(user=True, email="ana@example.com", reference="R1", customer_number="C1")
    delete(user)
    by_email = ContactFactory(user=True, email="ana@example.com")
    by_reference = ContactFactory(reference="r1")
    by_number = ContactFactory(customer_number="C1")
    ContactFactory(email="ana@example.com", branch=True)

    (restored,) = restore(user)

    assert restored.contact is None
    assert set(restored.rivals) == {by_email, by_reference, by_number}
    assert "Another contact has this reference." in restored.problems


def test_a_user_keeps_its_ids_and_does_not_swallow_a_later_subscriber():
    user = ContactFactory(user=True, email="ana@example.com")
    delete(user)
    recipient = ContactFactory(recipient=True, email="ana@example.com")

    (restored,) = restore(user)

    assert (restored.contact, restored.rivals) == (None, [recipient])
    assert fresh(recipient).type == "recipient"


def test_roles_and_pictures_that_are_gone_do_not_hold_it_up():
    contact = a_whole_user()
    delete(contact)
    AccessGrant.objects.all().delete()
    AccessRole.objects.all().delete()
    Change.objects.update(before={**contact.changes.latest("pk").before, "thumbnail": "pictures/aa/gone.png"})

    (restored,) = restore(contact)

    assert (restored.problems, fresh(contact).website_grants, fresh(contact).thumbnail.name) == ([], [], "")
    assert [name for name, _reason in restored.lost] == ["grants", "thumbnail"]


def test_what_could_not_come_back_is_listed_by_the_operation():
    contacts = [a_whole_user(), ContactFactory()]
    delete(*contacts)
    AccessGrant.objects.all().delete()
    AccessRole.objects.all().delete()

    restore(*contacts)

    (left,) = Operation.objects.get().leftovers.all()
    assert (left.contact_id, left.field) == (contacts[0].pk, "grants")
    assert left.reason.startswith("There is no access role “")


def test_several_are_one_operation_that_can_be_undone():
    contacts = [ContactFactory(), ContactFactory(), ContactFactory(reference="R1")]
    delete(*contacts)
    ContactFactory(reference="r1")

    all_restored = restore(*contacts, by=StaffMemberFactory())

    deed = Operation.objects.get()
    assert [one.contact is not None for one in all_restored] == [True, True, False]
    assert (deed.state, deed.counts) == (OperationState.DONE, {"restored": 2, "kept": 1})
    assert [left.contact_id for left in deed.leftovers.all()] == [contacts[2].pk]
    undo_operation(deed, print, via=Via.PAGE)
    assert set(trashed().values_list("contact_id", flat=True)) == {contact.pk for contact in contacts}


def test_what_is_there_is_not_restored():
    contact = ContactFactory()
    change_contact(contact.pk, {"title": "Dr"}, via=Via.PAGE)

    assert restore(contact) == []
    assert Contact.objects.get(pk=contact.pk).title == "Dr"
