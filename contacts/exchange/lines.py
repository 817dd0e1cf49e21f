"""Files with one JSON object a line."""

from collections.abc import Iterator
from typing import IO, Any

import orjson
from django.utils.translation import gettext as _

from contacts.exchange.encodings import Encoding, find_encoding, kept_bytes, lines_of
from contacts.exchange.interfaces import Reading
from contacts.exchange.rows import malformed
from contacts.services.import_rows import Row

Objects = Iterator[Row | tuple[int, dict[str, Any]]]


def objects_of(file: IO[bytes], reading: Reading) -> tuple[list[str], Objects]:
    """Give the notes on a file, and the object of each line that is not blank, in place of a bad one a refused row."""
    encoding = find_encoding(file, reading.encoding)
    return [encoding.note()], _objects(file, encoding)


def _objects(file: IO[bytes], encoding: Encoding) -> Objects:
    for number, line in enumerate(lines_of(file, encoding), 1):
        if not line.isspace():
            yield _object(number, line, encoding)


def _object(number: int, line: str, encoding: Encoding) -> Row | tuple[int, dict[str, Any]]:
    if kept := kept_bytes(line):
        return malformed(number, encoding.complaint(kept))
    try:
        value = orjson.loads(line)
    except orjson.JSONDecodeError as error:
        return malformed(number, _("This line is not JSON: %(error)s.") % {"error": error})
    if not isinstance(value, dict):
        return malformed(number, _("Write one JSON object a line."))
    return number, value
