"""What is written as a vCard is read back, to the letter."""

from datetime import UTC

import pytest
from django_countries import countries
from hypothesis import given
from hypothesis import strategies as st

from contacts.choices import ContactType, GrantStatus, Via
from contacts.columns import COLUMNS
from contacts.exchange.interfaces import Writing
from contacts.exchange.vcard import write, write_version_3
from contacts.models import Contact
from contacts.reading import with_extras
from contacts.services import Grant, change_contact
from contacts.services.adopting import adopt_contacts
from contacts.shapes import DAY, GRANTS, INSTANT, NUMBER_ORDER, PICTURE_NAME, TEXT, TEXTS, WHOLE_NUMBER
from tests.exchange.cards import CardFile, card, written
from tests.factories import AccessRoleFactory, ContactFactory

WRITERS = [write, write_version_3]
INSTANTS = st.datetimes(timezones=st.just(UTC))
# Half characters cannot be written, and a text has one kind of line end.
WORDS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r")).filter(
    lambda text: not text.isspace()
)
VALUES = {
    TEXT: WORDS,
    TEXTS: st.lists(WORDS.filter(str.strip)),
    WHOLE_NUMBER: st.integers(10**9, 2**53 - 1),
    DAY: st.none() | st.dates(),
    INSTANT: st.none() | INSTANTS,
    NUMBER_ORDER: st.text("pmo"),
    PICTURE_NAME: st.sampled_from(["", "pictures/ab/gone.png"]),
    GRANTS: st.lists(
        st.fixed_dictionaries(
            {
                "reference": st.from_regex(r"[-a-zA-Z0-9_]{1,60}", fullmatch=True),
                "status": st.sampled_from(GrantStatus.values),
                "expires": st.none() | INSTANTS.map(lambda instant: instant.replace(microsecond=0)),
            }
        )
    ),
}
LIKELY = {
    "type": st.sampled_from(ContactType.values),
    "email": st.emails() | st.just(""),
    "address_country": st.sampled_from(["", *countries.countries]),
    "website": st.sampled_from(
        ["", "https://www.example.com/a,b;c", "/a-page", "https://example.com/\\,", "a\nEND:VCARD"]
    ),
    "object_id": st.sampled_from(["65a1b2c3d4e5f60718293a4b", ""]),
    "company": st.sampled_from(["", "Example Ltd", ";", "a;b\\"]) | WORDS,
}


@st.composite
def contacts(draw):
    """Give a contact with some of its columns filled in, with texts that the law would often refuse."""
    contact = Contact(id=None, object_id="", created_at=None)
    for name in draw(st.sets(st.sampled_from(list(COLUMNS)))):
        value = draw(LIKELY.get(name, VALUES[COLUMNS[name].shape]))
        setattr(contact, COLUMNS[name].attribute, value)
    return contact


def meant(contact):
    """Give what a file says that holds the contact."""
    values = {name: column.value_of(contact) for name, column in COLUMNS.items()}
    return {name: COLUMNS[name].read(value) for name, value in values.items() if value}


def contact_of(changes):
    contact = Contact(id=None, object_id="", created_at=None)
    for name, value in changes.items():
        if name == "grants":
            value = [vars(grant) for grant in value]
        if name == "thumbnail":
            value = value.removeprefix("~/content/")
        setattr(contact, COLUMNS[name].attribute, value)
    return contact


@pytest.mark.parametrize("write", WRITERS)
@given(contact=contacts())
def test_whatever_a_contact_holds_is_read_back(write, contact):
    content = written(contact, write=write)
    file = CardFile(content)

    assert (file.problems, file.notes) == ([], [])
    assert file.changes == [meant(contact)]
    assert written(contact_of(file.changes[0]), write=write) == content


@pytest.mark.parametrize("write", WRITERS)
@given(contact=contacts(), chosen=st.sets(st.sampled_from(list(COLUMNS))))
def test_of_what_is_chosen_all_is_read_back_and_nothing_else(write, contact, chosen):
    content = written(contact, write=write, writing=Writing(columns=sorted(chosen)))

    assert CardFile(content).changes == [{name: value for name, value in meant(contact).items() if name in chosen}]


@given(name=st.text(st.characters(categories=["Lu", "Nd"], max_codepoint=127), min_size=1), text=WORDS)
def test_no_card_brings_the_reader_down(name, text):
    file = CardFile(card(f"{name};{text}", f"{name}:{text}", text) + card("FN:Ben Stone"))

    assert {"first_name": "Ben", "last_name": "Stone"} in file.changes


@given(content=st.binary(max_size=200))
def test_no_bytes_within_a_card_bring_the_reader_down(content):
    first = CardFile(card("NOTE:a") + content + card("FN:Ben Stone")).rows[0]

    assert first.problems or first.changes == {"biography": "a"}


def full_contact():
    AccessRoleFactory(reference="vip")
    contact = ContactFactory(user=True, with_address=True, opted_out_of_sms=True, company="Example, Ltd")
    changes = {
        "tags": ["trade fair", "vip, old"],
        "emails": ["ana@example.com", "second@example.com"],
        "numbers": ["+44 7700 900123", "+44 20 7946 0018", "123 456"],
        "biography": "First line\nSecond line é🎉",
        "address_line3": "behind; the mill",
        "grants": [Grant("vip", "pending")],
    }
    change_contact(contact.pk, changes, via=Via.COMMAND)
    return with_extras(Contact.objects.whole().get(pk=contact.pk))


@pytest.mark.django_db
@pytest.mark.parametrize("write", WRITERS)
def test_an_empty_store_that_takes_in_an_export_exports_the_same(write):
    content = written(full_contact(), write=write)
    Contact.objects.all().delete()

    [contact] = adopt_contacts([row.changes for row in CardFile(content).rows], via=Via.IMPORT)

    assert isinstance(contact, Contact)
    assert written(with_extras(Contact.objects.whole().get(pk=contact.pk)), write=write) == content
