"""The report of the rows that were refused: a CSV that can be mended and imported again."""

import csv
from collections.abc import Iterable, Mapping
from io import TextIOWrapper
from typing import IO

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError

from contacts.exchange.encodings import GIVE_BACK_BYTES
from contacts.exchange.headers import ERROR_HEADERS, LINE_HEADER
from contacts.exchange.interfaces import Source
from contacts.exchange.safety import safe_cell
from contacts.services.import_rows import Row

Problems = Mapping[str, Iterable[ValidationError]]


class Report:
    """Writes each refused row as it stood in its file, and beside it where it is wrong and why.

    A file without a line of headers has its lines named instead. It is written for spreadsheets; the import reads back
    every cell to the letter and passes over the columns that tell of the errors. Bytes that could not be read stand
    there as they are, and are refused again unless somebody mends them. One that ``goes_on`` has its headers already.
    """

    def __init__(self, file: IO[bytes], source: Source, *, goes_on: bool = False):
        encoding = "utf-8" if goes_on else "utf-8-sig"
        self._text = TextIOWrapper(file, encoding, GIVE_BACK_BYTES, newline="", write_through=True)
        self._writer = csv.writer(self._text, delimiter=source.delimiter, quoting=csv.QUOTE_ALL)
        self._places = source.places
        self._headers = [header for header in source.headers if header not in ERROR_HEADERS]
        if not goes_on:
            self._write([*(self._headers or [LINE_HEADER]), *ERROR_HEADERS])

    def add(self, row: Row, problems: Problems | None = None) -> None:
        """Add a refused row with its problems (its own unless others are given), by column of ours."""
        found = row.problems.by_field if problems is None else problems
        cells = [row.cells.get(header, "") for header in self._headers] or [str(row.line)]
        named: dict[str, list[ValidationError]] = {}
        for column, problems_there in found.items():
            named.setdefault(self._place_of(column), []).extend(problems_there)
        self._write([*cells, "; ".join(filter(None, named)), " ".join(map(_sentence, named.items()))])

    def close(self) -> None:
        """End the report; the file stays open."""
        self._text.detach()

    def _place_of(self, column: str) -> str:
        return "" if column == NON_FIELD_ERRORS else self._places.get(column, column)

    def _write(self, cells: Iterable[str]) -> None:
        self._writer.writerow([safe_cell(cell) for cell in cells])


def _sentence(named: tuple[str, list[ValidationError]]) -> str:
    place, problems = named
    text = " ".join(message for problem in problems for message in problem.messages)
    return f"{place}: {text}" if place else text
