"""Few contacts out of many: all that match are found first, by the index that knows them, and then sorted.

Left to itself a database walks along the order of a list until enough contacts have matched. It takes words for ones
that meet by chance, and what an import made for spread over all ages; where they hardly ever meet, or lie at the far
end, it walks through the whole table.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import QuerySet

from contacts.known import digest_of, is_known, note
from contacts.querysets import ContactQuerySet

# So many contacts are looked at along an order for those of a long list: mostly the first few do.
_FAR = 30_000
Reader = Callable[[ContactQuerySet], list[Any]]
_STATEMENT = """
    WITH matches ({columns}) AS MATERIALIZED ({matches}), page (id) AS ({page})
    SELECT counted.total, page.id FROM (SELECT COUNT(*) AS total FROM matches) AS counted LEFT JOIN page ON TRUE
"""


@dataclass(frozen=True)
class Stretch:
    """Where a page lies: in the order by a column that ``lay`` puts contacts in, after ``start`` of them, how long.

    Stretches that begin at the same end of the same order, or both amidst it, go the same ``way``.
    """

    column: str
    lay: Callable[[ContactQuerySet], ContactQuerySet]
    start: int
    length: int
    way: str

    def cut(self, contacts: ContactQuerySet) -> ContactQuerySet:
        """Give the page of these contacts, not read yet."""
        return self.lay(contacts)[self.start : self.start + self.length]

    def among_first(self, contacts: ContactQuerySet, count: int) -> tuple[ContactQuerySet, bool]:
        """Give those of the contacts that stand among the first so many around them, and whether there are more."""
        everybody = self.lay(contacts.vicinity())
        beyond = list(everybody.values_list(self.column, "pk")[count : count + 1])
        if not beyond:
            return contacts, False
        operator = ">" if str(everybody.query.order_by[0]).startswith("-") else "<"
        return contacts.placed(self.column, operator, *beyond[0]), True


@dataclass(frozen=True)
class Matches:
    """How many contacts match, and the keys of those on a page of them, in no order."""

    total: int
    keys: list[int]


def find(contacts: ContactQuerySet, stretch: Stretch, read: Reader, reach: int) -> tuple[list[Any], int | None]:
    """Give the page of a list, and the list's total if that became known and is no more than ``reach``.

    Of a narrowed list the matches are looked for first: if they are few, the page is one of them, else the walk along
    the order mostly meets enough soon.
    """
    if not contacts.query.where:
        return read(stretch.cut(contacts)), None
    with planned_for_its_values(contacts):
        try:
            digest = digest_of(contacts)
            matches = None if is_known(longer := f"longer:{digest}") else matches_among(contacts, stretch, reach)
        except EmptyResultSet:
            return [], 0
        if matches and matches.total <= reach:
            return _page_of(contacts, stretch, matches, read), matches.total
        if matches:
            note(longer)
        return _page_of_many(contacts, stretch, read, f"short:{digest}:{stretch.way}"), None


def _page_of_many(contacts: ContactQuerySet, stretch: Stretch, read: Reader, short: str) -> list[Any]:
    """Walk along the order; where too few match for long, sort all that do. The way may be known as ``short``."""
    if is_known(short):
        return read(stretch.cut(contacts))
    near, are_more = stretch.among_first(contacts, _FAR)
    found = read(stretch.cut(near))
    if are_more and len(found) < stretch.length:
        return _page_of(contacts, stretch, matches_among(contacts, stretch), read)
    note(short)
    return found


def _page_of(contacts: ContactQuerySet, stretch: Stretch, matches: Matches, read: Reader) -> list[Any]:
    """Read the page that the matches' keys name."""
    page = contacts.filter(pk__in=matches.keys).order_by(*stretch.lay(contacts).query.order_by)
    return read(page) if matches.keys else []


def matches_among(contacts: ContactQuerySet, stretch: Stretch, most: int | None = None) -> Matches:
    """Find all that match, and on which of them the page falls.

    It gives up when there are more than ``most``, and the keys mean nothing then. Raises ``EmptyResultSet`` where the
    conditions contradict each other.
    """
    looked_for = contacts.order_by().values("pk", stretch.column)
    matches, values = _compiled(looked_for if most is None else looked_for[: most + 1])
    page, more_values = _compiled(stretch.cut(_all_of(contacts)).values("pk"))
    table, columns = _names(contacts, stretch.column)
    # The matches go by the name of the table, so that the page is said about them in the same words.
    page = page.replace(f"FROM {table}", f"FROM matches AS {table}", 1)
    rows = _rows(contacts.db, _STATEMENT.format(columns=columns, matches=matches, page=page), (*values, *more_values))
    return Matches(rows[0][0], [key for _total, key in rows if key is not None])


def _all_of(contacts: ContactQuerySet) -> ContactQuerySet:
    return contacts.model._default_manager.using(contacts.db)


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
