"""What stands in the cells of an exported row, the same for every format with a line of headers."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from operator import attrgetter
from typing import Any

from django.utils.translation import gettext as _

from contacts.exchange.interfaces import UnfitFormat, Writing
from contacts.exchange.places import WRITABLE
from contacts.exchange.presets import preset_named
from contacts.exchange.safety import EXACT_STARTS, SAFE_STARTS, exact_cell, safe_cell
from contacts.models import Contact
from contacts.shapes import TEXT

Cells = Iterator[list[str]]
_APOSTROPHE = "'"


def rows_of(contacts: Iterable[Contact], writing: Writing) -> tuple[list[str], Cells]:
    """Give the headers, and the cells of each contact. Raises ``UnfitFormat``.

    The contacts' tags and grants must have been read where these columns are asked for.
    """
    if writing.with_pictures:
        raise UnfitFormat(_("Pictures do not fit into cells: write JSON Lines or vCards."))
    if writing.preset and writing.preset != "own":
        return _rows_of_preset(contacts, writing)
    headers = [writing.headers.get(name, name) for name in writing.columns]
    return headers, _rows_of_columns(contacts, writing.columns)


def _rows_of_columns(contacts: Iterable[Contact], names: Sequence[str]) -> Cells:
    """Most columns are texts, which a contact holds as a cell has them: only the others are asked for their cell."""
    columns = [WRITABLE[name] for name in names]
    held = attrgetter(*(column.attribute for column in columns), columns[0].attribute)
    others = [(index, column.cell_with) for index, column in enumerate(columns) if column.shape is not TEXT]
    for contact in contacts:
        cells: list[Any] = list(held(contact)[:-1])
        for index, cell_with in others:
            value = cells[index]
            # Most contacts have nothing in most of these, and nothing is the empty cell.
            cells[index] = cell_with(value) if value else ""
        yield cells


def _rows_of_preset(contacts: Iterable[Contact], writing: Writing) -> tuple[list[str], Cells]:
    wanted = set(writing.columns)
    written = [one for one in preset_named(str(writing.preset)).written if wanted & set(one.columns)]
    if not written:
        raise UnfitFormat(_("The preset has none of these columns: choose others, or another preset."))
    return [one.header for one in written], ([one.cell(contact) for one in written] for contact in contacts)


def _safe(cells: Sequence[str]) -> Sequence[str]:
    return [safe_cell(cell) if cell[:1] in SAFE_STARTS else cell for cell in cells]


def _exact(cells: Sequence[str]) -> Sequence[str]:
    if _APOSTROPHE not in "".join(cells):
        return cells
    return [exact_cell(cell) if cell[:1] in EXACT_STARTS else cell for cell in cells]


# By whether the cells are to be safe.
CELL_TEXT: dict[bool, Callable[[Sequence[str]], Sequence[str]]] = {True: _safe, False: _exact}
