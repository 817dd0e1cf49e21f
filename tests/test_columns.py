"""The table of columns: nothing of a contact is left out, and what is written is read back."""

from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from contacts.choices import GrantStatus
from contacts.columns import COLUMNS, STAY_AT_HOME
from contacts.models import Contact
from contacts.services import Grant
from contacts.shapes import join_list, split_list

INSTANTS = st.datetimes(timezones=st.just(UTC))
FACTS = {
    "id": st.integers(10**9, 2**53 - 1),
    "first_name": st.text(),
    "more_emails": st.lists(st.emails()),
    "number_order": st.text("pmo"),
    "date_of_birth": st.dates(),
    "sms_optout_date": INSTANTS,
    "tags": st.lists(st.text().filter(str.strip)),
}
GRANTS = st.builds(
    dict,
    reference=st.from_regex(r"[-a-zA-Z0-9_]{1,60}", fullmatch=True),
    status=st.sampled_from(GrantStatus.values),
    expires=st.none() | INSTANTS,
)


def contact_with(name, value):
    contact = Contact()
    setattr(contact, COLUMNS[name].attribute, value)
    return contact


def test_every_fact_of_a_contact_travels_or_stays_at_home_on_purpose():
    facts = {field.name for field in Contact._meta.get_fields() if field.concrete} | {"grants"}

    assert COLUMNS.keys() | STAY_AT_HOME == facts
    assert not COLUMNS.keys() & STAY_AT_HOME


@pytest.mark.parametrize("name", FACTS)
@given(data=st.data())
def test_what_a_column_writes_it_reads_back(name, data):
    value, column = data.draw(FACTS[name]), COLUMNS[name]
    contact = contact_with(name, value)

    assert column.read(column.value_of(contact)) == value
    assert column.read_cell(column.cell_of(contact)) == value


@given(rows=st.lists(GRANTS))
def test_grants_are_read_back_as_they_were_written(rows):
    contact, column = contact_with("grants", rows), COLUMNS["grants"]
    grants = [Grant(**row) for row in rows]

    assert column.read(column.value_of(contact)) == grants
    assert column.read_cell(column.cell_of(contact)) == grants


@given(items=st.lists(st.text().filter(str.strip)))
def test_a_list_survives_its_cell(items):
    assert split_list(join_list(items)) == items


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("vip; trade fair", ["vip", "trade fair"]),
        ("vip;trade fair;", ["vip", "trade fair"]),
        ("vip\ntrade fair\r\nlocal", ["vip", "trade fair", "local"]),
        ('"one; two"; three', ["one; two", "three"]),
        ('12" records; B&W', ['12" records', "B&W"]),
    ],
)
def test_a_list_is_read_as_people_write_it(text, items):
    assert split_list(text) == items


def test_a_list_is_written_for_people_to_read():
    assert join_list(["vip", "trade fair", "one; two"]) == 'vip; trade fair; "one; two"'


@pytest.mark.parametrize(
    ("text", "grants"),
    [
        ("customer", [Grant("customer")]),
        ("customer; trade pending", [Grant("customer"), Grant("trade", "pending")]),
        ("vip active 2031-01-31T09:30:00Z", [Grant("vip", "active", datetime(2031, 1, 31, 9, 30, tzinfo=UTC))]),
    ],
)
def test_grants_are_read_as_people_write_them(text, grants):
    assert COLUMNS["grants"].read_cell(text) == grants


def test_instants_keep_their_microseconds_and_are_written_in_utc():
    contact = Contact(created_at=datetime.fromisoformat("2026-07-01T10:00:00.000001+02:00"))

    assert COLUMNS["created_at"].cell_of(contact) == "2026-07-01T08:00:00.000001+00:00"


@pytest.mark.parametrize(("text", "value"), [(" 1990-02-28 ", date(1990, 2, 28)), ("0999-01-01", date(999, 1, 1))])
def test_a_day_is_read_from_a_cell(text, value):
    assert COLUMNS["date_of_birth"].read_cell(text) == value


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("id", "12 and more"),
        ("date_of_birth", "1990-02-30"),
        ("date_of_birth", "28/02/1990"),
        ("created_at", "yesterday"),
        ("number_order", "px"),
        ("tags", '"vip" and more'),
        ("grants", "vip active 2031-01-31T09:30:00Z 5"),
        ("grants", "vip active soon"),
    ],
)
def test_a_cell_of_another_shape_is_refused_with_advice(name, text):
    with pytest.raises(ValidationError) as refusal:
        COLUMNS[name].read_cell(text)

    assert refusal.value.messages == [COLUMNS[name].shape.advice]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("id", "1000000000"),
        ("id", True),
        ("first_name", 5),
        ("first_name", ["Ana"]),
        ("more_emails", "a@example.com"),
        ("more_emails", [None]),
        ("date_of_birth", 19900228),
        ("number_order", 7),
        ("tags", {"vip": 1}),
        ("grants", ["vip"]),
        ("grants", [{"status": "active"}]),
        ("grants", [{"reference": "vip", "since": "2031-01-31"}]),
        ("grants", [{"reference": "vip", "expires": 5}]),
        ("grants", 5),
    ],
)
def test_a_json_value_of_another_shape_is_refused_with_advice(name, value):
    with pytest.raises(ValidationError) as refusal:
        COLUMNS[name].read(value)

    assert refusal.value.messages == [COLUMNS[name].shape.advice]
