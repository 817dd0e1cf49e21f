"""Whether what is read now may come from the replica: a copy of the database that is a moment behind."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

PRIMARY, REPLICA = "default", "replica"
_read_from: ContextVar[str] = ContextVar("read_from", default=PRIMARY)
# Contacts and what hangs on them. Whether a caller may come in, only the primary says.
_COPIED = {"contact", "tag", "taggedcontact", "accessrole", "accessgrant"}


@contextmanager
def reading_from_replica() -> Iterator[None]:
    """Let contacts be read from the replica; writes go to the primary all the same."""
    token = _read_from.set(REPLICA)
    try:
        yield
    finally:
        _read_from.reset(token)


class ReplicaRouter:
    """Tells Django which database to ask (``DATABASE_ROUTERS``)."""

    def db_for_read(self, model, **hints) -> str:
        return _read_from.get() if model._meta.model_name in _COPIED else PRIMARY

    def db_for_write(self, model, **hints) -> str:
        return PRIMARY

    def allow_relation(self, one, other, **hints) -> bool:
        return True

    def allow_migrate(self, db, app_label, **hints) -> bool:
        return db == PRIMARY
