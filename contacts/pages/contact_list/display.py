"""How a person likes lists: the columns and their order, how dense, how long, sorted by what."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import parse_qsl, urlencode

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from contacts.pages.contact_list.columns import CHOICES, ListColumn, columns_named
from contacts.pages.contact_list.queries import ListQuery
from contacts.services.preferences import PAGE_SIZES

_DENSITIES = (("cosy", _("Comfortable")), ("compact", _("Compact")))
SORT_LABELS = {
    "-created": _("Newest first"),
    "created": _("Oldest first"),
    "-modified": _("Last changed first"),
    "modified": _("Longest unchanged first"),
    "name": _("By last name"),
    "-name": _("By last name, from Z to A"),
    "company": _("By company"),
    "-company": _("By company, from Z to A"),
    "email": _("By e-mail"),
    "-email": _("By e-mail, from Z to A"),
}


class Display:
    """What the form of these wishes shows."""

    sizes, densities, sorts = PAGE_SIZES, _DENSITIES, list(SORT_LABELS.items())

    def __init__(self, query: ListQuery, preferences: Mapping[str, Any]):
        self.shown, self.preferences = query.columns, preferences
        self.back = query.address()
        self.sorted = SORT_LABELS[query.sort]

    @property
    def hidden(self) -> Iterator[ListColumn]:
        names = {column.name for column in self.shown}
        yield from (column for name, column in CHOICES.items() if name not in names)


def wishes_in(posted: QueryDict) -> dict[str, Any]:
    """Give the wishes of the form, as they were typed; a button may have moved a column."""
    size = posted.get("page_size", "")
    return {
        "columns": _moved([column.name for column in columns_named(posted.getlist("columns"))], posted),
        "density": posted.get("density", ""),
        "page_size": int(size) if size in map(str, PAGE_SIZES) else size,
        "sort": posted.get("sort", ""),
    }


def _moved(names: list[str], posted: QueryDict) -> list[str]:
    for button, step in (("up", -1), ("down", 1)):
        name = posted.get(button)
        if name in names:
            index = names.index(name)
            there = min(max(index + step, 0), len(names) - 1)
            names.insert(there, names.pop(index))
    return names


def back_to(query_string: str, columns: Sequence[str]) -> str:
    """Give the address of the list again; where it named its columns itself, or a view does, it names the new ones."""
    said = dict(parse_qsl(query_string.removeprefix("?")))
    if said.keys() & {"view", "columns"}:
        said["columns"] = ",".join(columns)
    return f"?{urlencode(said)}" if said else ""
