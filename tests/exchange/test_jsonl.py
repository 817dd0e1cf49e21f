"""JSON Lines: whole contacts, with our own names."""

import json
from io import BytesIO

import pytest

from contacts.columns import COLUMNS
from contacts.exchange.formats import FORMATS
from contacts.exchange.interfaces import Reading, UnusableFile
from contacts.models import Contact
from contacts.services import Grant
from contacts.times import read_instant
from tests.exchange.tables import TableFile, written

ANA = {"email": "ana@example.com", "tags": ["vip"], "grants": [{"reference": "trade"}]}


def read(*objects, **reading):
    lines = [one if isinstance(one, str) else json.dumps(one, ensure_ascii=False) for one in objects]
    return TableFile("\n".join(lines), "jsonl", **reading)


def test_a_line_says_of_a_contact_what_it_names():
    file = read(ANA)

    assert file.problems == []
    assert file.changes == [ANA | {"grants": [Grant("trade")]}]
    assert file.notes == ["Read as UTF-8."]


def test_blanks_say_nothing_unless_they_clear():
    blank = {"email": "a@example.com", "last_name": " ", "tags": [], "mobile": None}

    assert read(blank).changes == [{"email": "a@example.com"}]
    assert read(blank, blank_clears=True).changes == [
        {"email": "a@example.com", "last_name": None, "tags": None, "mobile": None}
    ]


def test_whole_lists_dates_of_consent_and_defaults_are_taken():
    file = read({"emails": ["a@example.com"], "sms_consent_date": "2026-05-01T10:00:00Z"}, defaults={"type": "guest"})

    assert file.changes == [{"emails": ["a@example.com"], "type": "guest"}]
    assert file.rows[0].consent_dates == {"sms": read_instant("2026-05-01T10:00:00Z")}
    assert file.rows[0].defaulted == {"type"}


@pytest.mark.parametrize(
    ("line", "place", "complaint"),
    [
        ("{", "__all__", "This line is not JSON: "),
        ("[1]", "__all__", "Write one JSON object a line."),
        ("[" * 100_000, "__all__", "This line is not JSON: "),
        ('{"tags": "vip"}', "tags", "Write a list of texts;"),
        ('{"id": "5"}', "id", "Write a whole number."),
        ('{"mail": "a@example.com"}', "mail", "There is no column “mail”. Did you mean email"),
    ],
)
def test_a_bad_line_is_named_and_the_rest_goes_on(line, place, complaint):
    file = read("", line, ANA)

    ((number, name, message),) = file.problems
    assert (number, name) == (2, place)
    assert message.startswith(complaint)
    assert file.changes[-1]["email"] == "ana@example.com"


def test_every_bad_value_of_a_line_is_named():
    file = read({"id": True, "tags": 5, "start_date": "2026-02-30", "last_name": "Lee"})

    assert {name for _line, name, _message in file.problems} == {"id", "tags", "start_date"}
    assert file.changes == [{"last_name": "Lee"}]


def test_names_can_be_mapped_and_unknown_ones_left_out():
    line = {"mail": "a@example.com", "size": "XL", "age": 5}

    assert read(line, mapping={"mail": "email", "size": "", "age": ""}).changes == [{"email": "a@example.com"}]
    assert read(line, mapping={"mail": "email"}, ignore_unknown=True).problems == []


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_other_encodings_are_read_and_said(encoding):
    file = TableFile('{"last_name": "Müller"}\n{"last_name": "Größ"}\n'.encode(encoding), "jsonl")

    assert file.changes == [{"last_name": "Müller"}, {"last_name": "Größ"}]


def test_a_slip_in_the_encoding_is_named_by_its_line():
    file = TableFile('{"last_name": "Müller äöü"}\n'.encode() + b'{"last_name": "M\xfcller"}\n', "jsonl")

    assert file.problems == [(2, "__all__", "The bytes 0xFC are not UTF-8: mend the file, or name its encoding.")]


BAD_DEFAULT = ({"defaults": {"id": "x"}}, "The default of id cannot be “x”")
BAD_ENCODING = ({"encoding": "klingon"}, "There is no encoding “klingon”")
BAD_MAPPING = ({"mapping": {"email": "e_mial"}}, "There is no column “e_mial”. Did you mean email")


@pytest.mark.parametrize(
    ("format", "reading", "complaint"),
    [
        *((format, *bad) for format in ("csv", "jsonl", "divendo", "evance") for bad in (BAD_DEFAULT, BAD_ENCODING)),
        *((format, *BAD_MAPPING) for format in ("csv", "jsonl")),
    ],
)
def test_what_is_asked_of_a_file_is_judged_before_its_first_row(format, reading, complaint):
    with pytest.raises(UnusableFile, match=complaint):
        FORMATS[format].read(BytesIO(b"email\n"), Reading(**reading))


def test_columns_and_names_can_be_chosen():
    contact = Contact(email="a@example.com", more_emails=["b@example.com"])

    line = written(contact, format="jsonl", columns=["emails", "last_name"], headers={"last_name": "family"})

    assert line == b'{"emails":["a@example.com","b@example.com"],"family":""}\n'


def test_a_contact_is_written_whole():
    line = json.loads(written(Contact(), format="jsonl"))

    assert list(line) == list(COLUMNS)
