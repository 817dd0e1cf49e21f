"""CSV (RFC 4180), parted by whatever its writer chose, in whatever encoding."""

import codecs
import csv
from collections.abc import Iterable, Iterator
from io import TextIOWrapper
from itertools import islice
from typing import IO, Any

from django.utils.translation import gettext as _

from contacts.exchange.cells import CELL_TEXT, rows_of
from contacts.exchange.delimiters import find_delimiter, plural_of, said_by_file
from contacts.exchange.encodings import beginning_of, find_encoding, lines_of
from contacts.exchange.interfaces import Reading, Source, UnfitFormat, Writing
from contacts.exchange.records import Flawed, Record, source_of
from contacts.models import Contact

_MARKED = {"utf-16", "utf-32"}


def read(file: IO[bytes], reading: Reading) -> Source:
    """Open a file whose first line names the columns; it must be seekable. Raises ``UnusableFile``."""
    encoding = find_encoding(file, reading.encoding)
    beginning = beginning_of(file, encoding)
    delimiter = find_delimiter(beginning, reading.delimiter)
    skipped = 1 if said_by_file(beginning) else 0
    note = _("Parted by %(delimiters)s.") % {"delimiters": plural_of(delimiter)}
    records = _records(islice(lines_of(file, encoding), skipped, None), delimiter, skipped)
    source = source_of(records, reading, encoding.complaint, [f"{encoding.note()} {note}"])
    source.delimiter = delimiter
    return source


def _records(lines: Iterable[str], delimiter: str, skipped: int) -> Iterator[Record]:
    """Give each record with the line on which it begins, in place of a malformed one its error; skip blank ones."""
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    while True:
        line = reader.line_num + skipped + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield line, Flawed(_about_malformed(error, line, reader.line_num + skipped))
            if _is_endless(error):
                # Where that cell ends nobody knows: what comes next may be a part of it that looks like rows.
                return
        else:
            if any(cells) and any(cell.strip() for cell in cells):
                yield line, cells


def _is_endless(error: csv.Error) -> bool:
    return str(error).startswith("field larger")


def _about_malformed(error: csv.Error, first: int, last: int) -> str:
    if _is_endless(error):
        message = _(
            "A cell of this row has more than %(limit)s characters: check its quotation marks. Nothing from here on was"
            " read."
        )
        return message % {"limit": csv.field_size_limit()}
    if last > first:
        message = _("Lines %(first)s to %(last)s cannot be read as a row: check its quotation marks (%(error)s).")
        return message % {"first": first, "last": last, "error": error}
    return _("This row cannot be read: check its quotation marks (%(error)s).") % {"error": error}


def write(contacts: Iterable[Contact], file: IO[bytes], writing: Writing) -> int:
    """Write a line with the headers and one for each contact; give the number of contacts. Raises ``UnfitFormat``."""
    if not file.seekable() and codecs.lookup(writing.encoding).name in _MARKED:
        # To a file that it cannot seek, the wrapper writes no byte order mark of its own.
        file.write("".encode(writing.encoding))
    text = TextIOWrapper(file, writing.encoding, newline="")
    headers, rows = rows_of(contacts, writing)
    cell_text = CELL_TEXT[writing.safe]
    # What is for people is quoted throughout, so that no blank or line end in a cell is taken for the end of it.
    quoting: Any = csv.QUOTE_ALL if writing.safe else csv.QUOTE_MINIMAL
    writer = csv.writer(text, delimiter=writing.delimiter, quoting=quoting)
    count = 0
    try:
        writer.writerow(cell_text(headers))
        for count, cells in enumerate(rows, 1):  # noqa: B007
            writer.writerow(cell_text(cells))
    except UnicodeEncodeError as error:
        raise UnfitFormat(_about_encoding(error, count, writing)) from error
    finally:
        text.detach()
    return count


def _about_encoding(error: UnicodeEncodeError, row: int, writing: Writing) -> str:
    message = _("“%(character)s” of row %(row)s cannot be written in %(encoding)s: choose UTF-8.")
    character = error.object[error.start : error.start + 1]
    return message % {"character": character, "row": row, "encoding": writing.encoding}
