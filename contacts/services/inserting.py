"""Many new rows of a table in one go: ``COPY`` on PostgreSQL, one prepared statement on SQLite.

Django's own ``bulk_create`` compiles SQL for each row; that takes longer than the database needs to store it.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from functools import partial
from itertools import chain
from operator import itemgetter
from typing import Any

import orjson
from django.db import connections, models, router
from psycopg import Copy
from psycopg.copy import Writer

from contacts.ahead import begin_to_wait
from contacts.services.rehearsal import is_rehearsal, own_key

# For fewer rows the longer conversation with the server costs more than it saves.
WORTH_COPYING = 10

Facts = Mapping[str, Any]
# Rows of a model, each by its attributes (``contact_id``).
Part = tuple[type[models.Model], Sequence[Facts]]


def insert_facts(model: type[models.Model], rows: Sequence[Facts]) -> None:
    """Insert rows of a model. Each maps the same attributes to values; a key that is not among them the database makes.

    They are facts and not objects of the model, because making those takes longer than storing them. What the database
    refuses it raises as always, ``IntegrityError``.
    """
    insert_in_turn([(model, rows)])


def insert_in_turn(parts: Iterable[Part]) -> None:
    """Insert rows of one model after the other, each as ``insert_facts`` does.

    While PostgreSQL stores those of one, the next are drawn from ``parts``: let that make them then.
    """
    inserts = (_ready(model, rows) for model, rows in parts if rows)
    coming = next(inserts, None)
    while coming:
        with coming:
            coming = next(inserts, None)


def _ready(model: type[models.Model], rows: Sequence[Facts]) -> AbstractContextManager[None]:
    """Give what hands over the rows when it is entered, and waits for the database before it is left."""
    connection = connections[router.db_for_write(model)]
    if is_rehearsal() and "id" not in rows[0]:
        rows = [{**facts, **own_key()} for facts in rows]
    fields = [field for field in model._meta.concrete_fields if field.attname in rows[0]]
    columns = [connection.ops.quote_name(str(field.column)) for field in fields]
    table = f"{connection.ops.quote_name(model._meta.db_table)} ({', '.join(columns)})"
    values = map(_reader(fields, connection), rows)
    if connection.vendor == "postgresql" and len(rows) >= WORTH_COPYING:
        return _copying(connection, f"COPY {table} FROM STDIN", _lines(connection, values))
    execute = _execute_many if connection.vendor == "sqlite" else _execute_once
    return _executing(connection, partial(execute, table=table, rows=list(values)))


@contextmanager
def _copying(connection: Any, statement: str, lines: bytes) -> Iterator[None]:
    with connection.wrap_database_errors, connection.cursor() as cursor, cursor.copy(statement) as copy:
        copy.write(lines)
        begin_to_wait()
        yield


def _lines(connection: Any, rows: Iterable[list[Any]]) -> bytes:
    """Give the rows as ``COPY`` reads them."""
    with connection.cursor() as cursor:
        written = _Blocks()
        with Copy(cursor.cursor, writer=written) as copy:
            for row in rows:
                copy.write_row(row)
        return b"".join(written.blocks)


class _Blocks(Writer):
    def __init__(self) -> None:
        self.blocks: list[bytes] = []

    def write(self, data: Any) -> None:
        self.blocks.append(bytes(data))


@contextmanager
def _executing(connection: Any, execute: Callable[[Any], None]) -> Iterator[None]:
    with connection.wrap_database_errors, connection.cursor() as cursor:
        execute(cursor)
    yield


def _execute_many(cursor: Any, table: str, rows: Sequence[list[Any]]) -> None:
    cursor.executemany(_insert_sql(table, rows[:1]), rows)


def _execute_once(cursor: Any, table: str, rows: Sequence[list[Any]]) -> None:
    cursor.execute(_insert_sql(table, rows), list(chain.from_iterable(rows)))


def _insert_sql(table: str, rows: Sequence[list[Any]]) -> str:
    places = ", ".join(f"({', '.join(['%s'] * len(row))})" for row in rows)
    # Names of our own tables and columns; values go as parameters.
    return f"INSERT INTO {table} VALUES {places}"  # noqa: S608


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
