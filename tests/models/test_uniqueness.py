"""What no two contacts share (contract §2 and §3): judged by the law, and kept by the database itself."""

import pytest
from django.db import IntegrityError, transaction

from contacts.choices import ContactType
from contacts.models import Contact
from tests.problems import problems_of

pytestmark = pytest.mark.django_db

EMAIL = "same@example.com"
NAMES = {"first_name": "Ana", "last_name": "Brook", "company": "Brook Ltd"}
# Of the types in one set, no two contacts have the same e-mail address.
ONE_EMAIL_AMONG = [{"user", "recipient"}, {"branch"}]
TYPES = [type for type in ContactType.values if type != "hq"]
CLASHES = [(one, other) for one in TYPES for other in TYPES if any({one, other} <= among for among in ONE_EMAIL_AMONG)]
NO_CLASHES = [(one, other) for one in TYPES for other in TYPES if (one, other) not in CLASHES]


def a_contact(type: str, email: str = EMAIL, **values) -> Contact:
    """Give an unsaved contact, in the form in which the door would store it."""
    contact = Contact(type=type, email=email, **NAMES, **values)
    contact.derive()
    return contact


def inserted(contact: Contact) -> bool:
    """Put the contact into the table around the door; tell whether the database took it."""
    try:
        with transaction.atomic():
            Contact.objects.bulk_create([contact])
    except IntegrityError:
        return False
    return True


def updated(contact: Contact, **values) -> bool:
    try:
        with transaction.atomic():
            return bool(Contact.objects.filter(pk=contact.pk).update(**values))
    except IntegrityError:
        return False


@pytest.mark.parametrize(("one", "other"), CLASHES)
def test_the_database_keeps_emails_apart(one, other):
    inserted(a_contact(one))

    assert not inserted(a_contact(other))


@pytest.mark.parametrize(("one", "other"), NO_CLASHES)
def test_others_may_share_an_email(one, other):
    inserted(a_contact(one))

    assert problems_of(a_contact(other).full_clean) == {}
    assert inserted(a_contact(other))


@pytest.mark.parametrize(("one", "other"), [pair for pair in CLASHES if pair != ("recipient", "user")])
@pytest.mark.parametrize("email", [EMAIL, "SAME@Example.COM"])
def test_the_law_keeps_emails_apart_without_case(one, other, email):
    inserted(a_contact(one))

    assert problems_of(a_contact(other, email).full_clean) == {"email": ["unique"]}


def test_the_law_lets_a_user_take_the_address_of_a_recipient():
    inserted(a_contact("recipient"))

    assert problems_of(a_contact("user").full_clean) == {}


@pytest.mark.parametrize("type", TYPES)
def test_a_contact_is_no_double_of_itself(type):
    contact = a_contact(type, reference="R-1", customer_number="C-1")
    inserted(contact)

    assert problems_of(Contact.objects.get(pk=contact.pk).full_clean) == {}


@pytest.mark.parametrize("more_emails_of", ["one", "other"])
def test_only_primary_addresses_are_unique(more_emails_of):
    one = {"more_emails": [EMAIL]} if more_emails_of == "one" else {"email": EMAIL}
    other = {"email": EMAIL} if more_emails_of == "one" else {"more_emails": [EMAIL]}
    assert inserted(a_contact("user", **{"email": "one@example.com", **one}))

    assert inserted(a_contact("user", **{"email": "other@example.com", **other}))


@pytest.mark.parametrize(
    ("field", "one", "other"),
    [
        ("reference", "R-1", "R-1"),
        ("reference", "R-a", "r-A"),
        ("reference", "Straße", "STRASSE"),
        ("reference", "É", "e\u0301"),
        ("customer_number", "C-1", "C-1"),
    ],
)
@pytest.mark.parametrize("types", [("user", "user"), ("guest", "supplier")])
def test_references_and_customer_numbers_are_unique_among_all(types, field, one, other):
    assert inserted(a_contact(types[0], "one@example.com", **{field: one}))
    rival = a_contact(types[1], "other@example.com", **{field: other})

    assert problems_of(rival.full_clean) == {field: ["unique"]}
    assert not inserted(rival)


@pytest.mark.parametrize(
    ("field", "one", "other"),
    [
        ("reference", "", ""),
        ("reference", "Jose", "José"),
        ("customer_number", "", ""),
        ("customer_number", "c-1", "C-1"),
        ("account_number", "A-1", "A-1"),
        ("username", "ana", "ana"),
        ("registered_number", "1", "1"),
    ],
)
def test_what_differs_is_empty_or_may_be_shared_is_taken(field, one, other):
    assert inserted(a_contact("guest", **{field: one}))
    second = a_contact("guest", **{field: other})

    assert problems_of(second.full_clean) == {}
    assert inserted(second)


def test_there_is_one_headquarters():
    Contact.objects.filter(type="hq").delete()
    assert inserted(a_contact("hq"))
    rival = a_contact("hq", "other@example.com")

    assert problems_of(rival.full_clean) == {"type": ["unique"]}
    assert not inserted(rival)


def test_the_database_keeps_the_rules_on_updates_too():
    inserted(a_contact("user"))
    inserted(other := a_contact("user", "other@example.com", reference="R-1"))
    inserted(guest := a_contact("guest"))

    assert not updated(other, email=EMAIL)
    assert not updated(guest, type="recipient")
    assert not updated(guest, reference_key="r-1")


def test_every_double_is_named_at_once():
    inserted(a_contact("user", reference="R-1", customer_number="C-1"))
    rival = a_contact("user", reference="r-1", customer_number="C-1")

    assert problems_of(rival.full_clean) == {
        "email": ["unique"],
        "reference": ["unique"],
        "customer_number": ["unique"],
    }


@pytest.mark.parametrize(
    ("type", "sentence"),
    [
        ("branch", "Another branch has this e-mail address."),
        ("recipient", "Another user or newsletter recipient has this e-mail address."),
    ],
)
def test_a_double_is_told_in_a_sentence(type, sentence):
    inserted(a_contact(type))

    with pytest.raises(Exception, match=sentence):
        a_contact(type).full_clean()


@pytest.mark.parametrize("name", ["reference", "customer_number", "email"])
@pytest.mark.parametrize("value", ["a\0b", "\ud800"])
def test_the_database_is_not_asked_about_what_it_could_not_hold(name, value):
    contact = Contact(type="user", **{"email": EMAIL, **NAMES, name: value})

    assert set(problems_of(contact.full_clean)) == {name}


@pytest.mark.parametrize(
    "values",
    [{"type": "staff"}, {"type": ""}]
    + [{f"{channel}_optout_date": "2026-01-01T00:00:00Z"} for channel in ("email", "post", "sms", "phone")],
)
def test_the_database_knows_the_types_and_that_an_opt_out_has_a_reason(values):
    assert not inserted(a_contact(**{"type": "guest", **values}))


def test_public_ids_are_unique():
    inserted(one := a_contact("guest"))

    assert not inserted(a_contact("guest", object_id=one.object_id))
    assert not inserted(a_contact("guest", id=one.id))
