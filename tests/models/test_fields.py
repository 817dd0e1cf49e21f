"""Each field: its normal form, its limit, and what it refuses (contract §1 to §3)."""

import unicodedata
from datetime import date

import pytest
from django.core.exceptions import ValidationError

from contacts.models import Contact
from tests.factories import ContactFactory
from tests.problems import problems_of

# As the contract gives them; where it is silent, as the columns have them.
LIMITS = {
    "title": 30,
    "first_name": 60,
    "last_name": 60,
    "company": 200,
    "department": 60,
    "division": 60,
    "position": 60,
    "address_title": 30,
    "address_first_name": 60,
    "address_last_name": 60,
    "address_company": 200,
    "address_line1": 200,
    "address_line2": 200,
    "address_line3": 200,
    "address_city": 100,
    "address_region": 100,
    "address_postcode": 20,
    "reference": 100,
    "customer_number": 60,
    "account_number": 60,
    "registered_number": 50,
    "tax_number": 50,
    "biography": 2000,
    "email_optout_reason": 60,
    "post_optout_reason": 60,
    "sms_optout_reason": 60,
    "phone_optout_reason": 60,
}
IN_ASCII = {"username": ("u", 30), "website": ("/", 2048)}


def a_guest(**values) -> Contact:
    contact = Contact(type="guest", email="ana@example.com", first_name="Ana", last_name="Brook")
    contact.take(values)
    return contact


def judged(**values) -> dict[str, list[str]]:
    return problems_of(a_guest(**values).full_clean, validate_unique=False, validate_constraints=False)


@pytest.mark.parametrize(("name", "limit"), LIMITS.items())
# One code point of one, two, three and four bytes, and one that is two until it is composed.
@pytest.mark.parametrize("char", ["x", "é", "名", "😀", "e\u0301"])
def test_a_text_may_be_as_long_as_its_limit_in_code_points(name, limit, char):
    assert judged(**{name: f" {char * limit} "}) == {}
    assert judged(**{name: char * (limit + 1)}) == {name: ["max_length"]}


@pytest.mark.parametrize(("name", "char", "limit"), [(name, *facts) for name, facts in IN_ASCII.items()])
def test_a_username_and_a_website_have_their_limits(name, char, limit):
    longest = ("/" + "p" * (limit - 1)) if name == "website" else char * limit

    assert judged(**{name: longest}) == {}
    assert judged(**{name: f"{longest}p"}) == {name: ["max_length"]}


@pytest.mark.django_db
@pytest.mark.parametrize(("name", "limit"), LIMITS.items())
def test_the_database_keeps_the_longest_text_whole(name, limit):
    contact = ContactFactory(**{name: "😀" * limit})

    contact.refresh_from_db()

    assert getattr(contact, name) == "😀" * limit


@pytest.mark.parametrize("name", [name for name in LIMITS if name != "biography"])
@pytest.mark.parametrize(
    ("value", "code"), [("<b>x", "html"), ("&lt;b", "html"), ("a\0b", "invalid"), ("a\nb", "invalid")]
)
def test_no_text_holds_html_or_control_characters(name, value, code):
    assert judged(**{name: value}) == {name: [code]}


def test_a_biography_has_lines_and_tabs_but_no_html():
    contact = a_guest(biography=" one\r\n\ttwo\rthree ")
    contact.clean_fields()

    assert contact.biography == "one\n\ttwo\nthree"
    assert judged(biography="a\0b") == {"biography": ["invalid"]}
    assert judged(biography="<b>") == {"biography": ["html"]}


@pytest.mark.parametrize("name", LIMITS)
def test_texts_are_kept_trimmed_and_composed(name):
    contact = a_guest(**{name: " e\u0301 "})
    contact.clean_fields()

    assert getattr(contact, name) == "\u00e9"
    assert unicodedata.is_normalized("NFC", getattr(contact, name))


@pytest.mark.parametrize(
    ("name", "value", "kept"),
    [
        ("email", " Ana@EXAMPLE.com ", "ana@example.com"),
        ("email", "ANA@BÜCHER.EXAMPLE", "ana@bücher.example"),
        ("more_emails", [" Bo@EXAMPLE.com "], ["bo@example.com"]),
        ("phone", "0800-FLOWERS", "0800 3569377"),
        ("more_numbers", ["020.7946.0000"], ["020 7946 0000"]),
        ("address_country", " gb ", "GB"),
        ("address_country", "", ""),
        ("date_of_birth", "2000-02-29", date(2000, 2, 29)),
    ],
)
def test_values_are_kept_in_normal_form(name, value, kept):
    contact = a_guest(**{name: value})
    contact.clean_fields()

    assert getattr(contact, name) == kept


@pytest.mark.parametrize(
    ("name", "value", "codes"),
    [
        ("email", "ana", ["invalid"]),
        ("email", f"{'a' * 64}@{'b' * 60}.{'c' * 60}.{'d' * 60}.example.com", ["max_length"]),
        ("email", "a\0@example.com", ["invalid", "invalid"]),
        ("more_emails", ["bo", "", "cy@example.com"], ["invalid", "blank"]),
        ("more_emails", [f"{n}@example.com" for n in range(51)], ["max_length"]),
        ("more_emails", ["ana@example.com"], ["duplicate"]),
        ("more_emails", ["bo@example.com", "BO@example.com"], ["duplicate"]),
        ("phone", "12", ["invalid"]),
        ("mobile", "(" * 40 + "123", ["max_length"]),
        ("more_numbers", ["12", "123"], ["invalid"]),
        ("more_numbers", ["123"] * 51, ["max_length"]),
        ("address_country", "UK", ["invalid"]),
        ("address_country", "GBR", ["invalid"]),
        ("address_country", "G", ["invalid"]),
        # In capitals these would be SS, South Sudan, and FI, Finland.
        ("address_country", "ß", ["invalid"]),
        ("address_country", "ﬁ", ["invalid"]),
        ("username", "an a", ["invalid"]),
        ("website", "example.com", ["invalid"]),
        ("website", "/<b>", ["html"]),
        ("date_of_birth", "2001-02-29", ["invalid_date"]),
        ("date_of_birth", "9999-12-31", ["future"]),
        ("start_date", "29.02.2000", ["invalid"]),
    ],
)
def test_a_bad_value_is_refused_at_its_field(name, value, codes):
    assert judged(**{name: value}) == {name: codes}


def test_every_bad_field_is_named_at_once():
    bad = {"first_name": "<b>", "phone": "12", "address_country": "ZZ", "email": "ana", "company": "c" * 201}

    assert set(judged(**bad, type="branch")) == set(bad)


def test_no_rule_stands_between_start_and_leave():
    assert judged(start_date="2026-01-02", leave_date="2026-01-01") == {}


def test_the_longest_email_address_is_taken():
    email = f"{'a' * 64}@{'b' * 63}.{'c' * 63}.{'d' * 50}.example.com"

    assert len(email) == 255
    assert judged(email=email) == {}


def test_a_list_that_is_too_long_is_told_of_once():
    assert judged(numbers=["123"] * 53) == {"more_numbers": ["max_length"]}


@pytest.mark.parametrize("value", ["123", {"123": ""}, ("123",), 123, True])
@pytest.mark.parametrize("name", ["more_emails", "more_numbers"])
def test_a_list_is_a_list(name, value):
    with pytest.raises(ValidationError, match="Give a list"):
        Contact._meta.get_field(name).clean(value, None)
