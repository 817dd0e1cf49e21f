"""Changing a contact through the door: the named fields alone, on a fresh and locked copy (contract §1)."""

import pytest
from django.core.exceptions import ValidationError

from contacts.choices import Via
from contacts.models import Contact
from contacts.services import Grant, StaleContact, change_contact, save_contact
from tests.factories import AccessRoleFactory, ContactFactory
from tests.problems import problems_of
from tests.queries import statements, writes_among

pytestmark = pytest.mark.django_db

VIA = {"via": Via.EVANCE}
EVERYTHING = {
    "title": "Dr",
    "company": "Brook Ltd",
    "emails": ["ana@example.com", "bo@example.com"],
    "numbers": ["07911 123456", "020 7946 0000", "123"],
    "address_country": "GB",
    "address_city": "München",
    "biography": "one\ntwo",
    "date_of_birth": "2000-02-29",
    "sms_optout_reason": "optout",
    "sms_optout_date": "2026-01-01T00:00:00.123456Z",
    "tags": ["VIP", "new"],
    "grants": [Grant("customer")],
    "raw_password": "correct horse",
}


@pytest.fixture
def contact() -> Contact:
    """A user of whom much is known."""
    AccessRoleFactory(reference="customer", name="Customer")
    return change_contact(ContactFactory(user=True).pk, EVERYTHING, **VIA)


def row_of(contact: Contact) -> dict:
    return Contact.objects.filter(pk=contact.pk).values().get()


def test_what_is_not_named_stays(contact):
    before = row_of(contact)

    change_contact(contact.pk, {"title": "Prof"}, **VIA)

    after = row_of(contact)
    assert {name for name in after if after[name] != before[name]} == {"title", "version", "modified_at"}
    assert after["title"] == "Prof"


def test_the_answer_is_the_row_as_it_is_stored(contact):
    answer = change_contact(contact.pk, {"first_name": " Anna ", "tags": ["z", "A"], "phone": "0800-FLOWERS"}, **VIA)

    assert {name: getattr(answer, name) for name in row_of(contact)} == row_of(contact)
    assert answer.tag_names == ["A", "z"]
    assert [row["name"] for row in answer.website_grants] == ["Customer"]


def test_only_the_columns_that_differ_are_written(contact):
    with statements() as sent:
        change_contact(contact.pk, {"title": "Prof", "company": "Brook Ltd", "first_name": contact.first_name}, **VIA)

    update = next(sql for sql in sent if sql.startswith("UPDATE"))
    assert "title" in update
    assert "company" not in update
    assert "first_name" not in update


def test_who_edits_an_old_copy_undoes_nothing_that_others_wrote_meanwhile(contact):
    old_copy = Contact.objects.get(pk=contact.pk)
    change_contact(contact.pk, {"company": "Cargo Ltd", "tags": ["other"]}, **VIA)

    old_copy.title = "Prof"
    save_contact(old_copy, fields=["title"], **VIA)

    contact = Contact.objects.get(pk=contact.pk)
    assert (contact.title, contact.company) == ("Prof", "Cargo Ltd")
    assert [tag.name for tag in contact.tags.all()] == ["other"]


def test_the_version_counts_every_write(contact):
    versions = [change_contact(contact.pk, {"title": title}, **VIA).version for title in ("a", "b", "b", "c")]

    assert [version - contact.version for version in versions] == [1, 2, 2, 3]


def test_a_write_moves_the_time_of_change_and_no_other(contact, time_machine):
    time_machine.move_to("2040-01-01T12:00:00+00:00", tick=False)

    changed = change_contact(contact.pk, {"title": "Prof"}, **VIA)

    assert changed.modified_at.year == 2040
    assert changed.created_at == contact.created_at


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"title": " Dr "},
        {"email": "ANA@Example.com"},
        {"emails": ["ana@example.com", " BO@example.com"]},
        {"numbers": ["07911-123456", "020 7946 0000", "123"]},
        {"phone": "020/7946.0000", "mobile": "07911 123456"},
        {"address_country": "gb", "address_city": "Mu\u0308nchen"},
        {"address_first_name": "Ana", "address_last_name": "Brook", "address_company": "Brook Ltd"},
        {"biography": "one\r\ntwo "},
        {"date_of_birth": "2000-02-29"},
        {"sms_optout_reason": "optout", "sms_optout_date": "2026-01-01T01:00:00.123456+01:00"},
        {"post_optout_reason": "", "post_optout_date": None},
        {"post_optout_date": "2026-01-01T00:00:00Z"},
        {"tags": ["NEW", "vip"]},
        {"grants": [Grant("customer", "active")]},
        {"raw_password": "correct horse"},
        {"raw_password": None, "reference": None, "thumbnail": None, "leave_date": None},
    ],
    ids=lambda changes: " ".join(changes) or "nothing",
)
def test_what_changes_nothing_writes_nothing(contact, changes):
    with statements() as sent:
        same = change_contact(contact.pk, changes, **VIA)

    assert writes_among(sent) == []
    assert same.version == contact.version
    assert contact.changes.count() == 1


