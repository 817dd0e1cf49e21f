"""What can be said to `export_contacts`: whom, which columns, for whom; and what is written down of it."""

import csv
import hashlib
import io
import json
from zipfile import ZipFile

import pytest

from contacts.choices import OperationKind, OperationState, Via
from contacts.models import Contact, Operation
from contacts.services import change_contact
from tests.commands.files import Outcome, another_store, imported
from tests.factories import ContactFactory, StaffMemberFactory

pytestmark = pytest.mark.django_db

UNSAFE = {
    "first_name": "=1+1",
    "last_name": "+44",
    "company": "-brook",
    "department": "@home",
    "division": "'=quoted",
    "position": "\uff1dwide",
    "biography": "'\ttabbed",
}


def export(*options):
    outcome = Outcome("export_contacts", *options)
    assert outcome.status == 0, outcome.err
    return outcome.out


def rows_of(text, **dialect):
    return list(csv.reader(io.StringIO(text, newline=""), **dialect))


def test_a_query_filters_as_everywhere():
    ContactFactory(user=True, first_name="Zoë")
    change_contact(ContactFactory(user=True, company="Müller AG").pk, {"tags": ["vip"]}, via=Via.PAGE)
    ContactFactory(company="Müller AG")

    def count(*options):
        return len(rows_of(export(*options))) - 1

    assert count("--filter", "type=user&tag=VIP") == 1
    assert count("--filter", "company=m%C3%BCller+ag") == 2
    assert count("--filter", "company=müller ag", "--type", "guest") == 1
    assert count("--filter", "q=zoe", "--tag", "vip") == 0
    assert count("--filter", "type=") == 4


def test_columns_come_in_the_order_that_is_said():
    contact = ContactFactory(phone="020 7946 0000", mobile="07700 900000")

    rows = rows_of(export("--type", "guest", "--columns", "numbers, email,first_name"))

    assert rows == [["numbers", "email", "first_name"], ["020 7946 0000; 07700 900000", contact.email, "Ana"]]
    line = json.loads(export("--type", "guest", "--columns", "email,numbers", "--format", "jsonl"))
    assert list(line) == ["email", "numbers"]


def test_a_preset_brings_its_own_headers():
    ContactFactory(user=True)

    header, row = rows_of(export("--type", "user", "--preset", "google", "--columns", "email,first_name"))

    assert "First Name" in header
    assert "Ana" in row


def test_csv_for_people_holds_no_formula_and_is_read_back_to_the_letter(tmp_path):
    contact = ContactFactory(**UNSAFE)
    before = Contact.objects.filter(pk=contact.pk).values().get()

    text = export("--type", "guest")

    cells = [cell for row in rows_of(text) for cell in row]
    assert [cell for cell in cells if cell[:1] in "=+-@\t\r\uff1d" and cell] == []
    with another_store():
        contact.delete()
        assert imported(tmp_path / "a.csv", text, keep_ids=True).counts == {"created": 1}
        after = Contact.objects.filter(pk=before["id"]).values().get()
    assert {name: after[name] for name in UNSAFE} == {name: before[name] for name in UNSAFE}


def test_data_is_not_made_safe_unless_it_is_said():
    ContactFactory(**UNSAFE)

    def first_name(*options):
        return rows_of(export("--type", "guest", "--columns", "first_name", *options))[1]

    assert first_name() == ["'=1+1"]
    assert first_name("--no-safe") == ["=1+1"]
    assert json.loads(export("--type", "guest", "--format", "jsonl"))["first_name"] == "=1+1"


@pytest.mark.parametrize(("name", "delimiter"), [("semicolon", ";"), ("tab", "\t"), ("|", "|")])
def test_the_delimiter_can_be_said(name, delimiter):
    rows = rows_of(export("--columns", "type,email", "--delimiter", name), delimiter=delimiter)

    assert rows == [["type", "email"], ["hq", "hq@example.com"]]


