"""What a file looks like before anything is decided: its first rows, samples of its columns, how it is written."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import chain, islice
from typing import IO, Any

from contacts.exchange.delimiters import DELIMITERS
from contacts.exchange.encodings import find_encoding
from contacts.exchange.formats import FORMATS
from contacts.exchange.guesses import likely_mapping
from contacts.exchange.interfaces import Reading, Source
from contacts.exchange.plans import Plan
from contacts.exchange.sniffing import find_day_order, find_format, find_header_row
from contacts.exchange.workbooks import sheet_names
from contacts.services.import_rows import Row

SHOWN, _JUDGED, _SAMPLES = 5, 200, 3
_WITH_HEADERS = ("csv", "xlsx")


def find_plan(file: IO[bytes]) -> dict[str, Any]:
    """Give how a file is to be taken in as far as it tells itself. Raises ``UnusableFile``."""
    format = find_format(file)
    plan: dict[str, Any] = {"format": format, "ignore_unknown": True}
    if format in _WITH_HEADERS:
        plan["header_row"] = find_header_row(_records(file, format))
    preview = Preview(file, Plan(**plan))
    mapping = likely_mapping(preview.headers, preview.plan.reading) if preview.has_headers else {}
    return {**plan, "day_order": preview.days["order"] or None, "mapping": mapping}


def _records(file: IO[bytes], format: str) -> list[list[str]]:
    """Give the first records, whichever of them names the columns."""
    source = _opened(file, format, Reading(header_row=0, ignore_unknown=True, mapping={}))
    return [list(row.cells.values()) for row in islice(source.rows, 10)]


def _opened(file: IO[bytes], format: str, reading: Reading) -> Source:
    read = FORMATS[format].read
    assert read is not None  # noqa: S101  # who imports names a format that can be read
    file.seek(0)
    return read(file, reading)


@dataclass
class Preview:
    """The beginning of a file, read by a plan. Raises ``UnusableFile`` when it cannot be read at all.

    ``encoding`` is what the file was found to be in, "" for a spreadsheet; ``sheets`` names those of a spreadsheet.
    """

    file: IO[bytes]
    plan: Plan
    source: Source = field(init=False)
    rows: list[Row] = field(init=False)
    encoding: str = field(init=False)
    sheets: Sequence[str] = field(init=False)

    def __post_init__(self) -> None:
        self.source = _opened(self.file, self.plan.format, replace(self.plan.reading, mended={}))
        self.rows = list(islice(self.source.rows, _JUDGED))
        is_workbook = self.plan.format == "xlsx"
        self.file.seek(0)
        self.encoding = "" if is_workbook else str(find_encoding(self.file).name)
        self.sheets = sheet_names(self.file) if is_workbook else []

    @cached_property
    def headers(self) -> list[str]:
        """The file's own headers; where it has none, our columns that its first rows fill."""
        return self.source.headers or list(dict.fromkeys(chain.from_iterable(row.changes for row in self.rows)))

    @property
    def has_headers(self) -> bool:
        return bool(self.source.headers)

    @property
    def first_rows(self) -> list[tuple[int, list[str]]]:
        return [(row.line, self.cells_of(row)) for row in self.rows[:SHOWN]]

    def cells_of(self, row: Row) -> list[str]:
        return [cell_of(row, header) for header in self.headers]

    def samples_of(self, header: str) -> list[str]:
        """Give some different values of a column."""
        cells = (cell_of(row, header) for row in self.rows)
        return list(islice(dict.fromkeys(cell for cell in cells if cell.strip()), _SAMPLES))

    @cached_property
    def days(self) -> dict[str, Any]:
        return find_day_order(chain.from_iterable(row.cells.values() for row in self.rows))

    @property
    def delimiter(self) -> str:
        return str(DELIMITERS[self.source.delimiter][0]) if self.plan.format == "csv" else ""


def cell_of(row: Row, header: str) -> str:
    """Give what stands in a row under a header of its file; of a file without headers, what it says of our column."""
    if header in row.cells:
        return row.cells[header]
    value = row.changes.get(header)
    if isinstance(value, list):
        return "\n".join(map(str, value))
    return str(value) if isinstance(value, str | int) else ""
