"""How many statements each of the staff's pages takes: as many among ten thousand contacts as beside a few."""

import pytest
from django.core.cache import cache
from django.urls import resolve

from contacts.models import Contact
from tests.pages.things import addresses_of, signed_in
from tests.queries import statements

pytestmark = pytest.mark.django_db

COUNTS = {
    "contact": 10,
    "contact-block": 4,
    "contact-consent": 6,
    "contact-note": 5,
    "contact-lens": 4,
    "contacts-new": 3,
    "contacts-new-full": 4,
    "contact-edit": 5,
    "contact-delete": 4,
    "tags-names": 3,
    "dashboard": 10,
    "password-reset": 2,
    "password-reset-sent": 2,
    "profile": 5,
    "password": 3,
    "second-factor": 4,
    "contacts": 4,
    "contacts-tag-options": 3,
    "views": 4,
    "views-new": 3,
    "views-edit": 4,
    "exports-new": 4,
    "export": 4,
    "imports": 5,
    "imports-new": 3,
    "imports-template": 2,
    "imports-file": 4,
    "imports-columns": 5,
    "imports-matching": 5,
    "imports-review": 4,
    "imports-row": 4,
    "imports-problems": 3,
    "operations": 5,
    "operation": 7,
    "operation-undo": 8,
    "operation-leftovers": 3,
    "tags": 4,
    "tags-rename": 4,
    "trash": 5,
}
# Beside a few contacts the list knows its own length.
OF_MANY = COUNTS | {"contacts": 5}


def counts_of_pages(things) -> dict[str, int]:
    client = signed_in(things["member"])
    return {resolve(path).url_name: count for path, _view in addresses_of(things) if (count := count_of(client, path))}


def count_of(client, path) -> int:
    """Give how many statements the page takes once it has been asked for before; 0 where there is no page."""
    client.get(path)
    cache.clear()
    with statements() as sent:
        response = client.get(path)
    return len(sent) if response.status_code == 200 else 0


def many_contacts(count):
    for number in range(count):
        contact = Contact(type="guest", last_name=f"Guest {number}", email=f"{number}@example.com")
        contact.derive()
        yield contact


def test_each_page_takes_as_many_statements_among_ten_thousand_contacts_as_beside_a_few(things):
    assert counts_of_pages(things) == COUNTS

    contacts = [
        Contact(type="guest", last_name=f"Guest {number}", email=f"{number}@example.com") for number in range(10_000)
    ]
    for contact in contacts:
        contact.derive()
    Contact.objects.bulk_create(contacts)

    assert counts_of_pages(things) == OF_MANY
