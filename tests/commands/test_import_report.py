"""What an import says: to people, in a report that can be mended, and in JSON for scripts."""

import csv
import io
import json

import pytest

from contacts.models import Contact, Operation
from tests.commands.files import Outcome, csv_of, imported, jsonl_of
from tests.factories import GUEST, ContactFactory

pytestmark = pytest.mark.django_db

THEIRS = (
    "E-mail Address;Vorname;Nachname;Birthday\n"
    "ana@example.com;Ana;Brook;1990-02-30\n"
    "bob;Bob;<b>;\n"
    "shared@example.com;Cy;Brook;\n"
    "dee@example.com;Dee;Brook;1990-04-12\n"
)
MAPS = {"maps": [("Vorname", "first_name"), ("Nachname", "last_name")], "defaults": [("type", "guest")]}


@pytest.fixture
def report(tmp_path):
    return tmp_path / "failed.csv"


@pytest.fixture(autouse=True)
def two_who_share_an_address():
    ContactFactory.create_batch(2, email="shared@example.com")


def rows_of(report):
    return list(csv.reader(io.StringIO(report.read_text("utf-8-sig"), newline=""), delimiter=";"))


def objects_of(outcome):
    return [json.loads(line) for line in outcome.out.splitlines()]


def test_every_problem_is_named_by_line_header_column_value_and_reason(path):
    outcome = imported(path, THEIRS, preset="outlook", **MAPS)

    assert outcome.status == 1
    assert set(outcome.err.splitlines()) == {
        "line 2, Birthday (date_of_birth) “1990-02-30”: Write a real day as yyyy-mm-dd.",
        "line 3, E-mail Address (email) “bob”: Enter an e-mail address such as name@example.com.",
        "line 3, Nachname (last_name) “<b>”: Remove the HTML: write plain text, without tags.",
        "line 4: Several contacts fit this row: give it an id, a reference or a customer number.",
        "Refused rows: 3. Mend them, then import them.",
    }


def test_the_summary_says_what_became_of_the_rows_and_how_to_take_it_back(path):
    outcome = imported(path, THEIRS, preset="outlook", **MAPS)

    number = Operation.objects.get().pk
    assert outcome.out.splitlines()[-3:] == [
        "Imported, good rows only: 1 created, 0 changed, 0 unchanged, 0 skipped, 1 held, 2 invalid.",
        "Opt-outs that the file would lift: 0; lifted: 0.",
        f"This was import {number}. To take it back: manage.py undo_operation {number}",
    ]
    assert outcome.out.startswith(f"Import {number} of contacts.csv begins.\nRead as UTF-8. Parted by semicolons.\n")


def test_what_a_file_says_does_not_command_the_terminal(path):
    outcome = imported(path, csv_of(GUEST | {"email": "\x1b[2Jbob"}))

    assert "“�[2Jbob”" in outcome.err


def test_a_value_is_cut_where_it_is_long(path):
    outcome = imported(path, csv_of(GUEST | {"email": "x" * 500}))

    assert f"line 2, email “{'x' * 60}”: " in outcome.err


def test_the_report_holds_the_refused_rows_with_where_and_why(path, report):
    outcome = imported(path, THEIRS, report=str(report), preset="outlook", **MAPS)

    header, first, second, third = rows_of(report)
    assert header == ["E-mail Address", "Vorname", "Nachname", "Birthday", "_error_column", "_error"]
    assert first[3:] == ["1990-02-30", "Birthday", "Birthday: Write a real day as yyyy-mm-dd."]
    assert second[4] in ("E-mail Address; Nachname", "Nachname; E-mail Address")
    assert third[4:] == ["", "Several contacts fit this row: give it an id, a reference or a customer number."]
    assert f"They stand in {report}: mend them there, then import it." in outcome.err
    assert report.stat().st_mode & 0o077 == 0


