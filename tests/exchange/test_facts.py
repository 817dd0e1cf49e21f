"""What hangs on contacts is read beside them, and stays with whom it belongs to."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contacts.choices import Portal, Via
from contacts.columns import COLUMNS
from contacts.exchange.facts import _taken_by_place, facts_of, whole_contacts
from contacts.models import AccessGrant, Contact
from contacts.reading import with_extras
from contacts.services import Grant, change_contact
from tests.factories import AccessRoleFactory, ContactFactory

START = datetime(2026, 1, 1, tzinfo=UTC)
PLACES = st.builds(lambda second, pk: (START + timedelta(seconds=second), pk), st.integers(0, 5), st.integers(1, 5))


@pytest.fixture
def stored(db):
    roles = AccessRoleFactory.create_batch(2)
    contacts = ContactFactory.create_batch(6, user=True, created_at=START)
    for index, contact in enumerate(contacts):
        grants = [Grant(role.reference, "pending", START) for role in roles[: index % 3]]
        tags = ["vip", "Überall", "apple", "Zebra"][: index % 4]
        change_contact(contact.pk, {"tags": tags, "grants": grants}, via=Via.COMMAND)
    return Contact.objects.filter(type="user")


def test_contacts_are_as_a_page_would_show_them(stored):
    expected = [with_extras(contact) for contact in stored.whole().order_by("created_at", "id")]

    for found in (list(whole_contacts(stored)), list(facts_of(stored, list(COLUMNS)))):
        assert [contact.id for contact in found] == [contact.id for contact in expected]
        assert [contact.tag_names for contact in found] == [contact.tag_names for contact in expected]
        assert [contact.website_grants for contact in found] == [contact.website_grants for contact in expected]


def test_who_is_found_by_one_tag_has_all_of_them(stored):
    found = list(facts_of(stored.tagged("vip").search("brook"), ["tags"]))

    assert sorted(len(contact.tag_names) for contact in found) == [1, 1, 2, 3]


def test_grants_of_the_admin_portal_do_not_travel(stored):
    contact = stored.first()
    AccessGrant.objects.create(contact=contact, role=AccessRoleFactory(portal=Portal.ADMIN))

    (fact,) = facts_of(stored.filter(pk=contact.pk), ["grants"])

    assert [grant["reference"] for grant in fact.website_grants] == [
        grant["reference"] for grant in with_extras(stored.whole().get(pk=contact.pk)).website_grants
    ]


def test_a_fact_has_what_was_asked_for_alone(stored):
    fact = next(facts_of(stored, ["email", "tags"]))

    assert fact._fields == ("email", "tag_names")


@given(rows=st.lists(PLACES, unique=True), asked=st.lists(PLACES, unique=True))
def test_every_place_gets_its_own_rows_whatever_others_there_are(rows, asked):
    take = _taken_by_place(iter([(*place, str(place)) for place in sorted(rows)]))

    assert [take(place) for place in sorted(asked)] == [[str(place)] * (place in rows) for place in sorted(asked)]
