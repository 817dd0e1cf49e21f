"""Who may be the contact that somebody types in."""

import pytest

from contacts.services.doubles import Traits, possible_doubles
from tests.factories import ContactFactory
from tests.queries import statements

pytestmark = pytest.mark.django_db


def found(**traits):
    return [(double.contact, double.reasons) for double in possible_doubles(Traits(**traits))]


def test_an_email_is_found_without_case_wherever_it_stands():
    first = ContactFactory(email="ana@example.com")
    second = ContactFactory(more_emails=["ana@example.com"])

    assert {contact for contact, _ in found(emails=["ANA@example.com"])} == {first, second}
    assert found(emails=["bo@example.com"]) == []


@pytest.mark.parametrize("typed", ["020 7946 0000", "+44 20 7946 0000", "(020) 7946-0000", "0044 20 7946 0000"])
def test_a_number_is_the_same_however_it_is_written(typed):
    contact = ContactFactory(phone="+44 20 7946 0000")
    other = ContactFactory(more_numbers=["020 7946 0000"], address_country="GB")

    assert {one for one, _ in found(numbers=[typed], country="GB")} == {contact, other}


def test_short_numbers_and_digits_elsewhere_tell_nothing():
    ContactFactory(phone="12345", reference="X2079460000Y")

    assert found(numbers=["12345", "020 7946 0000"], country="GB") == []


def test_a_reference_and_a_customer_number_are_told_in_words():
    contact = ContactFactory(reference="Ref-1", customer_number="C1")

    assert found(reference="REF-1", customer_number="C1") == [
        (contact, ["same reference: Ref-1", "same customer number: C1"])
    ]


def test_who_shares_most_comes_first_and_the_contact_itself_is_no_double():
    less = ContactFactory(email="ana@example.com")
    more = ContactFactory(more_emails=["ana@example.com"], reference="R")
    traits = Traits(emails=["ana@example.com"], reference="R")

    assert [double.contact for double in possible_doubles(traits)] == [more, less]
    assert [double.contact for double in possible_doubles(traits, besides=[more.pk])] == [less]


def test_what_no_database_takes_finds_nobody():
    assert found(emails=["\0@example.com"], reference="\0", customer_number="\ud800", numbers=["\0"]) == []


def test_it_costs_four_queries_however_much_is_typed():
    ContactFactory.create_batch(3, company="Same")
    many = {"emails": [f"{n}@example.com" for n in range(40)], "numbers": [f"020 7946 00{n}" for n in range(10, 50)]}

    with statements() as sent:
        found(**many, reference="R", customer_number="C", country="GB")

    assert len(sent) == 4
