"""Spreadsheets (XLSX). Every cell goes out as a text: +44 and leading zeros survive, and nothing is a formula."""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time
from pathlib import Path
from typing import IO, Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ERROR_CODES
from openpyxl.worksheet._read_only import ReadOnlyWorksheet
from openpyxl.writer.excel import ExcelWriter

from contacts.exchange.cells import CELL_TEXT, rows_of
from contacts.exchange.interfaces import Reading, Source, UnfitFormat, UnusableFile, Writing
from contacts.exchange.records import MAX_COLUMNS, Flawed, Record, source_of
from contacts.exchange.workbooks import BROKEN, open_sheet
from contacts.models import Contact

# What a sheet can hold at all.
MAX_ROWS = 1_048_576
MAX_CELL = 32_767
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
# From here on a spreadsheet keeps no longer all digits of a number: fifteen.
_TOO_LONG = 1e15
# How Excel writes a carriage return.
_RETURN = "_x000D_"
# The files of one content are the same: no time of writing goes into them.
_NO_TIME = datetime(2000, 1, 1)


def read(file: IO[bytes], reading: Reading) -> Source:
    """Open the first sheet, or ``reading.sheet``; its first row names the columns. Raises ``UnusableFile``."""
    sheet = open_sheet(file, reading.sheet)
    note = _("Read from the sheet “%(name)s”.") % {"name": sheet.title}
    return source_of(_records(sheet, reading.header_row), reading, str, [note])


def _records(sheet: ReadOnlyWorksheet, header_row: int) -> Iterator[Record]:
    """Give each row that is not blank: as many cells as the one with the headers has, and what stands beyond these."""
    rows = sheet.iter_rows(max_col=MAX_COLUMNS + 1, values_only=True)
    width = number = filled = 0
    while number <= MAX_ROWS:
        try:
            row = next(rows, None)
        except BROKEN as error:
            yield number + 1, Flawed(_("The sheet is damaged from here on: %(error)s.") % {"error": error})
            return
        if row is None:
            return
        number += 1
        if row.count(None) < len(row):
            filled += 1
            if filled <= max(header_row, 1):
                width = _width(row)
            yield number, _texts(row, width)
    yield number, Flawed(_("The sheet goes on beyond the last row that a spreadsheet can have: save it anew."))


def _width(row: Sequence[Any]) -> int:
    width = max(index for index, value in enumerate(row, 1) if value is not None)
    if width > MAX_COLUMNS:
        message = _("The sheet has more than %(columns)s columns: leave out what is not of contacts.")
        raise UnusableFile(message % {"columns": MAX_COLUMNS})
    return width


def _texts(row: Sequence[Any], width: int) -> list[str] | Flawed:
    texts = [text_of(value) for value in row[:width]]
    texts += [text_of(value) for value in row[width:] if value is not None]
    complaint = _about_errors(texts) or _about_long_numbers(row)
    return Flawed(complaint, texts) if complaint else texts


def _about_errors(texts: Sequence[str]) -> str:
    message = _("A cell of this row holds an error of the spreadsheet (%(error)s): mend or empty it.")
    return next((message % {"error": text} for text in texts if text in ERROR_CODES), "")


def _about_long_numbers(row: Sequence[Any]) -> str:
    cut = next((value for value in row if isinstance(value, float) and abs(value) >= _TOO_LONG), None)
    if cut is None:
        return ""
    message = _(
        "A spreadsheet has cut off a number of this row (%(number)s): format its column as text there, and write the"
        " number anew."
    )
    return message % {"number": cut}


def text_of(value: Any) -> str:
    """Give what a cell holds as the text that its writer sees: whole numbers without a point, days as yyyy-mm-dd."""
    if isinstance(value, str):
        return value.replace(f"{_RETURN}\n", "\n").replace(_RETURN, "\n") if _RETURN in value else value
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime) and value.time() == time():
        return value.date().isoformat()
    return value.isoformat() if isinstance(value, date | time) else str(value)


def write(contacts: Iterable[Contact], file: IO[bytes], writing: Writing) -> int:
    """Write a row with the headers and one for each contact; give the number of contacts. Raises ``UnfitFormat``."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_("Contacts"))
    sheet.freeze_panes = "A2"
    try:
        count = _fill(sheet, *rows_of(contacts, writing))
        _save(book, file)
    finally:
        _remove_draft(sheet)
    return count


def _fill(sheet: Any, headers: Sequence[str], rows: Iterable[Sequence[str]]) -> int:
    style, count = _text_style(sheet), 0
    sheet.append([_cell(sheet, style, header) for header in headers])
    for count, cells in enumerate(rows, 1):
        _check_row(count, cells)
        sheet.append([_cell(sheet, style, cell) if cell else None for cell in CELL_TEXT[False](cells)])
    return count


def _remove_draft(sheet: Any) -> None:
    """Remove the file in which openpyxl keeps the rows until they are saved, where saving has not done so."""
    if sheet._writer and Path(sheet._writer.out).exists():
        if not sheet.closed:
            sheet.close()
        Path(sheet._writer.out).unlink()


def _text_style(sheet: Any) -> Any:
    cell = WriteOnlyCell(sheet)
    cell.number_format = "@"
    return cell._style


def _cell(sheet: Any, style: Any, text: str) -> WriteOnlyCell:
    cell = WriteOnlyCell(sheet)
    # Set past the property, which takes a text with an equals sign for a formula.
    cell._value, cell.data_type, cell._style = text, "s", style
    return cell


def _check_row(number: int, cells: Sequence[str]) -> None:
    if number >= MAX_ROWS:
        raise UnfitFormat(_("A spreadsheet has no room for so many contacts: write CSV or JSON Lines."))
    for cell in cells:
        if len(cell) > MAX_CELL:
            raise UnfitFormat(
                _("Row %(row)s has more than a cell can hold: write CSV or JSON Lines.") % {"row": number}
            )
        if _NO_XML.search(cell):
            message = _("Row %(row)s has a character that no spreadsheet can hold: write CSV or JSON Lines.")
            raise UnfitFormat(message % {"row": number})


class _TimelessZip(ZipFile):
    """A zip whose parts bear no time."""

    def writestr(self, zinfo_or_arcname, data, compress_type=None, compresslevel=None):
        part = ZipInfo(zinfo_or_arcname, _NO_TIME.timetuple()[:6])
        super().writestr(part, data, ZIP_DEFLATED, compresslevel)

    def write(self, filename, arcname=None, compress_type=None, compresslevel=None):
        part = ZipInfo(str(arcname), _NO_TIME.timetuple()[:6])
        part.compress_type = ZIP_DEFLATED
        with open(filename, "rb") as content, self.open(part, "w", force_zip64=True) as target:
            while piece := content.read(1 << 16):
                target.write(piece)


def _save(book: Workbook, file: IO[bytes]) -> None:
    book.properties.created = book.properties.modified = _NO_TIME
    with _TimelessZip(file, "w", ZIP_DEFLATED) as archive:
        ExcelWriter(book, archive).write_data()
