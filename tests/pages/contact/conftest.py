"""People of each group at the page of a contact."""

import pytest
from django.urls import reverse

from contacts.choices import Via
from contacts.services import create_contact
from tests.pages.groups import a_member_of


@pytest.fixture
def member_of(db):
    """Give what makes a member of the staff in the group of this name."""
    return a_member_of


@pytest.fixture
def reader(member_of):
    return member_of("Reader")


@pytest.fixture
def editor(member_of):
    return member_of("Editor")


@pytest.fixture
def contact(db):
    """A user with something in every block, and the change that brought it."""
    facts = {"type": "user", "email": "ada@example.com", "more_emails": ["ada.home@example.com"], "title": "Dr"}
    facts |= {"first_name": "Ada", "last_name": "Brook", "phone": "+44 20 7946 0111", "company": "Acme"}
    facts |= {"position": "Buyer", "reference": "R-1", "biography": "Buys & sells.", "date_of_birth": "1990-04-03"}
    facts |= {"address_line1": "1 Mill Lane", "address_country": "GB", "website": "https://example.com/ada"}
    return create_contact(facts | {"tags": ["vip"]}, via=Via.EVANCE)


def address(name, contact, *args, **query):
    return reverse(f"staff:{name}", args=[contact.pk, *args], query=query or None)


@pytest.fixture
def at():
    """Give what makes the address of a page about a contact."""
    return address
