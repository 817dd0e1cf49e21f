"""Few contacts out of many: all that match are found first, by the index that knows them, and then sorted.

Left to itself a database walks along the order of a list until enough contacts have matched. It takes words for ones
that meet by chance; where they hardly ever meet, it walks through the whole table.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import connections
from django.db.models import QuerySet

from contacts.querysets import ContactQuerySet

Cut = Callable[[ContactQuerySet], ContactQuerySet]
_STATEMENT = """
    WITH matches ({columns}) AS MATERIALIZED ({matches}), page (id) AS ({page})
    SELECT counted.total, page.id FROM (SELECT COUNT(*) AS total FROM matches) AS counted LEFT JOIN page ON TRUE
"""


@dataclass(frozen=True)
class Matches:
    """How many contacts match, and the keys of those on a page of them, in no order."""

    total: int
    keys: list[int]


def matches_among(contacts: ContactQuerySet, cut: Cut, column: str, most: int) -> Matches:
    """Find all that match, and on which of them the page falls that ``cut`` sorts by the column and cuts out.

    It gives up when there are more than ``most``, and the keys mean nothing then. Raises ``EmptyResultSet`` where the
    conditions contradict each other.
    """
    matches, values = _compiled(contacts.order_by().values("pk", column)[: most + 1])
    page, more_values = _compiled(cut(contacts.model._default_manager.using(contacts.db)).values("pk"))
    table, columns = _names(contacts, column)
    # The matches go by the name of the table, so that the page is said about them in the same words.
    page = page.replace(f"FROM {table}", f"FROM matches AS {table}", 1)
    rows = _rows(contacts.db, _STATEMENT.format(columns=columns, matches=matches, page=page), (*values, *more_values))
    return Matches(rows[0][0], [key for _total, key in rows if key is not None])


@contextmanager
def planned_for_its_values(contacts: ContactQuerySet) -> Iterator[None]:
    """Let PostgreSQL plan with the values of the conditions before it.

    Of a statement that it keeps prepared it keeps the plan too, made for any value: right for most of them, and for a
    rare one a walk through the whole table. A list that nothing narrows has but one plan.
    """
    connection = connections[contacts.db]
    if connection.vendor != "postgresql" or not contacts.query.where:
        yield
        return
    connection.ensure_connection()
    kept, connection.connection.prepare_threshold = connection.connection.prepare_threshold, None
    try:
        yield
    finally:
        connection.connection.prepare_threshold = kept


def _compiled(contacts: QuerySet) -> tuple[str, tuple]:
    return contacts.query.get_compiler(contacts.db).as_sql()


def _names(contacts: ContactQuerySet, column: str) -> tuple[str, str]:
    meta, quote = contacts.model._meta, connections[contacts.db].ops.quote_name
    return quote(meta.db_table), f"{quote(meta.pk.column)}, {quote(meta.get_field(column).column)}"


def _rows(alias: str, statement: str, values: tuple) -> list[tuple]:
    with connections[alias].cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall()
