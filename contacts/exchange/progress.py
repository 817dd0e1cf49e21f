"""How far long work is that nobody else can see in the database: a rehearsal's transaction, an export's open query.

It stands in a small file among the uploads while the work goes on.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from django.core.files.base import ContentFile
from django.core.files.storage import storages


@contextmanager
def noting(token: str) -> Iterator[Callable[[int], None]]:
    """Give what notes how many rows are through."""
    storage, name = storages["uploads"], _name(token)

    def note(rows: int) -> None:
        storage.delete(name)
        storage.save(name, ContentFile(str(rows).encode()))

    try:
        yield note
    finally:
        storage.delete(name)


def noted(token: str) -> int:
    """Give how many rows are through; 0 where nothing is noted."""
    with suppress(OSError, ValueError), storages["uploads"].open(_name(token)) as file:
        return int(file.read())
    return 0


def _name(token: str) -> str:
    return f"progress/{token}"
