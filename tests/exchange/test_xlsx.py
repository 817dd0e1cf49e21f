"""Spreadsheets: what people see in a cell is what is taken in, and what goes out is text."""

from datetime import date, datetime, time, timedelta
from io import BytesIO
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook

from contacts.exchange import xlsx
from contacts.exchange.interfaces import UnfitFormat, UnusableFile
from contacts.exchange.xlsx import text_of
from contacts.models import Contact
from tests.exchange.tables import TableFile, workbook, written


def read(*rows, **reading):
    return TableFile(workbook(*rows), "xlsx", **reading)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (44, "44"),
        (44.0, "44"),
        (0.5, "0.5"),
        (447700900123, "447700900123"),
        (True, "true"),
        (None, ""),
        ("007", "007"),
        (date(1990, 4, 12), "1990-04-12"),
        (datetime(1990, 4, 12), "1990-04-12"),
        (datetime(2026, 5, 1, 10, 30), "2026-05-01T10:30:00"),
        (time(10, 30), "10:30:00"),
        (timedelta(hours=30), "1 day, 6:00:00"),
        ("one_x000D_\ntwo_x000D_three", "one\ntwo\nthree"),
    ],
)
def test_a_cell_is_read_as_people_see_it(value, text):
    assert text_of(value) == text


def test_numbers_and_dates_of_a_sheet_are_read():
    headers = ["email", "phone", "address_postcode", "date_of_birth", "sms_optout_date", "customer_number"]
    file = read(headers, ["a@example.com", 2079460000, "01067", date(1990, 4, 12), datetime(2026, 5, 1, 10), 7.0])

    assert file.problems == []
    row = file.changes[0]
    assert (row["phone"], row["address_postcode"], row["customer_number"]) == ("2079460000", "01067", "7")
    assert (row["date_of_birth"], row["sms_optout_date"].hour) == (date(1990, 4, 12), 9)
    assert file.notes == ["Read from the sheet “Sheet”."]


def test_the_first_sheet_is_read_or_the_one_that_is_named():
    content = workbook(["email"], ["a@example.com"], title="People", Others=[["email"], ["b@example.com"]])

    assert TableFile(content, "xlsx").changes == [{"email": "a@example.com"}]
    assert TableFile(content, "xlsx", sheet="Others").changes == [{"email": "b@example.com"}]
    with pytest.raises(UnusableFile, match="There is no sheet “Other”: choose one of People, Others"):
        TableFile(content, "xlsx", sheet="Other")


def test_rows_are_known_by_their_number_and_blank_ones_say_nothing():
    file = read([], ["email", "last_name"], [], ["a@example.com", "Lee"], [None, ""], ["b@example.com"])

    assert [row.line for row in file.rows] == [4, 6]
    assert file.changes[-1] == {"email": "b@example.com"}


def test_what_stands_beside_the_headers_is_named():
    file = read(["email"], ["a@example.com", None, None, "a remark"])

    message = "This row has 2 cells, but the first line names 1 columns. “a remark” stands under no header: name the"
    assert file.problems == [(2, "__all__", f"{message} column, or empty it.")]


def test_the_result_of_a_formula_is_read_and_an_error_is_refused():
    file = read(["email", "company"], ["a@example.com", "#REF!"], ["b@example.com", "Example"])

    assert file.problems == [
        (2, "__all__", "A cell of this row holds an error of the spreadsheet (#REF!): mend or empty it.")
    ]
    assert file.changes[1] == {"email": "b@example.com", "company": "Example"}


def test_a_row_with_an_error_keeps_its_cells_for_the_report():
    file = read(["email", "company"], ["a@example.com", "#REF!"])

    assert file.rows[0].cells == {"email": "a@example.com", "company": "#REF!"}


def test_a_number_whose_last_digits_a_spreadsheet_has_lost_is_refused():
    file = read(["email", "customer_number"], ["a@example.com", 1.234567890123e19], ["b@example.com", 1234567.0])

    assert [problem[:2] for problem in file.problems] == [(2, "__all__")]
    assert "has cut off a number of this row (1.234567890123e+19)" in file.problems[0][2]
    assert file.changes[1]["customer_number"] == "1234567"


def test_a_sheet_without_headers_is_refused():
    with pytest.raises(UnusableFile, match="The file is empty"):
        read()


def test_a_sheet_that_is_far_too_wide_is_refused():
    with pytest.raises(UnusableFile, match="The sheet has more than 512 columns"):
        read([f"header {number}" for number in range(600)])


def cells(content):
    sheet = load_workbook(BytesIO(content)).active
    return [[(cell.value, cell.data_type, cell.number_format) for cell in row] for row in sheet.iter_rows()]


def test_every_cell_goes_out_as_text():
    contact = Contact(
        first_name="=1+1", phone="+44 20 7946 0000", address_postcode="007", date_of_birth=date(1990, 4, 12)
    )

    headers, row = cells(
        written(contact, format="xlsx", columns=["first_name", "phone", "address_postcode", "date_of_birth"])
    )

    assert headers[0] == ("first_name", "s", "@")
    assert row == [(text, "s", "@") for text in ("=1+1", "+44 20 7946 0000", "007", "1990-04-12")]


def test_the_same_contacts_make_the_same_file(time_machine):
    contact = Contact(first_name="Ana", id=1, object_id="0" * 24)
    columns = ["id", "object_id", "first_name"]

    time_machine.move_to("2026-01-01")
    first = written(contact, format="xlsx", columns=columns)
    time_machine.move_to("2027-01-01")

    assert written(contact, format="xlsx", columns=columns) == first


@pytest.mark.parametrize(
    ("value", "complaint"),
    [("x" * 40_000, "Row 1 has more than a cell can hold"), ("\uffff", "Row 1 has a character that no spreadsheet")],
)
def test_what_a_cell_cannot_hold_is_refused_rather_than_cut(value, complaint):
    with pytest.raises(UnfitFormat, match=complaint):
        written(Contact(biography=value), format="xlsx", columns=["biography"])


def test_contacts_beyond_the_last_row_are_refused(monkeypatch):
    monkeypatch.setattr(xlsx, "MAX_ROWS", 2)

    with pytest.raises(UnfitFormat, match="no room for so many contacts"):
        written(Contact(), Contact(), format="xlsx", columns=["email"])


def test_a_refused_export_leaves_no_draft_behind(tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))

    with pytest.raises(UnfitFormat):
        written(Contact(biography="\uffff"), format="xlsx", columns=["biography"])
    written(Contact(biography="x"), format="xlsx", columns=["biography"])

    assert list(tmp_path.iterdir()) == []


def test_a_file_without_its_size_is_read_in_full():
    content = written(
        *(Contact(email=f"{number}@example.com") for number in range(20)), format="xlsx", columns=["email"]
    )

    with ZipFile(BytesIO(content)) as archive:
        assert b"<dimension" not in archive.read("xl/worksheets/sheet1.xml")
    assert len(TableFile(content, "xlsx").rows) == 20
