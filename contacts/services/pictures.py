"""Pictures and transactions: a file is there exactly when a committed row may need it."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from itertools import chain

from django.db import transaction

from contacts import thumbnails
from contacts.models import Change, Contact

_stored: ContextVar[list[str] | None] = ContextVar("stored_pictures", default=None)
_rehearsing: ContextVar[bool] = ContextVar("rehearsing", default=False)


@contextmanager
def writing() -> Iterator[None]:
    """Open a transaction; if it is rolled back, the pictures that were stored in it go with it."""
    if _stored.get() is not None:
        with transaction.atomic():
            yield
        return
    token = _stored.set([])
    try:
        with transaction.atomic():
            yield
    except BaseException:
        remove_unneeded(_stored.get() or [])
        raise
    finally:
        _stored.reset(token)


@contextmanager
def rehearsing() -> Iterator[None]:
    """Let the block write as always, then take all of it back. Pictures are not even stored meanwhile."""
    token = _rehearsing.set(True)
    try:
        with transaction.atomic():
            yield
            transaction.set_rollback(True)
    finally:
        _rehearsing.reset(token)


def store(picture: thumbnails.Picture) -> None:
    """Store a picture inside ``writing()``."""
    if _rehearsing.get():
        return
    stored = _stored.get()
    if thumbnails.store(picture) and stored is not None:
        stored.append(picture.name)
    # A rival that is rolled back may take the same picture away between now and our commit.
    transaction.on_commit(lambda: thumbnails.store(picture))


def remove_unneeded(names: list[str]) -> None:
    """Remove new pictures whose transaction failed, but for those that a rival has taken up meanwhile.

    History need not be asked: what it holds was stored before, and so is not new.
    """
    shown = Contact.objects.filter(thumbnail__in=names).exclude(thumbnail="").values_list("thumbnail", flat=True)
    for name in set(names) - set(shown):
        thumbnails.remove(name)


def needed_pictures() -> set[str]:
    """Give the names of all pictures that a contact shows, or that undo could bring back."""
    of_contacts = Contact.objects.exclude(thumbnail="").values_list("thumbnail", flat=True)
    of_history = (
        Change.objects.filter(**{f"{side}__has_key": "thumbnail"}).values_list(f"{side}__thumbnail", flat=True)
        for side in ("before", "after")
    )
    return {*of_contacts, *chain.from_iterable(of_history)} - {"", None}
