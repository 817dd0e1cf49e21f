"""Where the cells of a row belong: in a column of ours, or in several together."""

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from contacts.columns import COLUMNS, CONSENT_DATES, WHOLE_LISTS, Column
from contacts.exchange.days import iso_day
from contacts.models import Contact
from contacts.shapes import DAY, INSTANT, TEXT, TEXTS

Changes = dict[str, Any]
# The cells of one place by the headers of its preset, in the order of the file; blank ones are left out.
Cells = Mapping[str, str]

READABLE: dict[str, Column] = COLUMNS | WHOLE_LISTS | CONSENT_DATES
WRITABLE: dict[str, Column] = COLUMNS | WHOLE_LISTS
_ALIKE = {
    "emails": ("emails", "email", "more_emails"),
    "numbers": ("numbers", "phone", "mobile", "more_numbers"),
}
_NUMBERS = {"phone", "mobile", "more_numbers", "numbers"}
_SPOILT_NUMBER = re.compile(r"\s*[0-9]([.,][0-9]+)?E\+[0-9]+\s*", re.IGNORECASE)
_SPOILT = _("A spreadsheet has cut this number off: format its column as text there, and write the number anew.")


@dataclass(frozen=True)
class Place:
    """Columns that are filled together from the cells of one or more headers.

    ``gather`` raises ``ValidationError``, unkeyed where there is but one column. ``is_plain`` says that the one cell is
    the value as it stands.
    """

    name: str
    fills: Sequence[str]
    gather: Callable[[Cells], Changes]
    is_plain: bool = False


@dataclass(frozen=True)
class Written:
    """A cell of an exported row, which is there where one of the ``columns`` is asked for."""

    header: str
    columns: Collection[str]
    cell: Callable[[Contact], str]


@dataclass(frozen=True)
class Preset:
    """The headers of somebody else's files.

    ``headers`` gives the place for each: the name of a column or of one of ``places``; ``left_out`` recognises headers
    that the store has no place for. A file is one of these when it has ``least`` of the ``signature`` headers.
    ``tidy`` brings a cell of a column into our form; ``defaults`` are those of ``Reading``.
    """

    name: str
    label: str
    headers: Mapping[str, str]
    signature: Collection[str]
    least: int = 1
    left_out: Callable[[str], bool] = lambda header: False
    places: Mapping[str, Place] = field(default_factory=dict)
    tidy: Mapping[str, Callable[[str], str]] = field(default_factory=dict)
    defaults: Mapping[str, str] = field(default_factory=dict)
    written: Sequence[Written] = ()
    notes: Sequence[Any] = ()


def place_of_column(name: str, tidy: Callable[[str], str] | None, day_order: str | None, headers: int) -> Place:
    """Give the place that fills one column from the cells of so many headers."""
    column = READABLE[name]
    joint = "\n" if column.shape is TEXTS else " "

    def gather(cells: Cells) -> Changes:
        texts = [tidy(cell) if tidy else cell for cell in cells.values()]
        text = joint.join(filter(None, texts))
        return {name: _read(column, text, day_order)} if text.strip() else {}

    is_plain = column.shape is TEXT and headers == 1 and not tidy and name not in _NUMBERS
    return Place(name, (name,), gather, is_plain)


def _read(column: Column, text: str, day_order: str | None) -> Any:
    if column.shape is DAY or column.shape is INSTANT:
        text = iso_day(text, day_order)
    elif column.name in _NUMBERS:
        check_number(text)
    return column.read_cell(text)


def check_number(text: str) -> None:
    """Raise ``ValidationError`` for a number such as 4.47701E+11, which has lost its last digits."""
    if _SPOILT_NUMBER.fullmatch(text):
        raise ValidationError(_SPOILT, code="invalid", params={"value": text})


def written(header: str, column: str) -> Written:
    """Give the cell that holds a column as our own files have it."""
    return Written(header, alike_columns(column), WRITABLE[column].cell_of)


def alike_columns(column: str) -> tuple[str, ...]:
    """Give the column, and those that a list holds together."""
    return _ALIKE.get(column, (column,))
