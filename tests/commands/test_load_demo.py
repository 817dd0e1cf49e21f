import json
import unicodedata
from datetime import UTC, datetime, timedelta

import phonenumbers
import pytest
import time_machine

from contacts.choices import Channel, ContactType, OperationKind, Via
from contacts.demo.facts import contact_facts
from contacts.demo.people import sketch
from contacts.models import AccessGrant, AccessRole, Change, Contact, Operation, Tag
from contacts.services import change_contact
from tests.commands.files import Outcome, another_store, exported
from tests.factories import ContactFactory

TODAY = datetime(2026, 11, 23, tzinfo=UTC)


def facts_of(count):
    return [contact_facts(sketch(number, TODAY)) for number in range(count)]


def what_is_stored():
    """Give the contacts but for what differs from store to store."""
    contacts = [json.loads(line) for line in exported("jsonl").splitlines()]
    return [{name: value for name, value in contact.items() if name not in ("id", "object_id")} for contact in contacts]


def demo_contacts():
    return Contact.objects.exclude(type=ContactType.HQ)


@pytest.mark.django_db
def test_all_types_are_loaded_and_the_headquarters_is_filled_in():
    outcome = Outcome("load_demo", count=60)

    assert (outcome.status, outcome.err) == (0, "")
    assert outcome.out == "Demonstration contacts: 60 created, 0 refused.\n"
    assert set(Contact.objects.values_list("type", flat=True)) == set(ContactType.values)
    assert Contact.objects.get(type=ContactType.HQ).address_city == "London"


@pytest.mark.django_db
def test_all_that_a_contact_can_have_is_shown_by_some():
    Outcome("load_demo", count=200)

    assert 10 <= demo_contacts().exclude(thumbnail="").count() <= 30
    assert 8 <= Tag.objects.count() <= 16
    assert AccessRole.objects.filter(grants__isnull=False).distinct().count() == AccessRole.objects.count() == 3
    assert set(AccessGrant.objects.values_list("status", flat=True)) == {"active", "pending", "rejected"}
    assert AccessGrant.objects.filter(expires_at__isnull=False).exists()
    for name in ("date_of_birth", "biography", "position", "website", "more_emails", "more_numbers", "leave_date"):
        empty = Contact._meta.get_field(name).get_default()
        assert any(value != empty for value in demo_contacts().values_list(name, flat=True)), name
    for channel in Channel.values:
        out = demo_contacts().exclude(**{f"{channel}_optout_reason": ""})
        assert out.filter(**{f"{channel}_optout_date__isnull": False}).exists()


@pytest.mark.django_db
def test_the_same_number_gives_the_same_contacts():
    with time_machine.travel(TODAY, tick=False):
        with another_store():
            Outcome("load_demo", count=30)
            first = what_is_stored()
        Outcome("load_demo", count=30)

    assert what_is_stored() == first


@pytest.mark.django_db
def test_a_further_load_goes_on_where_the_last_one_ended():
    with time_machine.travel(TODAY, tick=False):
        with another_store():
            Outcome("load_demo", count=40)
            at_once = what_is_stored()
        Outcome("load_demo", count=25)
        outcome = Outcome("load_demo", count=15)

    assert outcome.out == "Demonstration contacts: 15 created, 0 refused.\n"
    assert what_is_stored() == at_once


@pytest.mark.django_db
def test_once_loads_into_a_store_that_has_its_headquarters_alone():
    Outcome("load_demo", count=5, once=True)
    assert demo_contacts().count() == 5

    Outcome("load_demo", count=5, once=True)
    assert demo_contacts().count() == 5


@pytest.mark.django_db
def test_once_leaves_a_store_with_contacts_as_it_is():
    ContactFactory()

    Outcome("load_demo", once=True)

    assert demo_contacts().count() == 1
    assert not Operation.objects.exists()
    assert not AccessRole.objects.exists()


@pytest.mark.django_db
def test_a_headquarters_in_use_is_left_as_it_is():
    headquarters = Contact.objects.get(type=ContactType.HQ)
    change_contact(headquarters.pk, {"company": "Our company"}, via=Via.PAGE)

    Outcome("load_demo", count=1)

    headquarters.refresh_from_db()
    assert (headquarters.company, headquarters.version) == ("Our company", 2)


@pytest.mark.django_db
def test_a_load_is_one_operation():
    Outcome("load_demo", count=5)

    operation = Operation.objects.get()
    assert (operation.kind, operation.via) == (OperationKind.DEMO, Via.COMMAND)
    assert operation.counts == {"created": 5, "refused": 0}
    assert Change.objects.filter(operation=operation).count() == 6


@pytest.mark.django_db
def test_a_contact_that_stands_in_the_way_is_named_and_the_rest_is_loaded():
    email = next(facts["email"] for facts in facts_of(20) if facts["type"] == "user")
    ContactFactory(user=True, email=email)

    outcome = Outcome("load_demo", count=20)

    assert outcome.out == "Demonstration contacts: 19 created, 1 refused.\n"
    assert outcome.err == f"{email} was refused: Another user or newsletter recipient has this e-mail address.\n"


@pytest.mark.parametrize("count", [0, -5])
def test_less_than_one_contact_is_refused(count):
    outcome = Outcome("load_demo", count=count)

    assert (outcome.status, outcome.err) == (2, "Load at least one contact: say --count 1 or more.")


def test_addresses_lead_nowhere_and_no_two_contacts_share_one():
    emails = [email for facts in facts_of(5000) for email in [facts["email"], *facts.get("more_emails", [])]]

    assert {email.split("@")[1] for email in emails} == {"example.com", "example.org", "example.net"}
    assert len(set(emails)) == len(emails)


def test_numbers_are_valid_where_their_owners_live():
    for facts in facts_of(2000):
        numbers = [facts.get("phone"), facts.get("mobile"), *facts.get("more_numbers", [])]
        for number in filter(None, numbers):
            country = facts["address_country"]
            assert phonenumbers.is_valid_number_for_region(phonenumbers.parse(number), country), number


def test_names_are_written_in_the_scripts_of_the_world():
    letters = {char for facts in facts_of(200) for char in facts.get("last_name", "") if char.isalpha()}
    scripts = {unicodedata.name(char).split()[0] for char in letters}

    assert scripts >= {"LATIN", "GREEK", "CYRILLIC", "ARABIC", "HEBREW", "DEVANAGARI", "CJK", "HANGUL"}
    assert any(" WITH " in unicodedata.name(char) for char in letters)


def test_contacts_came_within_the_last_three_years_and_opted_out_after_that():
    ages = [TODAY - facts["created_at"] for facts in facts_of(500)]
    assert min(ages) >= timedelta()
    assert timedelta(days=2 * 365) < max(ages) <= timedelta(days=3 * 365)

    for facts in facts_of(500):
        for channel in Channel.values:
            date = facts.get(f"{channel}_optout_date")
            assert date is None or facts["created_at"] <= date <= TODAY
