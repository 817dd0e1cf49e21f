"""What the address of a list asks for, and the addresses of lists that differ from it in something."""

from collections.abc import Mapping
from functools import cached_property
from typing import Any
from urllib.parse import parse_qsl, urlencode

from contacts.filters import ContactFilterSet
from contacts.models import SavedView
from contacts.pages.contact_list.columns import LIST_COLUMNS, ListColumn, columns_named
from contacts.paging import SORTS, Order

CONDITIONS = tuple(ContactFilterSet.base_filters)
_CURSORS = ("after", "before")
_KNOWN = (*CONDITIONS, "sort", "columns", "total", *_CURSORS)


class ListQuery:
    """A list as an address and a saved view ask for it.

    What the address says of conditions or order holds alone; where it says nothing of them, the view's hold.
    What neither says is as the person prefers it.
    """

    def __init__(self, given: Mapping[str, str], preferences: Mapping[str, Any], view: SavedView | None = None):
        said = {name: given[name].strip() for name in _KNOWN if given.get(name, "").strip()}
        self.view, self._said, self._preferences = view, said, preferences
        kept = dict(parse_qsl(view.query)) if view and not said.keys() & {*CONDITIONS, "sort"} else {}
        told = kept or said
        self.conditions = {name: told[name] for name in CONDITIONS if told.get(name)}
        self.sort = self._known_sort(told.get("sort", ""))
        self.after, self.before = said.get("after", ""), said.get("before", "")
        self.wants_exact_total = said.get("total") == "exact"

    def _known_sort(self, name: str) -> str:
        return name if name in SORTS else str(self._preferences["sort"])

    @property
    def order(self) -> Order:
        return SORTS[self.sort]

    @cached_property
    def columns(self) -> list[ListColumn]:
        """Give the columns that the address names, else the view's, else the person's own."""
        wishes = [self._said.get("columns", "").split(","), self.view.columns if self.view else []]
        wishes.append(self._preferences["columns"])
        found = (columns_named(names) for names in wishes)
        return next((columns for columns in found if columns), columns_named(LIST_COLUMNS))

    @property
    def column_names(self) -> list[str]:
        return [column.name for column in self.columns]

    @property
    def text(self) -> str:
        """Give the conditions and the order as a query string: what a view keeps."""
        return urlencode({**self.conditions, "sort": self.sort})

    @property
    def filter(self) -> str:
        """Give the conditions alone, for what touches all contacts that they find."""
        return urlencode(self.conditions)

    @property
    def has_changed(self) -> bool:
        """Whether the list differs from its view, so that there is something to save."""
        if self.view is None:
            return bool(self.conditions)
        return self.text != self.view.query or bool(self.view.columns and self.column_names != self.view.columns)

    def state(self, *, without: tuple[str, ...] = (), **changes: str) -> dict[str, str]:
        """Give what an address must say for this list, changed; a list that was changed begins at its first page."""
        said = {**self.conditions, **({"sort": self.sort} if self.view or "sort" in self._said else {})}
        said |= {name: self._said[name] for name in ("columns",) if name in self._said}
        said |= {"view": str(self.view.pk)} if self.view else {}
        return {name: value for name, value in {**said, **changes}.items() if value and name not in without}

    def address(self, *, without: tuple[str, ...] = (), **changes: str) -> str:
        """Give the query string of this list, changed, with its question mark."""
        state = self.state(without=without, **changes)
        return f"?{urlencode(state)}" if state else "?"

    @property
    def state_beside_search(self) -> dict[str, str]:
        return self.state(without=("q",))

    @property
    def cleared(self) -> str:
        """Give the address of this list with nothing that narrows it."""
        return self.address(without=CONDITIONS)

    def sorted_by(self, name: str) -> str:
        """Give the address of this list sorted by something; what it is sorted by already turns round."""
        return self.address(sort=f"-{name}" if self.sort == name else name)

    @property
    def here(self) -> str:
        """Give the address of this very page of the list."""
        return self.address(after=self.after, before=self.before)

    @property
    def back(self) -> str:
        """Give what a contact's address says of the list that it stands in."""
        return f"?{urlencode({'from': urlencode(self.state(sort=self.sort))})}"
