"""Fill the database that DATABASE_URL names:  python -m benchmarks.filling 1000000

It must be empty or not there yet. Rows go in by ``COPY`` (PostgreSQL) or one prepared statement (SQLite), and the
indexes of PostgreSQL are built after that, two at a time, which is how a million takes about two minutes.
"""

import os
import sys
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from itertools import islice

import django

# So many go into what waits to be sent: the next are made while the database stores them.
CHUNK = 2_000


def main() -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "project.settings"
    django.setup()
    from django.core.management import call_command
    from django.db import connection

    call_command("migrate", verbosity=0)
    fill(connection, int(sys.argv[1]))


def fill(connection, count: int) -> None:
    """Put in as many contacts, with tags, grants and consent events, and have the planner know them."""
    from django.db import transaction

    from benchmarks import people
    from contacts.models import AccessRole, Tag
    from contacts.services.inserting import insert_facts, insert_in_turn
    from contacts.texts import folded_case

    with connection.cursor() as cursor:
        indexes = _drop_indexes(cursor) if connection.vendor == "postgresql" else []
        with transaction.atomic():
            insert_facts(Tag, [{"name": name, "slug": folded_case(name)} for name in people.TAGS])
            roles = people.ROLES
            insert_facts(AccessRole, [{"reference": key, "name": name, "portal": "website"} for key, name in roles])
            insert_in_turn(_rows(people.people(count), *map(_keys, (Tag, AccessRole))))
        with ThreadPoolExecutor(2) as threads:
            list(threads.map(_execute_apart, indexes))
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")


def _keys(model) -> list[int]:
    return list(model.objects.order_by("pk").values_list("pk", flat=True))


def _rows(made: Iterator, tags: list[int], roles: list[int]) -> Iterator[tuple]:
    """Give all rows of these people by their models, those that others refer to first."""
    from contacts.models import AccessGrant, ConsentEvent, Contact, TaggedContact

    empty = {field.attname: field.get_default() for field in Contact._meta.concrete_fields}
    while chunk := list(islice(made, CHUNK)):
        yield Contact, [empty | person.columns for person in chunk]
        yield TaggedContact, list(_links(chunk, "content_object_id", "tags", "tag_id", tags))
        grants = _links(chunk, "contact_id", "roles", "role_id", roles)
        yield AccessGrant, [{**link, "status": "active", "expires_at": None} for link in grants]
        yield ConsentEvent, list(_events(chunk))


def _links(made: Iterable, contact: str, name: str, other: str, keys: list[int]) -> Iterator[dict]:
    return ({contact: person.columns["id"], other: keys[at]} for person in made for at in getattr(person, name))


def _events(made: Iterable) -> Iterator[dict]:
    from benchmarks import people

    facts = {"state": "out", "reason": "optout", "via": "import", "source": "Benchmark"}
    for person in made:
        at = person.columns["created_at"]
        for channel in people.OPT_OUTS:
            if f"{channel}_optout_reason" in person.columns:
                about = {"contact_id": person.columns["id"], "channel": channel}
                yield {**facts, **about, "occurred_at": at, "recorded_at": at}


def _drop_indexes(cursor) -> list[str]:
    """Drop what only makes finding quicker; give the statements that bring it back, the longest first."""
    cursor.execute(
        "SELECT indexname, indexdef FROM pg_indexes WHERE tablename LIKE 'contacts\\_%%' AND indexname NOT IN"
        " (SELECT conname FROM pg_constraint)"
    )
    found = sorted(cursor.fetchall(), key=lambda index: "USING gin" not in index[1])
    for name, _statement in found:
        cursor.execute(f'DROP INDEX "{name}"')
    return [statement for _name, statement in found]


def _execute_apart(statement: str) -> None:
    """Execute it on a connection of this thread's own."""
    from django.db import connection

    with closing(connection), connection.cursor() as cursor:
        cursor.execute(statement)


if __name__ == "__main__":
    main()
