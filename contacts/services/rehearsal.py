"""Rehearsals: everything is written as always, then taken back, and no trace is left."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from itertools import count
from typing import Any

from django.db import transaction

# The keys of rows that are not to stay. Negative ones: a database would not give the next of its own again.
_keys: ContextVar[Iterator[int] | None] = ContextVar("rehearsed_keys", default=None)


@contextmanager
def rehearsing() -> Iterator[None]:
    """Let the block write as always, then take all of it back. Pictures are not even stored meanwhile."""
    token = _keys.set(count(-1, -1))
    try:
        with transaction.atomic():
            yield
            transaction.set_rollback(True)
    finally:
        _keys.reset(token)


def is_rehearsal() -> bool:
    return _keys.get() is not None


def own_key() -> dict[str, Any]:
    """Give a rehearsal's key for a row whose key the database would make; nothing when it is no rehearsal."""
    keys = _keys.get()
    return {} if keys is None else {"id": next(keys)}