def test_the_encoding_can_be_said(tmp_path):
    ContactFactory(last_name="Müller")
    file = tmp_path / "a.csv"

    export(file, "--type", "guest", "--columns", "last_name", "--encoding", "utf-16")
    assert file.read_bytes()[:2] == b"\xff\xfe"
    assert "Müller" in file.read_bytes().decode("utf-16")
    export(file, "--type", "guest", "--columns", "last_name", "--encoding", "windows-1252")
    assert "Müller".encode("cp1252") in file.read_bytes()


def test_a_spreadsheet_is_written_where_the_file_is_called_so(tmp_path):
    export(tmp_path / "all.xlsx")

    assert "xl/workbook.xml" in ZipFile(tmp_path / "all.xlsx").namelist()


@pytest.mark.parametrize(
    ("options", "complaint"),
    [
        (["--filter", "typ=user"], "typ: There is no filter “typ”: choose among q, type, "),
        (["--filter", "type=nobody"], "type: "),
        (["--filter", "type=user", "--type", "guest"], "type: Give this filter once."),
        (["--filter", "created_min=soon"], "created_min: Give a day, or an instant"),
        (["--columns", "email,colour"], "There is no column “colour”."),
        (["--filter", "type"], "“type” lacks a value: write type=value"),
        (["--filter", "q=a&vip"], "“vip” lacks a value"),
        (["--tag", ""], "“tag” lacks a value"),
        (["--columns", "email,type,email"], "Name each column once: email."),
        (["--format", "vcard", "--columns", "email"], "vCard 4.0 has its own columns and headers: leave out --col"),
        (["--format", "jsonl", "--preset", "google"], "leave out --preset."),
        (["--columns", ","], "Choose at least one column."),
        (["--delimiter", "x"], "Cells cannot be parted by “x”"),
        (["--encoding", "klingon"], "There is no encoding “klingon”."),
        (["--encoding", "base64"], "There is no encoding “base64”."),
        (["--encoding", "ascii", "--filter", "q=müller"], "“ü” of row 1 cannot be written in ascii"),
        (["--pictures"], "CSV cannot hold pictures"),
        (["--by", "nobody@example.com"], "No staff member has the e-mail"),
    ],
)
def test_what_cannot_be_meant_is_refused_and_the_file_is_as_it_was(tmp_path, options, complaint):
    ContactFactory(last_name="Müller")
    file = tmp_path / "all.csv"
    file.write_text("old")

    outcome = Outcome("export_contacts", file, *options)

    assert outcome.status == 2
    assert complaint in outcome.err
    assert [path.read_text() for path in tmp_path.iterdir()] == ["old"]


def test_it_is_written_down_who_took_which_contacts_along(tmp_path):
    staff = StaffMemberFactory(email="sam@example.com")
    ContactFactory.create_batch(3)
    file = tmp_path / "guests.csv"

    outcome = Outcome(
        *("export_contacts", file, "--filter", "type=guest", "--columns", "email,tags"),
        *("--by", "sam@example.com", "--reason", "For the fair"),
    )

    operation = Operation.objects.get()
    fingerprint = hashlib.sha256(file.read_bytes()).hexdigest()
    assert (operation.kind, operation.state, operation.via) == (OperationKind.EXPORT, OperationState.DONE, Via.COMMAND)
    assert (operation.by, operation.reason, operation.source) == (staff, "For the fair", "guests.csv")
    assert (operation.counts, operation.fingerprint) == ({"exported": 3}, fingerprint)
    assert (operation.options["filter"], operation.options["columns"]) == ("type=guest", ["email", "tags"])
    assert outcome.err == (
        f"Exported contacts: 3.\nThis was operation {operation.pk}. SHA-256 of the file: {fingerprint}\n"
    )


def test_the_same_contacts_give_the_same_bytes(tmp_path):
    ContactFactory.create_batch(5, tags=[])
    for format in ("csv", "xlsx", "jsonl", "vcf"):
        first, second = tmp_path / f"1.{format}", tmp_path / f"2.{format}"
        export(first)
        export(second)
        assert first.read_bytes() == second.read_bytes()
