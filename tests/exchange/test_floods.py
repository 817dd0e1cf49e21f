"""Files that would fill the memory with one row, one line or one cell are refused before they do."""

import tracemalloc
from io import BytesIO

import pytest

from contacts.exchange import encodings, records
from contacts.exchange.formats import FORMATS
from contacts.exchange.interfaces import Reading, UnusableFile
from tests.exchange.tables import TableFile
from tests.exchange.test_workbooks import SHEET, remade, sheet, text

MEGABYTE = 1024 * 1024
ROW = f"<row>{text('A1', 'email')}</row>"
FLOODS = {
    "blanks before the rows": sheet(" " * 40 * MEGABYTE + ROW),
    "blanks after a row": sheet(ROW + " " * 40 * MEGABYTE),
    "a text without end": sheet(ROW + f"<row>{text('A2', 'row ' * 10 * MEGABYTE)}</row>"),
    "cells without end": sheet(ROW + f"<row>{'<c/>' * 10 * MEGABYTE}</row>"),
    "rows in a comment": sheet(ROW + f"<!--{'<row>' * 8 * MEGABYTE}-->"),
    "rows in CDATA": sheet(ROW + f"<row><c><![CDATA[{'<row>' * 8 * MEGABYTE}]]></c></row>"),
}


@pytest.mark.parametrize("what", FLOODS)
def test_no_sheet_fills_the_memory_with_one_row(what):
    content = remade({SHEET: FLOODS[what]})
    tracemalloc.start()
    try:
        problems = TableFile(content, "xlsx").problems
    except UnusableFile as error:
        problems = str(error)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert "The sheet is damaged from here on" in str(problems)
    assert peak < 100 * MEGABYTE


def test_a_sheet_of_many_rows_is_no_flood():
    rows = "".join(f"<row>{text(f'A{n}', f'{n}@example.com')}</row>" for n in range(2, 20_000))

    assert len(TableFile(remade({SHEET: sheet(ROW + rows)}), "xlsx").changes) == 19_998


def test_a_line_without_end_is_refused_and_those_before_are_read(monkeypatch):
    monkeypatch.setattr(encodings, "MAX_LINE", 100)
    file = BytesIO(b"email,company\na@example.com,A\nb@example.com," + b"x" * 200)
    rows = FORMATS["csv"].read(file, Reading()).rows

    assert next(rows).changes == {"email": "a@example.com", "company": "A"}
    with pytest.raises(UnusableFile, match="Line 3 has no end"):
        next(rows)


def test_more_columns_than_any_list_of_contacts_has_are_refused_at_once():
    with pytest.raises(UnusableFile, match="more than 512 columns"):
        TableFile(",".join(f"c{n}" for n in range(records.MAX_COLUMNS + 1)))
