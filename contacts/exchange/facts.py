"""Contacts for an export, read from the store in a steady order, with what hangs on them.

Tags and grants come in the same order by queries of their own: asked for with each contact, as
``ContactQuerySet.whole()`` does for the few of a page, they take the database far longer than the contacts themselves.
"""

from collections import namedtuple
from collections.abc import Callable, Generator, Iterator, Sequence
from datetime import datetime
from typing import Any, cast

from contacts.columns import COLUMNS
from contacts.models import Contact
from contacts.querysets import ContactQuerySet
from contacts.services.extras import tags_in_order, tags_of, visible_grants_of

CHUNK = 2000
# When a contact was made, and which it is: no two have the same place.
Place = tuple[datetime, int]
Extras = Callable[[Place], list[Any]]


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
    attributes = [COLUMNS[name].attribute for name in names]
    extras = {name: read(found) for name, read in _EXTRAS.items() if name in attributes}
    held = list(dict.fromkeys(["created_at", "id", *(name for name in attributes if name not in extras)]))
    facts = namedtuple("facts", [*held, *extras])  # type: ignore[misc]  # which they are is known at run time
    for row in _in_order(found).values_list(*held).iterator(chunk_size=CHUNK):
        yield cast(Contact, facts._make([*row, *[extra(row[:2]) for extra in extras.values()]]))


def _in_order(found: ContactQuerySet) -> ContactQuerySet:
    return found.order_by("created_at", "id")


def _tags(found: ContactQuerySet) -> Extras:
    take = _taken_by_place(tags_of(found))
    return lambda place: tags_in_order(take(place))


def _grants(found: ContactQuerySet) -> Extras:
    return _taken_by_place(visible_grants_of(found))


# What hangs on a contact, by attribute.
_EXTRAS: dict[str, Callable[[ContactQuerySet], Extras]] = {"tag_names": _tags, "website_grants": _grants}


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
