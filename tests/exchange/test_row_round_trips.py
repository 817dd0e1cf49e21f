"""What is written in a lossless format is read back: exported again it is the same file, byte by byte."""

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contacts.choices import ContactType, Via
from contacts.columns import COLUMNS
from contacts.models import Contact
from contacts.reading import with_extras
from contacts.services import Grant, change_contact
from contacts.services.adopting import adopt_contacts
from tests.exchange.contents import contacts, made_of
from tests.exchange.tables import TableFile, written
from tests.factories import AccessRoleFactory, ContactFactory

EARLY, LATE = datetime(2020, 2, 3, 4, 5, 6, tzinfo=UTC), datetime(2021, 2, 3, 4, 5, 6, tzinfo=UTC)
FORMS = [
    ("csv", {}),
    ("csv", {"safe": True}),
    ("csv", {"safe": True, "delimiter": ";", "encoding": "utf-8-sig"}),
    ("csv", {"delimiter": "\t", "encoding": "utf-16"}),
    ("jsonl", {}),
    ("xlsx", {}),
]


@pytest.mark.parametrize(("format", "writing"), FORMS)
@settings(max_examples=40, deadline=None)
@given(stored=st.lists(contacts(), min_size=1, max_size=3))
def test_a_file_of_whole_contacts_is_written_again_as_it_was(format, writing, stored):
    first = written(*stored, format=format, **writing)
    file = TableFile(first, format)

    assert file.problems == []
    assert written(*map(made_of, file.changes), format=format, **writing) == first


@settings(deadline=None)
@given(contact=contacts(type=ContactType.GUEST))
def test_divendo_json_is_written_again_as_it_was(contact):
    contact.website_grants = []
    first = written(contact, format="divendo")
    file = TableFile(first, "divendo")

    assert file.problems == []
    assert written(made_of(file.changes[0]), format="divendo") == first


@settings(deadline=None)
@given(contact=contacts())
def test_evance_json_is_written_again_as_it_was(contact):
    for name in ("email", "first_name", "last_name", "company"):
        setattr(contact, name, getattr(contact, name) or "x")
    first = written(lawful(contact), format="evance")
    file = TableFile(first, "evance")

    assert file.problems == []
    assert written(lawful(made_of(file.changes[0])), format="evance") == first


def lawful(contact):
    """Give the contact in its normal form, its roles named as in the store."""
    contact.clean()
    for grant in contact.website_grants:
        grant["name"] = grant["reference"].title()
    return contact


@pytest.mark.django_db
@pytest.mark.parametrize("format", ["csv", "xlsx", "jsonl", "divendo", "evance"])
def test_an_empty_store_takes_in_what_another_has_written(format):
    roles = [Grant(role.reference, "pending") for role in AccessRoleFactory.create_batch(2)]
    guest = ContactFactory(with_address=True, opted_out_of_sms=True, first_name="=1+1", created_at=EARLY)
    user = ContactFactory(user=True, more_emails=["b@example.com"], phone="+44 20 7946 0000", created_at=LATE)
    change_contact(guest.pk, {"tags": ["vip", "a; b"], "biography": 'Two\nlines, "quoted"'}, via=Via.COMMAND)
    change_contact(user.pk, {"grants": roles, "tags": ["VIP"]}, via=Via.COMMAND)
    stored = [guest.pk] if format == "divendo" else [guest.pk, user.pk]

    first = export(stored, format)
    Contact.objects.filter(pk__in=[guest.pk, user.pk]).delete()
    changes = TableFile(first, format).changes
    taken = adopt_contacts(changes, via=Via.IMPORT)

    assert export([contact.pk for contact in taken], format) == first


def export(pks, format):
    found = Contact.objects.whole().filter(pk__in=pks).order_by("created_at")
    return written(*map(with_extras, found), format=format, columns=list(COLUMNS))
