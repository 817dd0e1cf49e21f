"""The shapes of the values that travel: as JSON can hold them, as the text of a cell, and as the door takes them.

What a value may say is the law's matter. A reader raises one of ``SHAPE_ERRORS`` for what has another shape.
"""

import csv
import mimetypes
import re
from base64 import b64encode
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from io import StringIO
from typing import Any

from django.core.files.storage import default_storage
from django.db.models.fields.files import FieldFile
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from contacts.choices import GrantStatus
from contacts.phones import MOBILE, OTHER, PHONE
from contacts.services import Grant
from contacts.thumbnails import CONTENT
from contacts.times import read_day, read_instant, start_of

Json = Any
SHAPE_ERRORS = (TypeError, ValueError, OverflowError, csv.Error)
# What must be quoted so that a list is read back as it was.
_SPECIAL_IN_LISTS = re.compile(r'[;\r\n]|^"|^\s|\s$')
_MAY_BE_QUOTED = re.compile(r'["\r\n]')


def _same(value: Any) -> Any:
    return value


@dataclass(frozen=True)
class Shape:
    """How a kind of value is read and written; ``advice`` tells people what to write."""

    advice: str | Promise
    read: Callable[[Json], Any]
    write: Callable[[Any], Json] = _same
    to_cell: Callable[[Json], str] = _same
    from_cell: Callable[[str], Json] = str.strip


def join_list(items: Iterable[str]) -> str:
    """Give the texts as one cell: ``vip; trade fair``. One that holds a semicolon is quoted as CSV does it."""
    return "; ".join(_quoted(item) for item in items)


def _quoted(item: str) -> str:
    return '"{}"'.format(item.replace('"', '""')) if _SPECIAL_IN_LISTS.search(item) else item


def split_list(text: str) -> list[str]:
    """Give the texts of a cell, parted by semicolons or lines. Raises ``csv.Error`` for an endless quotation."""
    if not _MAY_BE_QUOTED.search(text):
        return [item.lstrip(" ") for item in text.split(";") if item.strip()]
    lines = csv.reader(StringIO(text, newline=""), delimiter=";", skipinitialspace=True, strict=True)
    return [item for line in lines for item in line if item.strip()]


def _read_text(value: Json) -> str:
    if not isinstance(value, str):
        raise TypeError(value)
    return value


def _read_texts(value: Json) -> list[str]:
    if not isinstance(value, list):
        raise TypeError(value)
    return [_read_text(item) for item in value]


def _read_whole_number(value: Json) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise TypeError(value)
    return value


def _read_number_order(value: Json) -> str:
    if not set(_read_text(value)) <= {PHONE, MOBILE, OTHER}:
        raise ValueError(value)
    return value


def _write_day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _instant_from_cell(text: str) -> str:
    """Give the instant as ISO 8601 has it: a blank may stand for the T, and a day alone is its first instant."""
    text = text.strip().replace(" ", "T", 1)
    return start_of(read_day(text)).isoformat() if len(text) == len("yyyy-mm-dd") else text


def _write_instant(instant: datetime | None) -> str | None:
    return instant.astimezone(UTC).isoformat() if instant else None


def _write_picture_name(file: FieldFile | str) -> str:
    return f"{CONTENT}{file}" if file else ""


def _write_picture(file: FieldFile) -> str:
    """Give the picture as a data URI (RFC 2397); where the file is gone, its name."""
    if not file or not default_storage.exists(str(file)):
        return _write_picture_name(file)
    with default_storage.open(str(file)) as stored:
        content = b64encode(stored.read()).decode("ascii")
    return f"data:{mimetypes.guess_type(str(file))[0]};base64,{content}"


def _write_grants(rows: Iterable[dict[str, Any]]) -> list[Json]:
    return [
        {"reference": row["reference"], "status": row["status"], "expires": _write_instant(row["expires"])}
        for row in rows
    ]


def _read_grants(value: Json) -> list[Grant]:
    return [_read_grant(**row) for row in value]


def _read_grant(reference: Json, status: Json = GrantStatus.ACTIVE, expires: Json = None) -> Grant:
    return Grant(_read_text(reference), _read_text(status), read_instant(expires) if expires else None)


def _grants_to_cell(rows: Iterable[dict[str, Any]]) -> str:
    return join_list(" ".join(_words_of(row)) for row in rows)


def _words_of(row: dict[str, Any]) -> list[str]:
    if row["expires"]:
        return [row["reference"], row["status"], row["expires"]]
    return [row["reference"]] if row["status"] == GrantStatus.ACTIVE else [row["reference"], row["status"]]


def _grants_from_cell(text: str) -> list[Json]:
    items = [item.split() for item in split_list(text)]
    if any(len(item) > 3 for item in items):
        raise ValueError(text)
    return [dict(zip(("reference", "status", "expires"), item, strict=False)) for item in items]


TEXT = Shape(_("Write a text."), _read_text, from_cell=_same)
TEXTS = Shape(
    _("Write a list of texts; in a cell, part them by semicolons, and quote one that holds a semicolon."),
    _read_texts,
    to_cell=join_list,
    from_cell=split_list,
)
WHOLE_NUMBER = Shape(_("Write a whole number."), _read_whole_number, to_cell=str, from_cell=int)
DAY = Shape(_("Write a real day as yyyy-mm-dd."), read_day, _write_day)
INSTANT = Shape(
    _("Write an instant such as 2031-01-31T09:30:00+00:00."), read_instant, _write_instant, from_cell=_instant_from_cell
)
NUMBER_ORDER = Shape(
    _("Write p for the phone, m for the mobile and o for each other number, in their order."), _read_number_order
)
PICTURE_NAME = Shape(_("Write ~/content/… of a stored file, or a data URI."), _read_text, _write_picture_name)
PICTURE = replace(PICTURE_NAME, write=_write_picture)
GRANTS = Shape(
    _("Write each role by its reference, which a status and an end may follow: trade pending 2031-01-31T09:30:00Z."),
    _read_grants,
    _write_grants,
    _grants_to_cell,
    _grants_from_cell,
)
