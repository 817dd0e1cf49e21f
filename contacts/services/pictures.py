"""Pictures and transactions: a file is there exactly when a committed row may need it."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import timedelta
from itertools import chain

from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone

from contacts import thumbnails
from contacts.models import Change, Contact
from contacts.services.rehearsal import is_rehearsal

_stored: ContextVar[list[str] | None] = ContextVar("stored_pictures", default=None)


@contextmanager
def writing() -> Iterator[None]:
    """Open a transaction, or a part of one; if it is rolled back, the pictures that were stored in it go with it."""
    around, stored = _stored.get(), list[str]()
    token = _stored.set(stored)
    try:
        with transaction.atomic():
            yield
    except BaseException:
        remove_unneeded(stored)
        raise
    finally:
        _stored.reset(token)
    if around is not None:
        around.extend(stored)


def store(picture: thumbnails.Picture) -> None:
    """Store a picture inside ``writing()``."""
    if is_rehearsal():
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


@dataclass
class Collected:
    """How many pictures were collected, and how many bytes they took."""

    count: int = 0
    size: int = 0


def collect_pictures(older_than: timedelta, *, dry_run: bool = False) -> Collected:
    """Remove the drawn pictures that nothing needs and that have been there for so long; tell what they took.

    Younger ones may belong to a write that is still going on. A dry run tells the same, and removes nothing.
    """
    collected, needed, limit = Collected(), needed_pictures(), timezone.now() - older_than
    for name in _drawn_pictures("pictures"):
        # Who stored it may take it away while we look.
        with suppress(FileNotFoundError):
            if name in needed or default_storage.get_modified_time(name) > limit:
                continue
            size = default_storage.size(name)
            if dry_run or _removed(name):
                collected.count, collected.size = collected.count + 1, collected.size + size
    return collected


def _drawn_pictures(folder: str) -> Iterator[str]:
    folders, files = default_storage.listdir(folder) if default_storage.exists(folder) else ([], [])
    for inner in sorted(folders):
        yield from _drawn_pictures(f"{folder}/{inner}")
    yield from filter(thumbnails.DRAWN_NAME.fullmatch, (f"{folder}/{file}" for file in sorted(files)))


def _removed(name: str) -> bool:
    """Remove the picture, and put it back if a contact has taken it up meanwhile; tell whether it is gone."""
    with default_storage.open(name) as file:
        picture = thumbnails.Picture(name, file.read())
    thumbnails.remove(name)
    if is_needed := Contact.objects.filter(thumbnail=name).exists():
        thumbnails.store(picture)
    return not is_needed
