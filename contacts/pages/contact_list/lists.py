"""A list of contacts as its page shows it."""

from collections.abc import Iterator
from functools import cached_property
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from contacts.choices import ContactType
from contacts.filters import ContactFilterSet
from contacts.models import Contact
from contacts.pages.contact_list.cells import Row
from contacts.pages.contact_list.columns import NAME, ListColumn
from contacts.pages.contact_list.queries import ListQuery
from contacts.paging import REACH, Page, page_after, page_at, page_before, total_of
from contacts.querysets import ContactQuerySet


class ContactList:
    """The contacts that a query finds, a page at a time; conditions that are wrong find nothing and say why."""

    def __init__(self, query: ListQuery, page_size: int):
        self.query, self.page_size = query, page_size
        self.filters = ContactFilterSet(query.conditions, Contact.objects.all())

    @cached_property
    def contacts(self) -> ContactQuerySet:
        return self.filters.qs if self.filters.is_valid() else Contact.objects.none()

    @cached_property
    def page(self) -> Page:
        try:
            return self._page()
        except ValidationError:
            # The cursor is of another order, or of another store: the list begins anew.
            return self._first_page()

    def _page(self) -> Page:
        query, contacts = self.query, self.contacts.with_tags()
        if query.after:
            return page_after(contacts, query.order, query.after, self.page_size)
        if query.before:
            page = page_before(contacts, query.order, query.before, self.page_size)
            return page if page.previous else self._first_page()
        return self._first_page()

    def _first_page(self) -> Page:
        return page_at(self.contacts.with_tags(), self.query.order, 0, self.page_size)

    @cached_property
    def total(self) -> int | None:
        """Give how many contacts are found; ``None`` where that is more than is counted unasked."""
        if not (self.page.previous or self.page.next):
            return len(self.page.contacts)
        return total_of(self.contacts, self.page, exact=self.query.wants_exact_total)

    @property
    def number(self) -> str:
        return number_format(REACH if self.total is None else self.total, force_grouping=True)

    @property
    def count(self) -> str:
        """Say how many contacts are found, no more exactly than is known."""
        if self.total is None:
            return _("more than %(number)s contacts") % {"number": self.number}
        return ngettext("%(number)s contact", "%(number)s contacts", self.total) % {"number": self.number}

    @property
    def short_count(self) -> str:
        return _("more than %(number)s") % {"number": self.number} if self.total is None else self.number

    @cached_property
    def rows(self) -> list[Row]:
        return [Row(contact, self.query.columns) for contact in self.page.contacts]

    @property
    def heads(self) -> Iterator[dict[str, Any]]:
        """Give the columns with what a click on the head of each does."""
        for column in (NAME, *self.query.columns):
            yield {"column": column, "direction": self._direction(column), "address": self._sorting(column)}

    def _direction(self, column: ListColumn) -> str:
        return {column.sort: "ascending", f"-{column.sort}": "descending"}.get(self.query.sort, "")

    def _sorting(self, column: ListColumn) -> str:
        return self.query.sorted_by(column.sort) if column.sort else ""

    @property
    def next_address(self) -> str:
        return self.query.address(after=self.page.next) if self.page.next else ""

    @property
    def previous_address(self) -> str:
        return self.query.address(before=self.page.previous) if self.page.previous else ""

    @property
    def exact_address(self) -> str:
        return self.query.address(total="exact")

    @property
    def is_new_store(self) -> bool:
        """Whether nobody but the headquarters, which is there from the start, can be listed at all."""
        types = {contact.type for contact in self.page.contacts}
        return not self.query.conditions and self.total is not None and types <= {ContactType.HQ}
