"""JSON Lines: one contact a line, whole, with the names of our columns."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from operator import attrgetter
from typing import IO, Any

import orjson
from django.core.exceptions import ValidationError

from contacts.columns import COLUMNS, COLUMNS_WITH_PICTURES, WHOLE_LISTS, Column
from contacts.exchange.headers import OURS_ONLY
from contacts.exchange.interfaces import Reading, Source, Writing
from contacts.exchange.lines import Objects, objects_of
from contacts.exchange.mapping import about_unknown_column, mapped_columns
from contacts.exchange.places import READABLE
from contacts.exchange.rows import Values, complete
from contacts.models import Contact
from contacts.services.import_rows import Row
from contacts.shapes import TEXT


def read(file: IO[bytes], reading: Reading) -> Source:
    """Open a file with one JSON object a line. Raises ``UnusableFile``.

    ``null``, "" and [] are blanks, which say nothing unless they clear.
    """
    notes, objects = objects_of(file, reading)
    reading = replace(reading, mapping=mapped_columns(reading.mapping))
    return Source(notes, [], _rows(objects, reading, complete(reading, {})))


def _rows(objects: Objects, reading: Reading, finish: Callable[[Row, Values], Row]) -> Iterator[Row]:
    for found in objects:
        if isinstance(found, Row):
            yield found
        else:
            row = Row(found[0])
            yield finish(row, _values(row, found[1], reading))


def _values(row: Row, data: dict[str, Any], reading: Reading) -> Values:
    values: dict[str, Any] = {}
    for key, value in data.items():
        name = reading.mapping.get(key, key)
        if name in READABLE:
            values[name] = None if value is None else _read(row, READABLE[name], value)
        elif name and name not in OURS_ONLY and not reading.ignore_unknown:
            row.problems.by_field[name] = [ValidationError(about_unknown_column(name), code="invalid")]
    return values


def _read(row: Row, column: Column, value: Any) -> Any:
    # Most values are texts, which are changes as they stand.
    is_plain = column.shape is TEXT and isinstance(value, str)
    return value if is_plain else row.problems.ask(column.read, value, field=column.name)


def write(contacts: Iterable[Contact], file: IO[bytes], writing: Writing) -> int:
    """Write a JSON object for each contact; give their number."""
    known = (COLUMNS_WITH_PICTURES if writing.with_pictures else COLUMNS) | WHOLE_LISTS
    columns = [known[name] for name in writing.columns]
    # One more than asked for, so that it is a tuple even for one.
    held = attrgetter(*(column.attribute for column in columns), columns[0].attribute)
    keys = [writing.headers.get(column.name, column.name) for column in columns]
    count = 0
    for contact in contacts:
        values = zip(keys, _values_of(columns, held(contact)), strict=True)
        file.write(orjson.dumps(dict(values), option=orjson.OPT_APPEND_NEWLINE))
        count += 1
    return count


def _values_of(columns: Iterable[Column], held: Iterable[Any]) -> Iterator[Any]:
    for column, value in zip(columns, held, strict=False):
        yield column.shape.write(value)
