"""Pages of many contacts that cost the same wherever they are (contract §4)."""

from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from django.core.exceptions import EmptyResultSet, ValidationError
from django.core.signing import BadSignature, Signer
from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from contacts.known import digest_of, is_known, note
from contacts.matches import Reader, Stretch, find, planned_for_its_values
from contacts.models import Contact
from contacts.querysets import ContactQuerySet

# Numbered pages reach, and totals count, so far.
REACH = 10_000
# Signed, so that nobody but this store can make one: what it holds needs no second look.
_signer = Signer(salt="contacts.cursor")


@dataclass(frozen=True)
class Order:
    """The order of a list: by a column, then by id."""

    column: str = "created_at"
    descending: bool = False

    def sort(self, contacts: ContactQuerySet, *, turned: bool = False) -> ContactQuerySet:
        sign = "-" if self.descending != turned else ""
        return contacts.order_by(f"{sign}{self.column}", f"{sign}pk")

    def beyond(self, contacts: ContactQuerySet, cursor: str, *, turned: bool = False) -> ContactQuerySet:
        """Give the contacts after the cursor; ``turned``, those before it. Raises an unkeyed ``ValidationError``."""
        value, pk = self._place(cursor)
        operator = "<" if self.descending != turned else ">"
        return contacts.placed(self.column, operator, value, pk)

    def lay(self, contacts: ContactQuerySet, *, cursor: str, turned: bool = False) -> ContactQuerySet:
        """Give the contacts after the cursor (``turned``, before it), the nearest first."""
        return self.sort(self.beyond(contacts, cursor, turned=turned), turned=turned)

    def cursor(self, contact: Contact) -> str:
        """Give the contact's place in this order as an opaque text."""
        return _signer.sign_object([str(self), self._field().value_to_string(contact), contact.pk])

    def up_to(self, contacts: ContactQuerySet, contact: Contact) -> ContactQuerySet:
        """Give the contacts up to this one, with it if it is one of them."""
        operator = ">=" if self.descending else "<="
        return contacts.placed(self.column, operator, getattr(contact, self.column), contact.pk)

    def _place(self, cursor: str) -> tuple[Any, int]:
        try:
            order, value, pk = _signer.unsign_object(cursor)
            if order != str(self):
                raise BadSignature("It is signed for another order.")
        except BadSignature:
            raise ValidationError(_("This cursor does not belong to this list: follow the links."), code="invalid")
        return self._field().to_python(value), pk

    def _field(self):
        return Contact._meta.get_field(self.column)

    def __str__(self):
        return f"-{self.column}" if self.descending else self.column


_SORTED_BY = {
    "name": "last_name",
    "company": "company",
    "email": "email",
    "created": "created_at",
    "modified": "modified_at",
}
# The orders that people can ask for, by name; each has its index.
SORTS = {f"{sign}{name}": Order(column, bool(sign)) for name, column in _SORTED_BY.items() for sign in ("", "-")}


@dataclass(frozen=True)
class Page:
    """Some contacts in their order, and the cursors of the pages beside them (``None`` at an end).

    A last page that was found by its number tells the ``total`` of the list, and so does a page of few matches.
    """

    contacts: list[Contact]
    next: str | None
    previous: str | None
    total: int | None = None


def page_at(contacts: ContactQuerySet, order: Order, offset: int, limit: int, *, read: Reader = list) -> Page:
    """Give the page that begins after so many contacts. The database reads all of those: keep them within ``REACH``."""
    stretch = Stretch(order.column, order.sort, offset, limit + 1, str(order))
    found, total = find(contacts, stretch, read, REACH)
    page = _page(order, found[:limit], total, has_next=len(found) > limit, has_previous=offset > 0)
    is_last = not page.next and (found or not offset)
    return replace(page, total=offset + len(found)) if is_last else page


def page_after(contacts: ContactQuerySet, order: Order, cursor: str, limit: int, *, read: Reader = list) -> Page:
    """Give the page that follows the cursor. Raises ``ValidationError`` for a cursor of another list."""
    lay = partial(order.lay, cursor=cursor)
    beyond = Stretch(order.column, lay, 0, limit + 1, f"{order}:on")
    found, total = find(contacts, beyond, read, REACH)
    return _page(order, found[:limit], total, has_next=len(found) > limit, has_previous=True)


def page_before(contacts: ContactQuerySet, order: Order, cursor: str, limit: int, *, read: Reader = list) -> Page:
    """Give the page that ends before the cursor. Raises ``ValidationError`` for a cursor of another list."""
    lay = partial(order.lay, cursor=cursor, turned=True)
    back = Stretch(order.column, lay, 0, limit + 1, f"{order}:back")
    found, total = find(contacts, back, read, REACH)
    return _page(order, found[:limit][::-1], total, has_next=True, has_previous=len(found) > limit)


def _page(order: Order, contacts: list[Contact], total: int | None, *, has_next: bool, has_previous: bool) -> Page:
    return Page(
        contacts,
        next=order.cursor(contacts[-1]) if contacts and has_next else None,
        previous=order.cursor(contacts[0]) if contacts and has_previous else None,
        total=total,
    )


def position_of(contact: Contact, contacts: ContactQuerySet, order: Order) -> int | None:
    """Give which of the contacts it is, the first being 1; ``None`` where it is none of them.

    The database counts all that stand before it: ask this of lists whose total is known.
    """
    with planned_for_its_values(contacts):
        found = order.up_to(contacts.order_by(), contact)
        counts = found.aggregate(position=Count("pk"), it=Count("pk", filter=Q(pk=contact.pk)))
    return counts["position"] if counts["it"] else None


def total_of(contacts: ContactQuerySet, page: Page | None = None, *, exact: bool = False) -> int | None:
    """Count the contacts; past 10,000 give ``None``, because counting on costs more than it tells.

    Where a page of them tells their number, nothing is counted.
    """
    if page and page.total is not None:
        return page.total if exact or page.total <= REACH else None
    with planned_for_its_values(contacts):
        return contacts.order_by().values("pk").count() if exact else _count_within_reach(contacts)


def _count_within_reach(contacts: ContactQuerySet) -> int | None:
    """Count up to 10,000."""
    try:
        if is_known(longer := f"longer:{digest_of(contacts)}"):
            return None
    except EmptyResultSet:
        return 0
    count = contacts.order_by().values("pk")[: REACH + 1].count()
    if count <= REACH:
        return count
    note(longer)
    return None
