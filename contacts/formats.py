"""The formats of files with one contact a row: CSV (RFC 4180) and JSON Lines, both in UTF-8.

Reading names each bad row by its line and goes on. A file that cannot be used at all raises ``UnusableFile``, which
speaks to people, before its first row is given.
"""

import codecs
import csv
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from io import TextIOWrapper
from typing import IO, Any, Protocol

import orjson
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils.translation import gettext as _

from contacts.columns import COLUMNS, Column
from contacts.models import Contact
from contacts.services.importing import Row

Columns = Mapping[str, Column]


class UnusableFile(Exception):
    """Nothing of the file can be taken in; the message says what to do."""


class Text(Protocol):
    def write(self, text: str, /) -> Any: ...


def check_encoding(file: IO[bytes]) -> None:
    """Read the whole file once and go back to its start. Raises ``UnusableFile`` where it is not UTF-8."""
    for number, line in enumerate(file, 1):
        try:
            line.decode()
        except UnicodeDecodeError:
            message = _("Line %(line)s is not UTF-8. Save the file in this encoding and import it again.")
            raise UnusableFile(message % {"line": number})
    file.seek(0)


def read_csv(file: IO[bytes]) -> Iterator[Row]:
    """Give the rows of a file whose first line names the columns. A blank cell says nothing."""
    records = _records(csv.reader(TextIOWrapper(file, "utf-8-sig", newline=""), strict=True))
    try:
        _line, header = next(records)
    except StopIteration:
        raise UnusableFile(_("The file is empty. Name the columns in its first line."))
    if isinstance(header, csv.Error):
        raise UnusableFile(_("The first line cannot be read: check its quotation marks."))
    names = [name.strip() for name in header]
    _check_header(names)
    return (_row_of_cells(line, names, cells) for line, cells in records)


def _records(reader: Any) -> Iterator[tuple[int, list[str] | csv.Error]]:
    """Give each record with the line on which it begins, in place of a malformed one its error; skip blank ones."""
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield line, error
        else:
            if any(cell.strip() for cell in cells):
                yield line, cells


def _check_header(names: list[str]) -> None:
    if unknown := [name for name in names if name not in COLUMNS]:
        raise UnusableFile(" ".join([*map(_about_unknown, unknown), _about_known()]))
    if doubled := sorted({name for name in names if names.count(name) > 1}):
        raise UnusableFile(_("Name each column once: %(names)s.") % {"names": ", ".join(doubled)})


def _about_unknown(name: str) -> str:
    message = _("There is no column “%(name)s”.") % {"name": name}
    similar = get_close_matches(name.lower(), COLUMNS, n=3)
    return f"{message} {_('Did you mean %(names)s?') % {'names': ', '.join(similar)}}" if similar else message


def _about_known() -> str:
    return _("The columns are: %(names)s.") % {"names": ", ".join(COLUMNS)}


def _row_of_cells(line: int, names: list[str], cells: list[str] | csv.Error) -> Row:
    if isinstance(cells, csv.Error):
        message = _("This row cannot be read: check its quotation marks (%(error)s).") % {"error": cells}
        return _malformed(line, message)
    if len(cells) != len(names):
        message = _("This row has %(cells)s cells, but the first line names %(columns)s columns.")
        return _malformed(line, message % {"cells": len(cells), "columns": len(names)})
    return _row(line, {name: cell for name, cell in zip(names, cells, strict=True) if cell.strip()}, Column.read_cell)


def read_jsonl(file: IO[bytes]) -> Iterator[Row]:
    """Give the rows of a file with one JSON object a line. A key that is missing or ``null`` says nothing."""
    for number, line in enumerate(file, 1):
        text = line.removeprefix(codecs.BOM_UTF8) if number == 1 else line
        if text.strip():
            yield _row_of_json(number, text)


def _row_of_json(line: int, text: bytes) -> Row:
    try:
        values = orjson.loads(text)
    except orjson.JSONDecodeError as error:
        return _malformed(line, _("This line is not JSON: %(error)s.") % {"error": error})
    if not isinstance(values, dict):
        return _malformed(line, _("Write one JSON object a line."))
    return _row(line, {name: value for name, value in values.items() if value is not None}, Column.read)


def _malformed(line: int, message: str) -> Row:
    row = Row(line)
    row.problems.by_field[NON_FIELD_ERRORS] = [ValidationError(message, code="invalid")]
    return row


def _row(line: int, values: dict[str, Any], read: Callable[[Column, Any], Any]) -> Row:
    row = Row(line)
    for name, value in values.items():
        if name in COLUMNS:
            row.changes[name] = row.problems.ask(read, COLUMNS[name], value, field=name)
        else:
            row.problems.by_field[name] = [ValidationError(_about_unknown(name), code="invalid")]
    row.changes = {name: value for name, value in row.changes.items() if name not in row.problems.by_field}
    return row


def write_csv(contacts: Iterable[Contact], file: Text, columns: Columns) -> int:
    """Write a line with the columns' names and one for each contact; give the number of contacts."""
    writer = csv.writer(file)
    writer.writerow(columns)
    count = 0
    for contact in contacts:
        writer.writerow([column.cell_of(contact) for column in columns.values()])
        count += 1
    return count


def write_jsonl(contacts: Iterable[Contact], file: Text, columns: Columns) -> int:
    """Write a JSON object for each contact; give their number."""
    count = 0
    for contact in contacts:
        values = {name: column.value_of(contact) for name, column in columns.items()}
        file.write(orjson.dumps(values, option=orjson.OPT_APPEND_NEWLINE).decode())
        count += 1
    return count


@dataclass(frozen=True)
class Format:
    read: Callable[[IO[bytes]], Iterator[Row]]
    write: Callable[[Iterable[Contact], Text, Columns], int]


# By the ending of a file's name.
FORMATS = {"csv": Format(read_csv, write_csv), "jsonl": Format(read_jsonl, write_jsonl)}
