"""What an import does where bytes cannot be read, and where what it says cannot be written."""

import io
import json

import pytest
from django.core.management import CommandError, call_command

from contacts.models import Contact, Operation
from tests.commands.files import csv_of, imported, jsonl_of
from tests.factories import GUEST

pytestmark = pytest.mark.django_db

SPOILT = csv_of(GUEST | {"first_name": "Zoë Müßig"}, GUEST | {"first_name": "Bø?"}).encode().replace(b"?", b"\xfc")


class Terminal(io.TextIOWrapper):
    """A stream in an encoding, as standard output is one; it can be closed to what is written after some lines."""

    def __init__(self, encoding="utf-8", lines=99):
        self.bytes, self.lines = io.BytesIO(), lines
        super().__init__(self.bytes, encoding, write_through=True)

    def write(self, text):
        self.lines -= text.count("\n")
        if self.lines < 0:
            raise BrokenPipeError(32, "Broken pipe")
        return super().write(text)


def told(path, terminal, **options):
    try:
        call_command("import_contacts", str(path), stdout=terminal, stderr=io.StringIO(), **options)
    except CommandError as error:
        return error.returncode, str(error)
    return 0, ""


def test_a_row_with_bytes_that_cannot_be_read_is_reported_with_them_and_refused_again(path, tmp_path):
    report = tmp_path / "failed.csv"

    assert imported(path, SPOILT, report=str(report)).counts == {"created": 1, "invalid": 1}
    assert b'"B\xc3\xb8\xfc"' in report.read_bytes()
    assert imported(path, report.read_bytes()).counts == {"invalid": 1}
    assert imported(path, report.read_bytes().replace(b"\xfc", "ü".encode())).counts == {"changed": 1}


def test_half_a_character_of_utf_16_becomes_no_letter_of_the_report(path, tmp_path):
    report = tmp_path / "failed.csv"

    imported(path, csv_of(GUEST).encode("utf-16") + b"A", report=str(report))

    assert '"\N{REPLACEMENT CHARACTER}"' in report.read_text("utf-8-sig")


def test_scripts_are_told_of_bytes_that_cannot_be_read(path):
    path.write_bytes(SPOILT)
    terminal = Terminal()

    assert told(path, terminal, json=True)[0] == 1
    problem = json.loads(terminal.bytes.getvalue().splitlines()[1])
    assert (problem["column"], problem["value"]) == ("first_name", "Bø\N{REPLACEMENT CHARACTER}")


@pytest.mark.parametrize("as_json", [False, True])
def test_a_terminal_that_lacks_a_letter_breaks_nothing_off(path, as_json):
    path.write_bytes(csv_of(GUEST | {"email": "Müßig"}, GUEST).encode("cp1252"))

    assert told(path, Terminal("ascii"), json=as_json)[0] == 1
    assert Contact.objects.filter(email=GUEST["email"]).exists()


def test_it_is_an_end_of_its_own_when_nobody_hears_the_result(path):
    path.write_text(csv_of(GUEST))

    status, complaint = told(path, Terminal(lines=2))

    number = Operation.objects.get().pk
    assert status == 6
    assert complaint == f"It is over (import {number}), but what became of it could not be told: Broken pipe."


def test_an_import_that_cannot_say_its_number_goes_on_by_the_number_on_the_other_stream(path):
    path.write_text(csv_of(GUEST))

    status, complaint = told(path, Terminal(lines=0))

    assert status == 5
    assert f"import the same file with --resume {Operation.objects.get().pk}." in complaint


def test_a_report_for_which_there_is_no_room_stops_the_import_before_it_begins(path):
    outcome = imported(path, csv_of(GUEST), report="/dev/full")

    assert (outcome.status, outcome.err) == (
        2,
        "/dev/full cannot be written: No space left on device. Give the report another name.",
    )
    assert not Operation.objects.exists()


def test_lines_without_headers_are_to_be_mended_in_their_file(tmp_path):
    report = tmp_path / "failed.csv"

    outcome = imported(tmp_path / "a.jsonl", jsonl_of(GUEST | {"email": "bob"}), report=str(report))

    assert f"{report} names their lines: mend these in the file, then import it once more." in outcome.err
