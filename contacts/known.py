"""What was found out about a list just now: it is taken to be so for some seconds more, since finding out is work."""

from hashlib import sha256

from django.core.cache import cache

from contacts.querysets import ContactQuerySet

_FOR_SECONDS = 5


def is_known(fact: str) -> bool:
    return cache.get(fact, False)


def note(fact: str) -> None:
    cache.set(fact, True, _FOR_SECONDS)


def digest_of(contacts: ContactQuerySet) -> str:
    """Tell by which conditions the contacts were narrowed. Raises ``EmptyResultSet`` where nobody can meet them."""
    if not contacts.query.where:
        return "all"
    statement, values = contacts.order_by().values("pk").query.sql_with_params()
    return sha256(f"{statement} {values!r}".encode(errors="backslashreplace")).hexdigest()
