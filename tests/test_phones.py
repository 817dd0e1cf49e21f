"""Single numbers (contract §3) and the list of them (contract §2, ``contactnumbers``; the two laws of the list)."""

import pytest
from django.core.exceptions import ValidationError
from hypothesis import assume, given
from hypothesis import strategies as st

from contacts.models import Contact
from contacts.phones import Numbers, kind_of, normal_number, validate_number

PHONE, MOBILE = "020 7946 0000", "07911 123456"
# Few enough that doubles and numbers of every kind come together.
NUMBERS = [PHONE, MOBILE, "020 7946 0001", "07911 123457", "+44 7911 123458", "123", "(555) 0000"]
COUNTRIES = ["", "GB", "DE", "ZZ"]

lists_of_numbers = st.lists(st.sampled_from(NUMBERS), max_size=8)
countries = st.sampled_from(COUNTRIES)


@pytest.mark.parametrize(
    ("text", "normal"),
    [
        ("", ""),
        ("02030869860", "02030869860"),
        (" 020  3086 9860 ", "020 3086 9860"),
        ("0800-FLOWERS", "0800 3569377"),
        ("0800 flowers", "0800 3569377"),
        ("abcdefghijklmnopqrstuvwxyz", "22233344455566677778889999"),
        ("+44 (0)20.3086/9860", "+44 (0)20 3086 9860"),
        ("020 - 3086", "020 3086"),
        ("020\u00a03086\u202f9860", "020 3086 9860"),
    ],
)
def test_letters_become_keypad_digits_and_separators_single_spaces(text, normal):
    assert normal_number(text) == normal


@given(st.text("0123456789abcXYZ+-()./ \t\u00a0", max_size=20))
def test_a_normal_number_stays_as_it_is(text):
    assert normal_number(normal_number(text)) == normal_number(text)


@pytest.mark.parametrize(
    "text",
    ["123", "1" * 15, "+(0)1 2", "ABC", "+44 (0)20 3086 9860", "1 2 3", "((123", "0-0.0/0"],
)
def test_three_to_fifteen_digits_make_a_number(text):
    validate_number(normal_number(text))


@pytest.mark.parametrize(
    "text",
    # After too few and too many digits, what looks like a digit, a letter or a dash, and controls between digits.
    [
        "12",
        "AB",
        "+()",
        "1234567890123456",
        "AAAAAAAAAAAAAAAA",
        "123#4",
        "123,4",
        "123;ext=4",
        "*123",
        "<b>123",
        "ÄBC123",
        "١٢٣",
    ]
    + [f"123{char}4" for char in "\uff11\u0131\u2010\u2011\n\t\0\x1f\x85"],
)
def test_anything_else_is_no_number(text):
    with pytest.raises(ValidationError) as refusal:
        validate_number(normal_number(text))

    assert refusal.value.code == "invalid"


@pytest.mark.parametrize(
    ("number", "country", "kind"),
    [
        (PHONE, "GB", "p"),
        (MOBILE, "GB", "m"),
        ("+44 7911 123456", "", "m"),
        ("+44 7911 123456", "DE", "m"),
        ("0151 23456789", "DE", "m"),
        (MOBILE, "", "p"),
        (MOBILE, "ZZ", "p"),
        ("123", "GB", "p"),
        ("(((", "GB", "p"),
    ],
)
def test_the_numbering_plan_of_the_country_tells_phone_from_mobile(number, country, kind):
    assert kind_of(number, country) == kind


def test_of_a_new_list_one_is_the_phone_one_the_mobile_and_the_rest_are_others():
    numbers = Numbers().with_list(["07911 123456", "020 7946 0000", "07911 123457", "020 7946 0001"], "GB")

    assert numbers.phone == "020 7946 0000"
    assert numbers.mobile == "07911 123456"
    assert numbers.others == ["07911 123457", "020 7946 0001"]


@given(lists_of_numbers, lists_of_numbers, countries, countries)
def test_reading_back_a_written_list_gives_the_same_list(before, written, country_before, country):
    contact = Contact(address_country=country_before)
    contact.numbers = before
    contact.address_country = country

    contact.numbers = written

    assert contact.numbers == written


@given(
    st.sampled_from(["", *NUMBERS]),
    st.sampled_from(["", *NUMBERS]),
    lists_of_numbers,
    st.text("pmo", max_size=10),
    countries,
)
def test_writing_back_what_was_read_changes_nothing(phone, mobile, others, order, country):
    contact = Contact(phone=phone, mobile=mobile, more_numbers=others, number_order=order, address_country=country)

    contact.numbers = contact.numbers

    assert (contact.phone, contact.mobile, contact.more_numbers) == (phone, mobile, others)
    assert contact.number_order == order


@given(st.sampled_from(NUMBERS), st.sampled_from(NUMBERS), st.lists(st.sampled_from(NUMBERS), unique=True), st.data())
def test_a_kept_number_keeps_its_kind_in_any_order_and_company(phone, mobile, others, data):
    assume(phone != mobile and not {phone, mobile} & set(others))
    contact = Contact(phone=phone, mobile=mobile, more_numbers=others, address_country="GB")
    written = data.draw(st.permutations(NUMBERS))

    contact.numbers = written

    assert (contact.phone, contact.mobile) == (phone, mobile)
    assert contact.numbers == written


@given(lists_of_numbers, lists_of_numbers, countries)
def test_no_number_is_lost_or_doubled_among_the_kinds(before, written, country):
    contact = Contact(address_country=country)
    contact.numbers = before
    contact.numbers = written

    held = [number for number in (contact.phone, contact.mobile) if number]
    assert sorted(held + contact.more_numbers) == sorted(written)


def test_an_other_number_does_not_become_the_phone_when_the_phone_goes():
    contact = Contact(phone=PHONE, more_numbers=["020 7946 0001"], address_country="GB")

    contact.numbers = ["020 7946 0001"]

    assert (contact.phone, contact.more_numbers) == ("", ["020 7946 0001"])


def test_a_number_that_came_after_the_order_was_noted_stands_at_the_end():
    contact = Contact(address_country="GB")
    contact.numbers = [MOBILE, PHONE]
    contact.more_numbers = ["123"]

    assert contact.numbers == [MOBILE, PHONE, "123"]


def test_a_phone_that_was_replaced_takes_the_place_of_the_old_one():
    contact = Contact(address_country="GB")
    contact.numbers = ["123", PHONE, MOBILE]
    contact.phone = "456"

    assert contact.numbers == ["456", PHONE, MOBILE]


def test_a_list_is_brought_into_normal_form_and_blanks_are_no_numbers():
    contact = Contact(address_country="GB")
    contact.numbers = ["", " 020-7946-0000 ", None, "07911 1ADGJM"]

    assert (contact.phone, contact.mobile, contact.more_numbers) == ("020 7946 0000", "07911 123456", [])