def test_the_mended_report_is_imported(path, report):
    imported(path, THEIRS, report=str(report), preset="outlook", **MAPS)
    mended = report.read_bytes().replace(b"1990-02-30", b"1990-02-28").replace(b'"bob"', b'"bob@example.com"')

    outcome = imported(path, mended.replace(b"<b>", b"Brook"), preset="outlook", **MAPS)

    assert outcome.counts == {"created": 2, "held": 1}
    assert Contact.objects.get(email="ana@example.com").date_of_birth.isoformat() == "1990-02-28"


def test_a_report_of_a_good_import_has_its_headers_alone(path, report):
    report.write_text("of another import")

    imported(path, csv_of(GUEST), report=str(report))

    assert report.read_text("utf-8-sig").splitlines() == [
        '"type","email","first_name","last_name","_error_column","_error"'
    ]


def test_a_dry_run_reports_too(path, report):
    imported(path, THEIRS, report=str(report), dry_run=True, preset="outlook", **MAPS)

    assert len(rows_of(report)) == 4
    assert not Operation.objects.exists()


def test_rows_of_a_format_without_headers_are_reported_by_their_lines(tmp_path, report):
    imported(tmp_path / "a.jsonl", jsonl_of(GUEST, GUEST | {"email": "bob"}), report=str(report))

    (header, row) = csv.reader(io.StringIO(report.read_text("utf-8-sig"), newline=""))
    assert header == ["_line", "_error_column", "_error"]
    assert row == ["2", "email", "email: Enter an e-mail address such as name@example.com."]


def test_a_json_line_is_complained_of_by_its_value(tmp_path):
    outcome = imported(tmp_path / "a.jsonl", jsonl_of(GUEST | {"first_name": "<i>", "id": 5}), keep_ids=True)

    assert "line 1, id “5”: " in outcome.err
    assert "line 1, first_name “<i>”: " in outcome.err


def test_scripts_are_told_in_json(path):
    outcome = imported(path, THEIRS, json=True, preset="outlook", **MAPS)

    begin, *problems, result = objects_of(outcome)
    assert [begin["kind"], *(one["kind"] for one in problems), result["kind"]] == ["begin", *["problem"] * 4, "result"]
    assert problems[0] == {
        "kind": "problem",
        "line": 2,
        "column": "date_of_birth",
        "header": "Birthday",
        "value": "1990-02-30",
        "reason": "Write a real day as yyyy-mm-dd.",
    }
    operation = Operation.objects.get()
    assert result == {
        "kind": "result",
        "operation": operation.pk,
        "file": "contacts.csv",
        "sha256": operation.fingerprint,
        "counts": {
            "created": 1,
            "changed": 0,
            "unchanged": 0,
            "skipped": 0,
            "held": 1,
            "invalid": 2,
            "would_resubscribe": 0,
            "resubscribed": 0,
        },
        "notes": begin["notes"],
        "all_or_nothing": False,
        "dry_run": False,
        "written": True,
        "status": 1,
    }
    assert outcome.err == "Refused rows: 3. Mend them, then import them."


def test_scripts_are_told_when_nothing_was_written(path):
    rehearsed = objects_of(imported(path, THEIRS, json=True, dry_run=True, preset="outlook", **MAPS))[-1]
    refused = objects_of(imported(path, THEIRS, json=True, is_atomic=True, preset="outlook", **MAPS))[-1]

    assert (rehearsed["operation"], rehearsed["dry_run"], rehearsed["written"], rehearsed["status"]) == (
        None,
        True,
        False,
        1,
    )
    assert (refused["all_or_nothing"], refused["written"], refused["status"]) == (True, False, 3)
    assert rehearsed["counts"] == refused["counts"]


def test_notes_that_come_with_the_last_row_are_told_once(tmp_path):
    card = "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Ana Brook\r\nEMAIL:ana@example.com\r\nX-MOOD:fine\r\nEND:VCARD\r\n"
    path = tmp_path / "a.vcf"
    path.write_bytes(card.encode())

    outcome = Outcome("import_contacts", path, "--default", "type=guest")

    assert outcome.counts == {"created": 1}
    assert outcome.out.count("X-MOOD") == 1
