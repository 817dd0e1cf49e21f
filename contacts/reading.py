"""Reading whole contacts quickly: a statement is compiled once, and a row becomes a contact without ceremony.

Django takes longer to compile such a query than a database to answer it, and as long again to make a model of a row.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from functools import cache
from typing import Any, cast

from django.core.exceptions import EmptyResultSet
from django.db import connections, router
from django.db.models import CharField, Field
from django.db.models.base import ModelState
from django.utils.dateparse import parse_datetime

from contacts.models import Contact
from contacts.querysets import ContactQuerySet, keys_with_email
from contacts.texts import folded_case, is_storable, normal_text

_Converter = tuple[int, Sequence[Callable[..., Any]], Any]


class WholeRows:
    """How one database gives contacts with all that hangs on them, and how a row of that becomes a contact."""

    def __init__(self, alias: str):
        compiler = Contact.objects.using(alias).whole().order_by().query.get_compiler(alias)
        self._alias = alias
        self._statement, self._values = compiler.as_sql()
        columns = [column for column, _sql, _name in compiler.select]
        self._names = [name or column.target.attname for column, _sql, name in compiler.select]
        self._converters: list[_Converter] = [(at, *found) for at, found in compiler.get_converters(columns).items()]

    def ask(self, rest: str, values: Sequence[Any]) -> list[Contact]:
        """Give the contacts that the rest of the statement, from WHERE on, leaves over."""
        connection = connections[self._alias]
        with connection.cursor() as cursor:
            cursor.execute(f"{self._statement} {rest}", (*self._values, *values))
            return [self._contact(list(row), connection) for row in cursor.fetchall()]

    def _contact(self, row: list[Any], connection: Any) -> Contact:
        for at, converters, column in self._converters:
            for convert in converters:
                row[at] = convert(row[at], column, connection)
        contact = Contact.__new__(Contact)
        contact.__dict__.update(zip(self._names, row, strict=True), _state=_stored_in(self._alias))
        return with_extras(contact)


def find(**lookup: Any) -> Contact | None:
    """Give the contact whose unique column has this value, whole; ``None`` where there is none."""
    (column, value), *_ = lookup.items()
    return _first(_whole_rows(_alias()).ask(_where(column), [value]))


def find_by_email(email: str) -> Contact | None:
    """Give the oldest contact with this address among its e-mails, without case; ``None`` where there is none."""
    if not is_storable(email):
        return None
    alias = _alias()
    keys, values = keys_with_email(email, connections[alias].vendor)
    oldest = f"ORDER BY {_quoted('created_at')}, {_quoted('pk')} LIMIT 1"
    return _first(_whole_rows(alias).ask(f"WHERE {_quoted('pk')} IN ({keys}) {oldest}", values))


def find_by_reference(reference: str) -> Contact | None:
    """Give the contact with this reference, without case; ``None`` where there is none."""
    return find(reference_key=folded_case(normal_text(reference))) if is_storable(reference) else None


def find_by_customer_number(number: str) -> Contact | None:
    """Give the contact with this customer number; ``None`` where there is none."""
    return find(customer_number=normal_text(number)) if is_storable(number) else None


def read(page: ContactQuerySet) -> list[Contact]:
    """Give the contacts of an ordered and sliced queryset, whole, in its order and in one query."""
    try:
        keys, values = page.values("pk").query.get_compiler(page.db).as_sql()
    except EmptyResultSet:
        return []
    order = ", ".join(_direction(str(name)) for name in page.query.order_by)
    return _whole_rows(page.db).ask(f"WHERE {_quoted('pk')} IN ({keys}) ORDER BY {order}", values)


def column_of(name: str, *, locking: bool = False, **lookup: Any) -> Any:
    """Give one column of the contact whose other column has this value; ``None`` where there is no such contact.

    ``locking`` lets nobody else write the contact until the transaction ends.
    """
    (column, value), *_ = lookup.items()
    connection = connections[_alias()]
    # SQLite has no lock for a row: who opened the transaction holds the database.
    lock = " FOR UPDATE" if locking and connection.features.has_select_for_update else ""
    with connection.cursor() as cursor:
        # Both are names of our columns; values travel apart.
        cursor.execute(f"SELECT {_quoted(name)} FROM {_table()} {_where(column)}{lock}", [value])  # noqa: S608
        row = cursor.fetchone()
    return row and row[0]


@cache
def _whole_rows(alias: str) -> WholeRows:
    return WholeRows(alias)


def _alias() -> str:
    return router.db_for_read(Contact)


def _table() -> str:
    return f'"{Contact._meta.db_table}"'


@cache
def _quoted(name: str) -> str:
    field = Contact._meta.pk if name == "pk" else cast(Field, Contact._meta.get_field(name))
    return f'{_table()}."{field.column}"'


@cache
def _where(column: str) -> str:
    # An empty text is no key, and the indexes leave it out: this way the planner knows before it is given a value.
    is_text = isinstance(Contact._meta.get_field(column), CharField) if column != "pk" else False
    return f"WHERE {_quoted(column)} = %s" + (f" AND NOT ({_quoted(column)} = '')" if is_text else "")


def _first(contacts: list[Contact]) -> Contact | None:
    return contacts[0] if contacts else None


def _direction(name: str) -> str:
    return f"{_quoted(name[1:])} DESC" if name.startswith("-") else _quoted(name)


def _stored_in(alias: str) -> ModelState:
    state = ModelState()
    state.db, state.adding = alias, False
    return state


def with_extras(contact: Contact) -> Contact:
    """Give a contact that ``ContactQuerySet.whole()`` read, with its tags and grants in order, as Python values."""
    contact.tag_names = tags_in_order(contact.tag_names)
    contact.website_grants = grants_in_order(contact.website_grants)
    return contact


def tags_in_order(names: Iterable[str] | None) -> list[str]:
    """Give the names of tags as they are shown, from what ``ContactQuerySet.whole()`` read."""
    names = list(names or ())
    return sorted(names, key=folded_case) if len(names) > 1 else names


def grants_in_order(rows: Iterable[dict[str, Any]] | None) -> list[dict[str, Any]]:
    """Give the grants as they are shown, as Python values, from what ``ContactQuerySet.whole()`` read."""
    facts = [{**row, "expires": _instant(row["expires"])} for row in rows or ()]
    return sorted(facts, key=lambda row: row["reference"])


def _instant(text: str | None) -> datetime | None:
    instant = parse_datetime(text) if text else None
    # SQLite's text of an instant has no offset; it is UTC like all that is stored.
    return instant.replace(tzinfo=UTC) if instant and instant.tzinfo is None else instant