def test_a_refused_change_leaves_everything_as_it_was(contact):
    before = row_of(contact)
    changes = {"title": "Prof", "phone": "12", "tags": ["<b>"], "grants": [], "first_name": ""}

    assert problems_of(change_contact, contact.pk, changes, **VIA) == {
        "phone": ["invalid"],
        "tags": ["html"],
        "first_name": ["required"],
    }
    assert row_of(contact) == before
    assert (contact.tags.count(), contact.grants.count()) == (2, 1)


def test_a_clash_that_only_the_database_sees_is_named(contact):
    ContactFactory(user=True, email="taken@example.com", customer_number="C-1")
    changes = {"email": "taken@example.com", "customer_number": "C-1", "tags": []}

    assert problems_of(change_contact, contact.pk, changes, **VIA) == {
        "email": ["unique"],
        "customer_number": ["unique"],
    }
    assert contact.tags.count() == 2


@pytest.mark.parametrize("offset", [-1, 1, 100])
def test_who_expects_another_version_changes_nothing(contact, offset):
    with pytest.raises(StaleContact) as refusal:
        change_contact(contact.pk, {"title": "Prof"}, versions={contact.version + offset}, **VIA)

    assert refusal.value.version == contact.version
    assert Contact.objects.get(pk=contact.pk).title == "Dr"


def test_who_expects_no_version_at_all_changes_nothing(contact):
    with pytest.raises(StaleContact):
        change_contact(contact.pk, {"title": "Prof"}, versions=(), **VIA)


def test_who_expects_the_stored_version_changes_it(contact):
    assert change_contact(contact.pk, {"title": "Prof"}, versions={1, contact.version}, **VIA).title == "Prof"


def test_a_contact_that_is_not_there_is_not_made():
    with pytest.raises(Contact.DoesNotExist):
        change_contact(10**9, {"title": "Prof"}, **VIA)


@pytest.mark.parametrize("type", ["user", "guest", "recipient", "branch", "supplier"])
def test_a_type_may_change_where_the_result_obeys_the_new_type(contact, type):
    assert change_contact(contact.pk, {"type": type}, **VIA).type == type


def test_a_new_type_brings_its_rules():
    contact = ContactFactory(recipient=True)

    assert problems_of(change_contact, contact.pk, {"type": "branch"}, **VIA) == {"company": ["required"]}
    assert change_contact(contact.pk, {"type": "branch", "company": "Brook Ltd"}, **VIA).type == "branch"


def test_who_is_no_user_any_more_has_neither_password_nor_roles(contact):
    changed = change_contact(contact.pk, {"type": "guest"}, **VIA)

    assert (changed.password, changed.website_grants) == ("", [])
    assert not contact.grants.exists()


def test_the_headquarters_stays_the_headquarters():
    headquarters = Contact.objects.get(type="hq")
    changes = {"type": "branch", "company": "Brook Ltd"}

    assert problems_of(change_contact, headquarters.pk, changes, **VIA) == {"type": ["read_only"]}
    assert change_contact(headquarters.pk, {"type": "hq", "company": "Brook Ltd"}, **VIA).company == "Brook Ltd"


def test_nobody_becomes_the_headquarters(contact):
    assert problems_of(change_contact, contact.pk, {"type": "hq"}, **VIA) == {"type": ["unique"]}


def test_ids_and_the_time_of_making_never_change(contact):
    given = {"id": 10**9, "object_id": "0" * 24, "created_at": "2000-01-01T00:00:00Z"}

    changed = change_contact(contact.pk, {**given, "title": "Prof"}, **VIA)

    assert (changed.id, changed.object_id, changed.created_at) == (contact.id, contact.object_id, contact.created_at)
    assert not Contact.objects.filter(id=10**9).exists()


def test_a_form_meets_the_same_rules(contact):
    contact.first_name = ""

    with pytest.raises(ValidationError) as refusal:
        save_contact(contact, fields=["first_name"], **VIA)

    assert list(refusal.value.error_dict) == ["first_name"]
