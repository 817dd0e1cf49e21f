"""From the values that a file gives to the changes that a row asks for, the same for every format."""

from collections.abc import Callable, Mapping
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils.translation import gettext as _

from contacts.columns import CONSENT_DATES
from contacts.exchange.interfaces import Reading, UnusableFile
from contacts.exchange.places import READABLE
from contacts.services.import_rows import Row

Values = Mapping[str, Any]


def malformed(line: int, message: str, cells: dict[str, str] | None = None) -> Row:
    """Give a row of which nothing can be taken."""
    row = Row(line, cells=cells or {})
    row.problems.by_field[NON_FIELD_ERRORS] = [ValidationError(message, code="invalid")]
    return row


def complete(reading: Reading, defaults: Mapping[str, str]) -> Callable[[Row, Values], Row]:
    """Give what turns the values of a row into its changes: blanks, defaults and dates of consent are settled.

    What the reading says goes before the ``defaults`` of a format. Raises ``UnusableFile`` for a default that cannot
    be read.
    """
    given = {name: _default(name, text) for name, text in {**defaults, **reading.defaults}.items()}

    def finish(row: Row, values: Values) -> Row:
        wrong = row.problems.by_field
        row.changes = {name: value for name, value in values.items() if not is_blank(value) and name not in wrong}
        if reading.blank_clears:
            row.changes |= dict.fromkeys(values.keys() - row.changes.keys() - wrong.keys())
        missing = {name: value for name, value in given.items() if row.changes.get(name) is None and name not in wrong}
        if missing:
            row.changes |= missing
            row.defaulted = frozenset(missing)
        _part_consent_dates(row)
        return row

    return finish


def is_blank(value: Any) -> bool:
    """Whether the value says nothing: no text, an empty list, ``None``."""
    return not value or (isinstance(value, str) and value.isspace())


def _default(name: str, text: str) -> Any:
    if name not in READABLE:
        raise UnusableFile(_("There is no column “%(name)s” to give a default for.") % {"name": name})
    try:
        return READABLE[name].read_cell(text)
    except ValidationError as refusal:
        message = _("The default of %(name)s cannot be “%(value)s”. %(advice)s")
        raise UnusableFile(message % {"name": name, "value": text, "advice": " ".join(refusal.messages)})


def _part_consent_dates(row: Row) -> None:
    for name, column in CONSENT_DATES.items():
        if name in row.changes and (date := row.changes.pop(name)) is not None:
            row.consent_dates[column.attribute] = date
