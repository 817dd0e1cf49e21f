"""Putting changes on a contact in memory: `take`, and the lists that are spread over columns (contract §1 to §3)."""

import pytest

from contacts.models import Contact
from tests.problems import problems_of


def a_contact(**values) -> Contact:
    facts = {"type": "guest", "email": "ana@example.com", "first_name": "Ana", "last_name": "Brook"}
    return Contact(**{**facts, **values})


@pytest.mark.parametrize(
    ("name", "value", "cleared"),
    [
        ("first_name", "Ana", ""),
        ("biography", "Text", ""),
        ("phone", "123", ""),
        ("address_country", "GB", ""),
        ("date_of_birth", "2000-01-01", None),
        ("sms_optout_date", "2026-01-01T00:00:00Z", None),
        ("more_emails", ["bo@example.com"], []),
        ("more_numbers", ["123"], []),
        ("thumbnail", "pictures/a.png", ""),
        ("raw_password", "correct horse", None),
    ],
)
def test_none_clears(name, value, cleared):
    contact = a_contact(**{name: value}) if name != "raw_password" else a_contact()
    contact.raw_password = "correct horse"

    contact.take({name: None})

    assert getattr(contact, name) == cleared


def test_what_is_not_named_stays():
    contact = a_contact(company="Brook Ltd", phone="123", more_emails=["bo@example.com"])

    contact.take({"title": "Dr"})

    assert (contact.title, contact.company, contact.phone) == ("Dr", "Brook Ltd", "123")
    assert contact.emails == ["ana@example.com", "bo@example.com"]


def test_clearing_a_list_leaves_no_shared_one_behind():
    one, other = a_contact(), a_contact()
    one.take({"more_emails": None})
    other.take({"more_emails": None})

    one.more_emails.append("bo@example.com")

    assert other.more_emails == []


@pytest.mark.parametrize(
    ("emails", "email", "more_emails"),
    [
        ([], "", []),
        (None, "", []),
        (["bo@example.com"], "bo@example.com", []),
        (
            ["cy@example.com", "ana@example.com", "bo@example.com"],
            "cy@example.com",
            ["ana@example.com", "bo@example.com"],
        ),
    ],
)
def test_the_first_email_is_the_primary_one(emails, email, more_emails):
    contact = a_contact(more_emails=["bo@example.com"])

    contact.take({"emails": emails})

    assert (contact.email, contact.more_emails) == (email, more_emails)
    assert contact.emails == (emails or [])


def test_a_new_primary_email_leaves_the_list():
    contact = a_contact(more_emails=["bo@example.com", "cy@example.com"])

    contact.take({"email": " BO@Example.com "})

    assert contact.more_emails == ["cy@example.com"]
    assert problems_of(contact.clean_fields) == {}
    assert contact.emails == ["bo@example.com", "cy@example.com"]


@pytest.mark.parametrize(
    "lists", [{"more_emails": ["bo@example.com"]}, {"emails": ["bo@example.com", "BO@example.com"]}]
)
def test_doubles_in_what_a_writer_gave_are_not_hushed_up(lists):
    contact = a_contact()

    contact.take({"email": "bo@example.com", **lists})
    contact.clean_fields()

    assert problems_of(contact.clean) == {"more_emails": ["duplicate"]}


@pytest.mark.parametrize("name", ["first_name", "last_name", "company"])
def test_an_address_name_that_says_what_is_inherited_is_not_stored(name):
    contact = a_contact(company="Brook Ltd")

    contact.take({f"address_{name}": getattr(contact, name), "address_city": "London"})
    contact.clean()

    assert getattr(contact, f"address_{name}") == ""
    assert contact.address_city == "London"


def test_an_echo_of_the_old_name_is_no_name_of_the_address_when_the_contact_is_renamed():
    contact = a_contact(address_city="London")

    contact.take({"first_name": "Anna", "address_first_name": "Ana", "address_last_name": "Brook"})
    contact.clean()

    assert (contact.first_name, contact.address_first_name, contact.address_last_name) == ("Anna", "", "")


@pytest.mark.parametrize("address", [{}, {"address_first_name": "Bo"}])
def test_the_old_name_is_no_echo_where_the_address_did_not_show_it(address):
    contact = a_contact(**address)

    contact.take({"first_name": "Anna", "address_first_name": "Ana"})
    contact.clean()

    assert (contact.first_name, contact.address_first_name) == ("Anna", "Ana")


def test_a_name_of_its_own_stays_with_the_address():
    contact = a_contact()

    contact.take({"address_first_name": "Bo", "address_company": "Cargo Ltd"})
    contact.clean()

    assert (contact.address_first_name, contact.address_company) == ("Bo", "Cargo Ltd")


def test_a_name_of_its_own_ends_where_the_contact_gets_the_same():
    contact = a_contact(address_first_name="Bo")

    contact.take({"first_name": " Bo "})
    contact.clean_fields()
    contact.clean()

    assert contact.address_first_name == ""


def test_numbers_are_told_apart_by_the_country_that_comes_with_them():
    contact = a_contact(address_country="DE")

    contact.take({"numbers": ["07911 123456", "020 7946 0000"], "address_country": "gb"})

    assert (contact.phone, contact.mobile) == ("020 7946 0000", "07911 123456")


def test_none_clears_all_numbers():
    contact = a_contact(phone="123", mobile="456", more_numbers=["789"], number_order="omp")

    contact.take({"numbers": None})

    assert (contact.phone, contact.mobile, contact.more_numbers, contact.numbers) == ("", "", [], [])


@pytest.mark.parametrize("channel", ["email", "post", "sms", "phone"])
def test_an_opt_out_without_a_reason_has_no_date(channel):
    contact = a_contact(**{f"{channel}_optout_reason": "optout", f"{channel}_optout_date": "2026-01-01T00:00:00Z"})

    contact.take({f"{channel}_optout_reason": " "})
    contact.clean_fields()
    contact.clean()

    assert contact.optout(channel) == ("", None)


@pytest.mark.parametrize("type", ["guest", "recipient", "branch", "supplier", "hq"])
def test_only_users_have_passwords(type):
    contact = a_contact(type=type, company="Brook Ltd", password="hash")
    contact.raw_password = "short"

    assert problems_of(contact.clean) == {}
    assert (contact.password, contact.raw_password) == ("", None)


@pytest.mark.parametrize(
    ("password", "codes"),
    [
        ("", ["min_length"]),
        ("seven 7", ["min_length"]),
        ("eight 88", []),
        ("        ", []),
        ("p" * 4096, []),
        ("p" * 4097, ["max_length"]),
        ("pass\0word", ["invalid"]),
        ("\ud800" * 2, ["min_length", "invalid"]),
    ],
)
def test_a_password_has_eight_or_more_characters(password, codes):
    contact = a_contact(type="user")
    contact.take({"raw_password": password})

    assert problems_of(contact.clean).get("raw_password", []) == codes


@pytest.mark.parametrize("name", ["title", "first_name", "line3", "country", "postcode"])
def test_a_contact_has_an_address_when_any_part_is_set(name):
    assert not a_contact().has_address
    assert a_contact(**{f"address_{name}": "GB"}).has_address


def test_the_folded_columns_follow_from_the_others():
    contact = a_contact(
        first_name="José",
        company="Müller & Söhne",
        reference="Straße-1",
        phone="020 7946",
        more_emails=["bo@example.com"],
    )

    contact.derive()

    assert contact.reference_key == "strasse-1"
    assert contact.search_text == "jose brook muller & sohne ana@example.com bo@example.com strasse-1 0207946"
