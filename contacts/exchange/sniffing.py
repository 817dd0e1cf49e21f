"""Finding out what an uploaded file is, by its content and not by what it is called."""

import re
from collections.abc import Iterable, Sequence
from functools import cache
from io import BytesIO
from itertools import islice
from typing import IO, Any
from zipfile import BadZipFile, ZipFile

from django.utils.translation import gettext as _

from contacts.exchange.encodings import beginning_of, find_encoding
from contacts.exchange.formats import FORMATS
from contacts.exchange.headers import called, key_of, own_columns
from contacts.exchange.interfaces import Reading, UnusableFile
from contacts.exchange.presets import PRESETS

_ZIP, _OLD_OFFICE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
# How files begin that people take for lists of contacts, and what they are.
_OTHERS = {b"%PDF": "PDF", b"\x89PNG": "PNG", b"GIF8": "GIF", b"\xff\xd8\xff": "JPEG", b"\x1f\x8b": "gzip"}
_LINES_OF_JSON = ("jsonl", "divendo", "evance")
# Among so many records at the top of a file the headers are looked for.
_JUDGED = 10
_VALUE = re.compile(r".+@.+\..+|[+(]?[0-9][0-9 ()/.-]*")
_DAY = re.compile(r"([0-9]{1,2})[/-]([0-9]{1,2})[/-][0-9]{4}")


def find_format(file: IO[bytes]) -> str:
    """Give the format in which the file can be read; it is back at its start. Raises ``UnusableFile`` for others."""
    start = file.read(8)
    file.seek(0)
    if not start:
        raise UnusableFile(_("The file is empty."))
    if start.startswith(_ZIP):
        return _in_zip(file)
    _refuse_others(start)
    text = beginning_of(file, find_encoding(file)).lstrip("\ufeff \t\r\n")
    if text[:11].upper() == "BEGIN:VCARD":
        return "vcard"
    if text.startswith("["):
        raise UnusableFile(_("This is one list in JSON: write one object a line (JSON Lines), without the brackets."))
    return _kind_of_json(file) if text.startswith("{") else "csv"


def check_is_csv(file: IO[bytes]) -> None:
    """Raise ``UnusableFile`` for a file that is called CSV and is of another kind; one that is empty says so itself."""
    start = file.read(1)
    file.seek(0)
    kind = find_format(file) if start else "csv"
    if kind != "csv":
        message = _("The file is called CSV, but it is %(kind)s: give it the right ending, or say what it is.")
        raise UnusableFile(message % {"kind": FORMATS[kind].label})


def _in_zip(file: IO[bytes]) -> str:
    try:
        names = ZipFile(file).namelist()
    except (BadZipFile, OSError, ValueError):
        names = []
    file.seek(0)
    if "xl/workbook.xml" not in names:
        raise UnusableFile(_("This is an archive and no spreadsheet: unpack it, and choose the file that is in it."))
    return "xlsx"


def _refuse_others(start: bytes) -> None:
    if start.startswith(_OLD_OFFICE):
        raise UnusableFile(_("This is a spreadsheet of the old kind (XLS): save it as XLSX or as CSV."))
    for sign, name in _OTHERS.items():
        if start.startswith(sign):
            message = _("This is a file of the kind %(kind)s: choose CSV, XLSX, vCard or JSON Lines.")
            raise UnusableFile(message % {"kind": name})
    if b"\0" in start and not start.startswith((b"\xff\xfe", b"\xfe\xff")) and b"\0\0" in start:
        raise UnusableFile(_("This is no file of text: choose CSV, XLSX, vCard or JSON Lines."))


def _kind_of_json(file: IO[bytes]) -> str:
    """Give whose JSON it is: that in which the first lines say most, and have the fewest faults."""
    first = b"".join(islice(file, 5))
    file.seek(0)
    return max(_LINES_OF_JSON, key=lambda format: _fitness(format, first))


def _fitness(format: str, content: bytes) -> tuple[int, int]:
    read = FORMATS[format].read
    rows = list(read(BytesIO(content), Reading()).rows) if read else []
    return -sum(len(row.problems.by_field) for row in rows), sum(len(row.changes) for row in rows)


def find_header_row(records: Iterable[Sequence[str]]) -> int:
    """Give which of the first records names the columns, counted from 1; 0 where the first holds values already."""
    judged = list(islice(records, _JUDGED))
    known = [sum(_is_known(cell) for cell in cells) for cells in judged]
    if known and max(known) > 1:
        return known.index(max(known)) + 1
    return 0 if judged and any(_VALUE.fullmatch(cell.strip()) for cell in judged[0]) else 1


def _is_known(header: str) -> bool:
    key = key_of(header)
    return key in own_columns() or key in called() or key in _keys_of_presets()


@cache
def _keys_of_presets() -> frozenset[str]:
    return frozenset(key_of(header) for preset in PRESETS.values() for header in preset.headers)


def find_day_order(cells: Iterable[str]) -> dict[str, Any]:
    """Give the order in which days such as 31/12/1990 are written among the cells, and an example of one that is.

    The order is "" where no day tells it, and there is no example where no day leaves it open.
    """
    found = [day for cell in cells if (day := _DAY.fullmatch(cell.strip())) and _may_be_a_day(int(day[1]), int(day[2]))]
    if not found:
        return {"order": "", "example": ""}
    is_day_first = any(int(match[1]) > 12 for match in found)
    is_month_first = any(int(match[2]) > 12 for match in found)
    order = {(True, False): "dmy", (False, True): "mdy"}.get((is_day_first, is_month_first), "")
    return {"order": order, "example": found[0][0]}


def _may_be_a_day(first: int, second: int) -> bool:
    return min(first, second) <= 12 and max(first, second) <= 31
