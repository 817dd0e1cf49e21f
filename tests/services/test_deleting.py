"""Deleting a contact through the door (contract §1 and §3)."""

import pytest
from django.db import models

from contacts.choices import ChangeKind, Via
from contacts.models import AccessGrant, Change, ConsentEvent, Contact, Note, Tag, TaggedContact
from contacts.services import Grant, ProtectedContact, StaleContact, change_contact, create_contact, delete_contact
from tests.factories import AccessRoleFactory, ContactFactory
from tests.queries import statements, writes_among

pytestmark = pytest.mark.django_db

VIA = {"via": Via.DIVENDO}


@pytest.fixture
def contact() -> Contact:
    AccessRoleFactory(reference="customer")
    extras = {"tags": ["VIP"], "grants": [Grant("customer")], "sms_optout_reason": "optout"}
    return change_contact(ContactFactory(user=True, company="Brook Ltd").pk, extras, **VIA)


def test_a_deleted_contact_is_gone_with_its_tags_and_grants(contact):
    delete_contact(contact.pk, **VIA)

    assert not Contact.objects.filter(pk=contact.pk).exists()
    assert not TaggedContact.objects.exists()
    assert not AccessGrant.objects.exists()
    assert Tag.objects.filter(name="VIP").exists()


def test_a_deleted_contact_is_found_no_more(contact):
    delete_contact(contact.pk, **VIA)

    assert not Contact.objects.search("brook").exists()
    assert not Contact.objects.with_email(contact.email).exists()


def test_its_history_holds_all_that_it_was(contact):
    delete_contact(contact.pk, **VIA)

    change = Change.objects.get(contact_id=contact.pk, kind=ChangeKind.DELETED)
    assert change.object_id == contact.object_id
    assert change.after == {}
    assert (
        change.before.items()
        >= {
            "type": "user",
            "email": contact.email,
            "company": "Brook Ltd",
            "sms_optout_reason": "optout",
            "tags": ["VIP"],
        }.items()
    )
    assert [grant["reference"] for grant in change.before["grants"]] == ["customer"]
    assert change.version == contact.version + 1


def test_its_consent_ledger_stays(contact):
    delete_contact(contact.pk, **VIA)

    assert ConsentEvent.objects.get(contact_id=contact.pk).channel == "sms"


def test_the_address_and_the_references_are_free_again(contact):
    delete_contact(contact.pk, **VIA)

    again = create_contact({"type": "user", "email": contact.email, "first_name": "Ana", "last_name": "Brook"}, **VIA)

    assert (again.id, again.object_id) != (contact.id, contact.object_id)
    assert again.version == 1


def test_the_headquarters_cannot_be_deleted():
    headquarters = Contact.objects.get(type="hq")

    with pytest.raises(ProtectedContact), statements() as sent:
        delete_contact(headquarters.pk, **VIA)

    assert Contact.objects.filter(type="hq").exists()
    assert writes_among(sent) == []


def test_who_expects_another_version_deletes_nothing(contact):
    with pytest.raises(StaleContact):
        delete_contact(contact.pk, versions={contact.version - 1}, **VIA)

    assert Contact.objects.filter(pk=contact.pk).exists()
    delete_contact(contact.pk, versions={contact.version}, **VIA)
    assert not Contact.objects.filter(pk=contact.pk).exists()


def test_what_is_not_there_cannot_be_deleted(contact):
    delete_contact(contact.pk, **VIA)

    with pytest.raises(Contact.DoesNotExist):
        delete_contact(contact.pk, **VIA)

    assert Change.objects.filter(kind=ChangeKind.DELETED).count() == 1


def test_only_history_and_notes_may_outlive_a_contact():
    """What points to a contact goes with it, or forgets it; the database itself minds the rest."""
    unminded = {
        relation.related_model
        for relation in Contact._meta.related_objects
        if relation.on_delete is models.DO_NOTHING and not relation.field.db_constraint
    }

    assert unminded == {Change, ConsentEvent, Note}
