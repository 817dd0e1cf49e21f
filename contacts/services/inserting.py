"""Many new rows of a table in one go: ``COPY`` on PostgreSQL, one prepared statement on SQLite.

Django's own ``bulk_create`` compiles SQL for each row; that takes longer than the database needs to store it.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import chain
from operator import itemgetter
from typing import Any

import orjson
from django.db import connections, models, router
from psycopg.copy import LibpqWriter

from contacts.ahead import begin_to_wait, is_made_ahead
from contacts.models import Contact
from contacts.services.rehearsal import is_rehearsal, own_key

# For fewer rows the longer conversation with the server costs more than it saves.
WORTH_COPYING = 10

Facts = Mapping[str, Any]


def insert_contacts(contacts: Sequence[Contact]) -> None:
    """Insert new contacts that have been judged. Raises ``IntegrityError`` as the database does."""
    # Read past the attributes, of which that of the picture makes an object.
    _insert(Contact, Contact._meta.concrete_fields, list(map(vars, contacts)))


def insert_facts(model: type[models.Model], rows: Sequence[Facts]) -> None:
    """Insert rows of a model whose keys the database makes. Each maps the same attributes (``contact_id``) to values.

    They are facts and not objects of the model, because making those takes longer than storing them.
    """
    if rows:
        rows = [{**facts, **own_key()} for facts in rows] if is_rehearsal() else rows
        fields = [field for field in model._meta.concrete_fields if field.attname in rows[0]]
        _insert(model, fields, rows)


def _insert(model: type[models.Model], fields: Iterable[models.Field], rows: Sequence[Facts]) -> None:
    if not rows:
        return
    connection = connections[router.db_for_write(model)]
    columns = [connection.ops.quote_name(str(field.column)) for field in fields]
    values = map(_reader(list(fields), connection), rows)
    write = _writer(connection.vendor, len(rows))
    with connection.wrap_database_errors, connection.cursor() as cursor:
        write(cursor, connection.ops.quote_name(model._meta.db_table), columns, values)


def _writer(vendor: str, rows: int) -> Callable[..., None]:
    if vendor == "sqlite":
        return _execute_many
    return _copy if rows >= WORTH_COPYING else _execute_once


def _copy(cursor: Any, table: str, columns: list[str], rows: Iterable[list[Any]]) -> None:
    statement = f"COPY {table} ({', '.join(columns)}) FROM STDIN"
    # Django's cursor for debugging does not hand over a writer.
    plain = cursor.cursor
    copying = plain.copy(statement, writer=_AtOnce(plain)) if is_made_ahead() else cursor.copy(statement)
    with copying as copy:
        for row in rows:
            copy.write_row(row)


class _AtOnce(LibpqWriter):
    """Sends the rows when the last one is written, and lets the other thread work from then on.

    If that one worked already, each sending would give it a turn, and it keeps a turn for longer than sending takes.
    """

    def __init__(self, cursor: Any):
        super().__init__(cursor)
        self._blocks: list[bytes] = []

    def write(self, data: Any) -> None:
        self._blocks.append(bytes(data))

    def finish(self, exc: BaseException | None = None) -> None:
        if exc is None:
            super().write(b"".join(self._blocks))
            begin_to_wait()
        super().finish(exc)


def _execute_many(cursor: Any, table: str, columns: list[str], rows: Iterable[list[Any]]) -> None:
    cursor.executemany(_insert_sql(table, columns, 1), rows)


def _execute_once(cursor: Any, table: str, columns: list[str], rows: Iterable[list[Any]]) -> None:
    rows = list(rows)
    cursor.execute(_insert_sql(table, columns, len(rows)), list(chain.from_iterable(rows)))


def _insert_sql(table: str, columns: list[str], rows: int) -> str:
    places = ", ".join([f"({', '.join(['%s'] * len(columns))})"] * rows)
    # Names of our own tables and columns; values go as parameters.
    return f"INSERT INTO {table} ({', '.join(columns)}) VALUES {places}"  # noqa: S608


def _reader(fields: Sequence[models.Field], connection: Any) -> Callable[[Facts], list[Any]]:
    """Give what reads a row's values for these columns in the form that the driver takes. Most are in it already."""
    get = itemgetter(*(field.attname for field in fields))
    converters = [(index, convert) for index, field in enumerate(fields) if (convert := _converter(field, connection))]

    def read(row: Facts) -> list[Any]:
        values = list(get(row))
        for index, convert in converters:
            values[index] = convert(values[index])
        return values

    return read


def _converter(field: models.Field, connection: Any) -> Callable[[Any], Any] | None:
    if isinstance(field, models.JSONField):
        return _json
    if isinstance(field, models.FileField) or field.choices:
        return _plain_text
    if connection.vendor == "postgresql":
        return None
    if isinstance(field, models.DateTimeField):
        return connection.ops.adapt_datetimefield_value
    return connection.ops.adapt_datefield_value if isinstance(field, models.DateField) else None


def _json(value: Any) -> str:
    return orjson.dumps(value).decode()


def _plain_text(value: Any) -> str:
    return value if type(value) is str else str(value or "")
