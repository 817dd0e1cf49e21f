"""What is said of a row that was refused: where, what stands there, and why not."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError

from contacts.exchange.encodings import shown
from contacts.exchange.headers import key_of
from contacts.services.import_rows import Outcome, Row


@dataclass(frozen=True)
class Complaint:
    """One problem of one row. ``column`` is ours, "" for the row as a whole; ``header`` is the file's, "" without one.

    ``value`` is what stands there; ``reason`` is a sentence that names the way out.
    """

    line: int
    column: str
    header: str
    value: str
    reason: str

    @property
    def place(self) -> str:
        """The header, and after it our column where that is called otherwise."""
        is_same = not self.header or key_of(self.header) == key_of(self.column)
        return self.column if is_same else f"{self.header} ({self.column})"


def complaints_of(outcome: Outcome, places: Mapping[str, str]) -> Iterator[Complaint]:
    """Give the problems of the row; ``places`` gives the file's header by our column (``Source.places``)."""
    for name, problems in outcome.problems.items():
        column = "" if name == NON_FIELD_ERRORS else name
        header = places.get(column, "")
        for problem in problems:
            value = _value(problem, outcome.row, column, header) if column else ""
            yield Complaint(outcome.row.line, column, header, value, " ".join(problem.messages))


def _value(problem: ValidationError, row: Row, column: str, header: str) -> str:
    """Give what is wrong in a list, else the cell, else the value that the file has."""
    given: Any = (problem.params or {}).get("value") or row.cells.get(header) or row.changes.get(column)
    return shown(str(given)) if isinstance(given, str | int) else ""
