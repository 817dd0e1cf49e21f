"""Spreadsheets that are made to do harm, or are broken, are refused with one word."""

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from contacts.exchange import workbooks, xlsx
from contacts.exchange.interfaces import UnusableFile
from tests.exchange.tables import TableFile, workbook

SHEET = "xl/worksheets/sheet1.xml"
TYPES = "[Content_Types].xml"
NAMESPACE = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


def remade(changed=(), without=()):
    """Give a good spreadsheet, but for some of its parts."""
    file, parts = BytesIO(), dict(changed)
    with ZipFile(BytesIO(workbook(["email"], ["a@example.com"]))) as old, ZipFile(file, "w", ZIP_DEFLATED) as new:
        for name in [name for name in old.namelist() if name not in parts and name not in without]:
            new.writestr(name, old.read(name))
        for name, content in parts.items():
            new.writestr(name, content)
    return file.getvalue()


def sheet(rows, head=""):
    return f'<?xml version="1.0"?>{head}<worksheet {NAMESPACE}><sheetData>{rows}</sheetData></worksheet>'


def text(cell, value):
    return f'<c r="{cell}" t="inlineStr"><is><t>{value}</t></is></c>'


def part_of(name, content):
    with ZipFile(BytesIO(content)) as archive:
        return archive.read(name).decode()


def read(content):
    return TableFile(content, "xlsx")


def test_what_is_remade_without_a_change_is_good():
    assert read(remade()).changes == [{"email": "a@example.com"}]


TEXTS = (
    '<Override PartName="/xl/sharedStrings.xml" ContentType="application/'
    'vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/></Types>'
)
ALL_TYPES = part_of(TYPES, remade()).replace("</Types>", TEXTS)
BROKEN = {
    "nothing": b"",
    "a text": b"email,last_name\n",
    "the start of a zip": b"PK\x03\x04 and nothing more",
    "no list of types": remade(without=[TYPES]),
    "no workbook": remade(without=["xl/workbook.xml"]),
    "no sheet": remade(without=[SHEET]),
    "a cut workbook": remade({"xl/workbook.xml": "<no"}),
    "another workbook": remade({"xl/workbook.xml": "<nothing/>"}),
    "no types": remade({TYPES: "<Types/>"}),
    "cut styles": remade({"xl/styles.xml": "<nothing"}),
    "cut texts": remade({"xl/sharedStrings.xml": "<sst", TYPES: ALL_TYPES}),
    "a cut file": workbook(["email"])[:-200],
}


@pytest.mark.parametrize("what", BROKEN)
def test_a_broken_file_is_refused_in_one_way(what):
    with pytest.raises(UnusableFile, match="The file is no spreadsheet that can be read"):
        read(BROKEN[what])


def test_an_old_or_protected_file_is_named_as_such():
    with pytest.raises(UnusableFile, match="protected by a password, or an old XLS"):
        read(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500))


BREAKS = {
    "a text that is not there": '<row r="3"><c r="A3" t="s"><v>99</v></c></row>',
    "a text without number": '<row r="3"><c r="A3" t="s"><v>x</v></c></row>',
    "no number": '<row r="3"><c r="A3"><v>12,5</v></c></row>',
    "no cell": '<row r="3"><c r="A-3"/></row>',
    "a cell beyond": '<row r="3"><c r="ZZZZZZ3"/></row>',
    "no end": "<row><c",
    "no row": '<row r="three"/>',
}


@pytest.mark.parametrize("what", BREAKS)
def test_a_sheet_that_breaks_off_names_the_row_and_keeps_those_before(what):
    head = f'<row r="1">{text("A1", "email")}</row><row r="2">{text("A2", "a@example.com")}</row>'

    file = read(remade({SHEET: sheet(head + BREAKS[what])}))

    assert file.changes[0] == {"email": "a@example.com"}
    ((line, _name, message),) = file.problems
    assert line == 3
    assert message.startswith("The sheet is damaged from here on: ")


@pytest.mark.parametrize(
    ("limit", "value", "what"),
    [
        ("MAX_BYTES", 1000, "the file"),
        ("MAX_PARTS", 3, "its parts"),
        ("MAX_SHEETS", 10, "its sheets"),
        ("MAX_TEXTS", 10, "its texts"),
        ("MAX_OTHER", 10, "too large"),
    ],
)
def test_what_is_too_large_unpacked_is_refused_before_it_is_opened(limit, value, what, monkeypatch):
    monkeypatch.setattr(workbooks, limit, value)
    monkeypatch.setattr(workbooks, "_Reader", None)

    with pytest.raises(UnusableFile, match=what):
        read(remade({"xl/sharedStrings.xml": f"<sst {NAMESPACE}>{' ' * 100}</sst>"}))


def test_a_size_that_lies_does_not_help():
    content = bytearray(remade({SHEET: sheet(" " * 100_000)}))
    place = content.rindex(SHEET.encode()) - 46
    content[place + 24 : place + 28] = (100).to_bytes(4, "little")

    with pytest.raises(UnusableFile):
        read(bytes(content))


def test_a_tree_in_the_guise_of_a_sheet_is_refused():
    types = part_of(TYPES, remade()).replace("/xl/workbook.xml", "/xl/worksheets/workbook.xml")
    book = part_of("xl/workbook.xml", remade())

    with pytest.raises(UnusableFile, match="no spreadsheet that can be read"):
        read(remade({TYPES: types, "xl/worksheets/workbook.xml": book}))


def test_entities_that_multiply_are_stopped():
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    head = f'<!DOCTYPE x [<!ENTITY l0 "ha ha ha ha">{laughs}]>'

    with pytest.raises(UnusableFile):
        read(remade({SHEET: sheet(f'<row r="1">{text("A1", "&l9;")}</row>', head)}))


def test_two_cells_far_apart_cost_little(monkeypatch):
    monkeypatch.setattr(xlsx, "MAX_ROWS", 1000)
    rows = f'<row r="1">{text("A1", "email")}</row><row r="99999999999">{text("XFD99999999999", "x")}</row>'

    file = read(remade({SHEET: sheet(rows)}))

    assert [(row.line, name) for row in file.rows for name in row.problems.by_field] == [(1001, "__all__")]


def test_a_cell_in_the_last_column_takes_no_room():
    first = f'<row r="1">{text("A1", "email")}{text("XFD1", "x")}</row>'
    rows = f'{first}<row r="2">{text("A2", "a@example.com")}</row>'

    assert read(remade({SHEET: sheet(rows)})).changes == [{"email": "a@example.com"}]


RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def test_charts_are_passed_over():
    content = remade()
    rels = part_of("xl/_rels/workbook.xml.rels", content)
    book = part_of("xl/workbook.xml", content)
    chart = f'<Relationship Type="{RELATIONS}/chartsheet" Target="/xl/styles.xml" Id="rId99"/>'
    sheets = f'<sheet name="Chart" sheetId="9" r:id="rId99" xmlns:r="{RELATIONS}"/>'
    changed = {
        "xl/_rels/workbook.xml.rels": rels.replace("</Relationships>", chart + "</Relationships>"),
        "xl/workbook.xml": book.replace("<sheets>", f"<sheets>{sheets}"),
    }

    assert read(remade(changed)).changes == [{"email": "a@example.com"}]
