"""Fill the database that DATABASE_URL names:  python -m benchmarks.filling 1000000

It must be empty or not there yet. Rows go in by COPY (PostgreSQL) or one prepared statement (SQLite), and the indexes
of PostgreSQL are built after that, which is how a million takes about a minute.
"""

import os
import sys
from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import islice

import django

CHUNK = 10_000


def main() -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "project.settings"
    django.setup()
    from django.core.management import call_command
    from django.db import connection

    call_command("migrate", verbosity=0)
    fill(connection, int(sys.argv[1]))


def fill(connection, count: int) -> None:
    """Put in as many contacts, with tags, grants and consent events, and have the planner know them."""
    from benchmarks import people

    put = {"postgresql": _copy, "sqlite": _insert}[connection.vendor]
    with connection.cursor() as cursor:
        indexes = _drop_indexes(cursor) if connection.vendor == "postgresql" else []
        put(cursor, "contacts_tag", ["id", "name", "slug"], _tags(people.TAGS))
        put(cursor, "contacts_accessrole", ["id", "reference", "name", "portal"], _roles(people.ROLES))
        put(cursor, "contacts_contact", _columns(), _contacts(people.people(count)))
        put(cursor, "contacts_taggedcontact", ["content_object_id", "tag_id"], _tagged(people.people(count)))
        grant_columns = ["contact_id", "role_id", "status"]
        put(cursor, "contacts_accessgrant", grant_columns, _granted(people.people(count)))
        event_columns = ["contact_id", "channel", "state", "reason", "occurred_at", "recorded_at", "via", "source"]
        put(cursor, "contacts_consentevent", event_columns, _events(people.people(count)))
        for statement in indexes:
            cursor.execute(statement)
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")


def _columns() -> list[str]:
    from contacts.models import Contact

    return [field.column for field in Contact._meta.concrete_fields]


def _contacts(made: Iterable) -> Iterator[tuple]:
    from contacts.models import Contact

    empty = {field.column: field.get_default() for field in Contact._meta.concrete_fields}
    for person in made:
        yield tuple({**empty, **person.columns}.values())


def _tags(names: list[str]) -> Iterator[tuple]:
    from contacts.texts import folded_case

    return ((number, name, folded_case(name)) for number, name in enumerate(names, 1))


def _roles(roles: list[tuple[str, str]]) -> Iterator[tuple]:
    return ((number, reference, name, "website") for number, (reference, name) in enumerate(roles, 1))


def _tagged(made: Iterable) -> Iterator[tuple]:
    return ((person.columns["id"], tag + 1) for person in made for tag in person.tags)


def _granted(made: Iterable) -> Iterator[tuple]:
    return ((person.columns["id"], role + 1, "active") for person in made for role in person.roles)


def _events(made: Iterable) -> Iterator[tuple]:
    from benchmarks import people

    for person in made:
        at = person.columns["created_at"]
        for channel in people.OPT_OUTS:
            if f"{channel}_optout_reason" in person.columns:
                yield person.columns["id"], channel, "out", "optout", at, at, "import", "Benchmark"


def _copy(cursor, table: str, columns: list[str], rows: Iterable[tuple]) -> None:
    with cursor.copy(f"COPY {table} ({', '.join(columns)}) FROM STDIN") as copy:
        rows = iter(rows)
        while chunk := list(islice(rows, CHUNK)):
            copy.write("".join(_line(row) for row in chunk))
    cursor.execute(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), max(id)) FROM {table}")


def _line(row: tuple) -> str:
    # No text of ours holds a tab, a line end or a backslash.
    return "\t".join(["\\N" if value is None else str(value) for value in row]) + "\n"


def _insert(cursor, table: str, columns: list[str], rows: Iterable[tuple]) -> None:
    places = ", ".join(["?"] * len(columns))
    plain = ([_plain(value) for value in row] for row in rows)
    database = cursor.connection
    with database:
        database.execute("BEGIN")
        database.executemany(f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({places})", plain)


def _plain(value):
    return str(value.replace(tzinfo=None)) if isinstance(value, datetime) else value


def _drop_indexes(cursor) -> list[str]:
    """Drop what only makes finding quicker; give the statements that bring it back."""
    cursor.execute(
        "SELECT indexname, indexdef FROM pg_indexes WHERE tablename LIKE 'contacts\\_%%' AND indexname NOT IN"
        " (SELECT conname FROM pg_constraint)"
    )
    found = cursor.fetchall()
    for name, _statement in found:
        cursor.execute(f'DROP INDEX "{name}"')
    return [statement for _name, statement in found]


if __name__ == "__main__":
    main()
