"""The contacts before and after one in the list that a person came from."""

from urllib.parse import parse_qsl

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import cached_property

from contacts.filters import ContactFilterSet
from contacts.models import Contact
from contacts.pages.contact_list.queries import ListQuery
from contacts.pages.guards import member_of
from contacts.paging import Page, page_after, page_before, position_of, total_of
from contacts.querysets import ContactQuerySet
from contacts.services.preferences import preferences_of


class Neighbours:
    """``came_from`` is the query of the list, as its rows hand it on.

    Two queries, whatever the list holds, and two more where it is narrowed and not known to be long; two more
    for the place in a list that is not too long to be counted.
    """

    def __init__(self, contact: Contact, came_from: str, request: HttpRequest):
        self._contact, self._came_from = contact, came_from
        self._list = ListQuery(dict(parse_qsl(came_from)), preferences_of(member_of(request)))
        self._order, self._place = self._list.order, self._list.order.cursor(contact)

    @cached_property
    def _found(self) -> ContactQuerySet:
        return ContactFilterSet(self._list.conditions, Contact.objects.only("pk", self._order.column)).qs

    @cached_property
    def _page_after(self) -> Page:
        return page_after(self._found, self._order, self._place, 1)

    @cached_property
    def next(self) -> str:
        """Give the address of the contact after it, "" at the end."""
        return self._address(self._page_after)

    @cached_property
    def previous(self) -> str:
        return self._address(page_before(self._found, self._order, self._place, 1))

    @cached_property
    def total(self) -> int | None:
        """Give how many contacts the list holds; ``None`` where that is more than is counted unasked."""
        return total_of(self._found, self._page_after)

    @cached_property
    def position(self) -> int | None:
        """Give which of them this contact is; ``None`` where that is not known, or it is none of them any more."""
        return None if self.total is None else position_of(self._contact, self._found, self._order)

    def _address(self, page: Page) -> str:
        query = {"from": self._came_from}
        return next((reverse("staff:contact", args=[one.pk], query=query) for one in page.contacts), "")


def neighbours_of(contact: Contact, request: HttpRequest) -> Neighbours | None:
    """Give the neighbours in that list; ``None`` for who came from no list."""
    came_from = request.GET.get("from")
    return None if came_from is None else Neighbours(contact, came_from, request)
