"""The report of refused rows can be mended and imported again."""

import csv
from io import BytesIO, StringIO

from django.core.exceptions import ValidationError

from contacts.exchange.report import Report
from tests.exchange.tables import TableFile

CONTENT = (
    "E-Mail;Geburtstag;Telefon\na@example.com;1990-02-30;+44 20\nb@example.com;1990-04-12;-\nc@example.com;soon;\n"
)
MAPPING = {"Geburtstag": "date_of_birth", "Telefon": "phone"}


def reported(file, problems=None):
    target = BytesIO()
    report = Report(target, file.source)
    for row in file.rows:
        if row.problems or problems:
            report.add(row, problems)
    report.close()
    return target.getvalue()


def rows_of(content, delimiter=";"):
    return list(csv.reader(StringIO(content.decode("utf-8-sig"), newline=""), delimiter=delimiter))


def test_a_refused_row_stands_as_it_was_with_where_and_why():
    header, first, second = rows_of(reported(TableFile(CONTENT, mapping=MAPPING)))

    assert header == ["E-Mail", "Geburtstag", "Telefon", "_error_column", "_error"]
    assert first[:4] == ["a@example.com", "1990-02-30", "'+44 20", "Geburtstag"]
    assert first[4] == "Geburtstag: Write a real day as yyyy-mm-dd."
    assert second[0] == "c@example.com"


def test_the_mended_report_is_imported_again():
    report = reported(TableFile(CONTENT, mapping=MAPPING)).decode()

    file = TableFile(report.replace("1990-02-30", "1990-02-28").replace("soon", ""), mapping=MAPPING)

    assert file.problems == []
    assert [row["email"] for row in file.changes] == ["a@example.com", "c@example.com"]
    assert file.changes[0]["phone"] == "+44 20"


def test_a_report_of_a_report_has_the_columns_of_errors_once():
    again = reported(TableFile(reported(TableFile(CONTENT, mapping=MAPPING)), mapping=MAPPING))

    assert rows_of(again)[0] == ["E-Mail", "Geburtstag", "Telefon", "_error_column", "_error"]


def test_problems_of_the_law_stand_at_the_headers_of_the_file():
    file = TableFile("E-mail 1 - Value,Phone 1 - Label,Phone 1 - Value,Given Name\nx,Mobile,5,Ana\n")
    problems = {
        "email": [ValidationError("Enter an e-mail address.")],
        "mobile": [ValidationError("Enter a number of 3 to 15 digits.")],
        "more_numbers": [ValidationError("Give each number once.")],
        "last_name": [ValidationError("Enter the last name.")],
        "__all__": [ValidationError("This will not do.")],
    }

    _header, row = rows_of(reported(file, problems), ",")

    assert row[4] == "E-mail 1 - Value; Phone 1 - Label; last_name"
    assert row[5] == (
        "E-mail 1 - Value: Enter an e-mail address. "
        "Phone 1 - Label: Enter a number of 3 to 15 digits. Give each number once. "
        "last_name: Enter the last name. This will not do."
    )


def test_a_malformed_row_is_reported_with_what_there_is_of_it():
    file = TableFile("email,last_name\na@example.com\nb@example.com,Lee,more\n")

    assert [row[:2] for row in rows_of(reported(file), ",")[1:]] == [["a@example.com", ""], ["b@example.com", "Lee"]]


def test_of_a_file_without_headers_the_lines_are_named():
    file = TableFile('{"email": 5}\n{"email": "a@example.com"}\n', "jsonl")

    assert rows_of(reported(file), ",") == [
        ["_line", "_error_column", "_error"],
        ["1", "email", "email: Write a text."],
    ]
