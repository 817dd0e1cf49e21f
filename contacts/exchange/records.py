"""From the records of a file with a line of headers to the rows of an import."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, islice, zip_longest
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from contacts.exchange.encodings import kept_bytes, shown
from contacts.exchange.interfaces import Reading, Source, UnusableFile
from contacts.exchange.mapping import Layout, layout_of
from contacts.exchange.rows import Values, complete, malformed
from contacts.exchange.safety import unsafe_cell
from contacts.services.import_rows import Row


@dataclass(frozen=True)
class Flawed:
    """What is wrong with a record as a whole, and its cells where they could be told apart."""

    complaint: str
    cells: Sequence[str] = ()


# A record with the line on which it begins.
Record = tuple[int, list[str] | Flawed]
Complain = Callable[[str], str]
# Columns enough for any list of contacts.
MAX_COLUMNS = 512
_APOSTROPHE = "'"


def source_of(records: Iterator[Record], reading: Reading, complain: Complain, notes: list[str]) -> Source:
    """Give the rows of the records, the first of which names the columns; ``complain`` speaks of unreadable bytes.

    Raises ``UnusableFile`` where there are no headers or they cannot be used.
    """
    headers, records = _headers(records, reading.header_row)
    layout = layout_of(headers, reading)
    settle = complete(reading, layout.preset.defaults)
    read = _reader(layout, reading.blank_clears)

    def finish(row: Row, cells: list[str]) -> Row:
        if kept_bytes("".join(cells)):
            _name_unreadable(row, layout, cells, complain)
        return settle(row, read(row, cells))

    if reading.mended:
        records = _mended(records, headers, reading.mended)
    rows = _rows(records, headers, layout.nameless, finish)
    return Source([*notes, *layout.notes], headers, rows, layout.places(headers))


def _headers(records: Iterator[Record], row: int) -> tuple[list[str], Iterator[Record]]:
    """Give the headers, and the records after them."""
    line, found = next(islice(records, max(row - 1, 0), None), (0, None))
    if found is None:
        raise UnusableFile(_("The file is empty. Name the columns in its first line."))
    if isinstance(found, Flawed):
        raise UnusableFile(f"{_('The first line does not name the columns.')} {found.complaint}")
    if len(found) > MAX_COLUMNS:
        message = _("The file has more than %(columns)s columns: leave out what is not of contacts.")
        raise UnusableFile(message % {"columns": MAX_COLUMNS})
    if kept_bytes("".join(found)):
        raise UnusableFile(_("The first line holds bytes that cannot be read: name the encoding of the file."))
    if not row:
        # Not translated: a mapping names them, whoever goes on with it.
        return [f"Column {number}" for number in range(1, len(found) + 1)], chain([(line, found)], records)
    return [unsafe_cell(header).strip() for header in found], records


def _mended(
    records: Iterator[Record], headers: Sequence[str], mended: Mapping[str, Mapping[str, str]]
) -> Iterator[Record]:
    """Put what a person has set right in place of the cells of the file."""
    for line, found in records:
        mends = mended.get(str(line))
        yield line, found if isinstance(found, Flawed) or not mends else _with_mends(found, headers, mends)


def _with_mends(cells: list[str], headers: Sequence[str], mends: Mapping[str, str]) -> list[str]:
    named = zip_longest(cells, headers, fillvalue="")
    return [mends.get(header, cell) if header else cell for cell, header in named]


def _rows(
    records: Iterable[Record],
    headers: Sequence[str],
    nameless: Sequence[int],
    finish: Callable[[Row, list[str]], Row],
) -> Iterator[Row]:
    for line, found in records:
        if isinstance(found, Flawed):
            yield malformed(line, found.complaint, dict(zip(headers, found.cells, strict=False)))
            continue
        cells = [unsafe_cell(cell) if cell[:1] == _APOSTROPHE else cell for cell in found]
        row = Row(line, cells=dict(zip(headers, cells, strict=False)))
        if complaint := _about_width(cells, headers, nameless):
            yield malformed(line, complaint, row.cells)
        else:
            yield finish(row, cells)


def _about_width(cells: Sequence[str], headers: Sequence[str], nameless: Sequence[int]) -> str:
    """Say what is wrong where cells are missing, or stand under no header; blank ones there say nothing."""
    surplus = [cell for cell in cells[len(headers) :] if cell]
    if surplus or len(cells) < len(headers):
        message = ngettext(
            "This row has %(cells)s cell, but the first line names %(columns)s columns.",
            "This row has %(cells)s cells, but the first line names %(columns)s columns.",
            len(cells),
        )
        about_width = message % {"cells": len(cells), "columns": len(headers)}
        # Of what has no header only this is left in the report.
        return f"{about_width} {_about_nameless('”, “'.join(surplus))}" if surplus else about_width
    for index in nameless:
        if cells[index].strip():
            return _about_nameless(cells[index])
    return ""


def _about_nameless(cell: str) -> str:
    return _("“%(cell)s” stands under no header: name the column, or empty it.") % {"cell": shown(cell)}


def _reader(layout: Layout, blank_clears: bool) -> Callable[[Row, list[str]], Values]:
    """Give what reads the cells of a row. Most cells are plain texts, so these take a short way."""
    plain = [(slot.place.name, next(iter(slot.indexes.values()))) for slot in layout.slots if slot.place.is_plain]
    others = [(slot.place, tuple(slot.indexes.items())) for slot in layout.slots if not slot.place.is_plain]
    # Where blanks clear, a place clears all its columns but those that it fills.
    blank = dict.fromkeys(name for slot in layout.slots for name in slot.place.fills) if blank_clears else {}

    def read(row: Row, cells: list[str]) -> Values:
        filled: dict[int, str] = {index: cell for index, cell in enumerate(cells) if cell and not cell.isspace()}
        values: dict[str, Any] = blank | {name: filled[index] for name, index in plain if index in filled}
        for place, indexes in others:
            if its_cells := {name: filled[index] for name, index in indexes if index in filled}:
                values |= row.problems.ask(place.gather, its_cells, field=place.name) or {}
        return values

    return read


def _name_unreadable(row: Row, layout: Layout, cells: list[str], complain: Complain) -> None:
    for slot in layout.slots:
        for index in slot.indexes.values():
            if kept := kept_bytes(cells[index]):
                problem = ValidationError(complain(kept), code="encoding")
                row.problems.by_field.setdefault(slot.place.name, []).append(problem)
