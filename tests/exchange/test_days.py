"""Days as people and spreadsheets write them."""

import pytest

from contacts.exchange.interfaces import UnusableFile
from contacts.times import read_instant
from tests.exchange.tables import TableFile


def day_of(text, **reading):
    file = TableFile(f'email,date_of_birth\na@example.com,"{text}"\n', **reading)
    assert file.problems == []
    return str(file.changes[0]["date_of_birth"])


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("1990-12-04", "1990-12-04"),
        ("04.12.1990", "1990-12-04"),
        ("4.12.1990", "1990-12-04"),
        ("25/12/1990", "1990-12-25"),
        ("12/25/1990", "1990-12-25"),
        ("25-12-1990", "1990-12-25"),
        ("5/5/1990", "1990-05-05"),
        ("1990/12/04", "1990-12-04"),
    ],
)
def test_a_day_with_one_meaning_is_read(text, day):
    assert day_of(text) == day


@pytest.mark.parametrize(("order", "day"), [("dmy", "1990-04-03"), ("mdy", "1990-03-04")])
def test_the_order_can_be_said(order, day):
    assert day_of("03/04/1990", day_order=order) == day


def test_a_day_that_can_be_two_is_not_guessed():
    file = TableFile("email,date_of_birth\na@example.com,03/04/1990\n")

    assert file.problems == [
        (2, "date_of_birth", "This can be two days: say whether the day or the month comes first, or write yyyy-mm-dd.")
    ]


@pytest.mark.parametrize("text", ["31.02.1990", "13/13/1990", "1.2.90", "yesterday", "25/12/1990 10:00"])
def test_what_is_no_day_is_refused_with_advice(text):
    file = TableFile(f"email,date_of_birth\na@example.com,{text}\n", day_order="dmy")

    assert file.problems == [(2, "date_of_birth", "Write a real day as yyyy-mm-dd.")]


@pytest.mark.parametrize("text", ["2026-05-01T10:00:00+01:00", "2026-05-01 10:00:00", "1.5.2026 10:00"])
def test_an_instant_may_be_written_with_a_blank(text):
    file = TableFile(f"email,sms_optout_date\na@example.com,{text}\n")

    assert file.changes[0]["sms_optout_date"] == read_instant("2026-05-01T10:00:00+01:00")


def test_there_is_no_other_order():
    with pytest.raises(UnusableFile, match="There is no order of days “ymd”: choose dmy, mdy"):
        TableFile("email\n", day_order="ymd")
