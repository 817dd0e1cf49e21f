"""Making the next thing while this one is dealt with."""

from collections.abc import Generator, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from django.utils.translation import activate, get_language

T = TypeVar("T")


def made_ahead(things: Iterator[T]) -> Generator[T]:
    """Give the things one after the other, while a thread makes the next one, in the language of the caller.

    It pays where the caller mostly waits, as for the database. What making a thing raises is raised where it is due.
    Whoever leaves early closes this, and with that waits for the thread. The things must not need the database: a
    thread has a connection of its own.
    """
    with ThreadPoolExecutor(1, "ahead", initializer=activate, initargs=(get_language() or "",)) as thread:
        coming = thread.submit(next, things, None)
        while (thing := coming.result()) is not None:
            coming = thread.submit(next, things, None)
            yield thing
