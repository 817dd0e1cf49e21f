"""Contacts for an export, read from the store in a steady order, with what hangs on them.

Whole contacts have tags and grants brought to them in the same order by queries of their own: asked for with each, as
``ContactQuerySet.whole()`` does for the few of a page, they would keep us waiting longer than the contacts themselves.
"""

from collections import namedtuple
from collections.abc import Callable, Generator, Iterator, Sequence
from datetime import UTC, date, datetime
from typing import Any, cast

import orjson

from contacts.columns import COLUMNS, Column
from contacts.models import Contact
from contacts.querysets import ContactQuerySet
from contacts.reading import grants_in_order, tags_in_order
from contacts.services.extras import tags_of, visible_grants_of
from contacts.shapes import DAY, GRANTS, INSTANT, TEXTS, WHOLE_NUMBER, Shape
from contacts.streams import written_rows

CHUNK = 2000
# When a contact was made, and which it is: no two have the same place.
Place = tuple[datetime, int]
Extras = Callable[[Place], list[Any]]
Reader = Callable[[Any], Any]


def whole_contacts(found: ContactQuerySet) -> Generator[Contact]:
    """Give the contacts with their tags and grants, the oldest first, in three queries."""
    tags, grants = _tags(found), _grants(found)
    for contact in _in_order(found).iterator(chunk_size=CHUNK):
        place = contact.created_at, contact.pk
        contact.tag_names, contact.website_grants = tags(place), grants(place)
        yield contact


def facts_of(found: ContactQuerySet, names: Sequence[str]) -> Generator[Contact]:
    """Give what stands in the columns of these names, as ``whole_contacts`` does, in a fraction of its time.

    What comes has the attributes of a contact that these columns want, and nothing else.
    """
    columns = {COLUMNS[name].attribute: COLUMNS[name] for name in names}
    facts = namedtuple("facts", columns)  # type: ignore[misc]  # which they are is known at run time
    readers = [(index, read) for index, column in enumerate(columns.values()) if (read := _reader_of(column))]
    for row in written_rows(_in_order(found.whole()).values_list(*columns)):
        values = list(row)
        for index, read in readers:
            values[index] = read(values[index])
        yield cast(Contact, facts._make(values))


def _instant(written: Any) -> datetime | None:
    instant = datetime.fromisoformat(written) if isinstance(written, str) else written
    return instant.replace(tzinfo=UTC) if instant and instant.tzinfo is None else instant


def _day(written: Any) -> date | None:
    return date.fromisoformat(written) if isinstance(written, str) else written


def _list(written: str | None) -> list[Any]:
    # Most lists are empty.
    return orjson.loads(written) if written and written != "[]" else []


def _reader_of(column: Column) -> Reader | None:
    """Give what makes the value that a contact holds of what the database has written; none where they are the same."""
    if column.attribute == "tag_names":
        return lambda written: tags_in_order(_list(written))
    return next((read for shape, read in _READERS if shape is column.shape), None)


_READERS: list[tuple[Shape, Reader]] = [
    (INSTANT, _instant),
    (DAY, _day),
    (TEXTS, _list),
    (GRANTS, lambda written: grants_in_order(_list(written))),
    (WHOLE_NUMBER, int),
]


def _in_order(found: ContactQuerySet) -> ContactQuerySet:
    return found.order_by("created_at", "id")


def _tags(found: ContactQuerySet) -> Extras:
    take = _taken_by_place(tags_of(found))
    return lambda place: tags_in_order(take(place))


def _grants(found: ContactQuerySet) -> Extras:
    return _taken_by_place(visible_grants_of(found))


def _taken_by_place(rows: Iterator[tuple[datetime, int, Any]]) -> Extras:
    """Give what takes from the rows those of a place, asked for places in their order.

    What has been written between the queries does no harm: rows of contacts that nobody asks for are passed over.
    """
    waiting = next(rows, None)

    def take(place: Place) -> list[Any]:
        nonlocal waiting
        taken = []
        while waiting and waiting[:2] <= place:
            if waiting[:2] == place:
                taken.append(waiting[2])
            waiting = next(rows, None)
        return taken

    return take
