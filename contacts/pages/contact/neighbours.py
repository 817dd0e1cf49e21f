"""The contacts before and after one in the list that a person came from."""

from collections.abc import Iterable
from typing import Any

from django.http import QueryDict
from django.urls import reverse
from django.utils.functional import cached_property

from contacts.filters import ContactFilterSet
from contacts.models import Contact
from contacts.paging import SORTS, Page, page_after, page_before
from contacts.querysets import ContactQuerySet

_USUAL_ORDER = "-created"


class Neighbours:
    """``came_from`` is the query of the list: its filters, and ``sort``. Two queries, whatever the list holds."""

    def __init__(self, contact: Contact, came_from: str):
        self._contact, self._came_from = contact, came_from
        self._query = QueryDict(came_from)
        self._order = SORTS.get(self._query.get("sort", ""), SORTS[_USUAL_ORDER])
        self._place = self._order.cursor(contact)

    @property
    def list_address(self) -> str:
        return reverse("staff:contacts") + (f"?{self._came_from}" if self._came_from else "")

    @cached_property
    def _found(self) -> ContactQuerySet:
        return ContactFilterSet(self._query, Contact.objects.only("pk", self._order.column)).qs

    @property
    def next(self) -> str:
        """Give the address of the contact after it, "" at the end."""
        return self._address(page_after(self._found, self._order, self._place, 1))

    @property
    def previous(self) -> str:
        return self._address(page_before(self._found, self._order, self._place, 1))

    def _address(self, page: Page) -> str:
        return next(self._addresses(page.contacts), "")

    def _addresses(self, contacts: Iterable[Contact]) -> Any:
        for contact in contacts:
            yield reverse("staff:contact", args=[contact.pk], query={"from": self._came_from})


def neighbours_of(contact: Contact, came_from: str | None) -> Neighbours | None:
    """Give the neighbours in that list; ``None`` for who came from no list."""
    return None if came_from is None else Neighbours(contact, came_from)
