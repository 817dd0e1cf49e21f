"""Making the next thing while this one is dealt with."""

from collections.abc import Generator, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextvars import ContextVar
from typing import Any, TypeVar

from django.utils.translation import activate, get_language

T = TypeVar("T")


class _Ahead:
    def __init__(self, things: Iterator[Any], thread: ThreadPoolExecutor):
        self._things, self._thread = things, thread
        self._coming: Future | None = None

    def begin(self) -> Future:
        if self._coming is None:
            self._coming = self._thread.submit(next, self._things, None)
        return self._coming

    def take(self) -> Any:
        coming = self.begin()
        self._coming = None
        return coming.result()


_ahead: ContextVar[_Ahead | None] = ContextVar("ahead", default=None)


def made_ahead(things: Iterator[T]) -> Generator[T]:
    """Give the things one after the other; the next one is made by a thread as soon as ``begin_to_wait`` is called.

    What making a thing raises is raised where it is due. Whoever leaves early closes this, and with that waits for the
    thread, which speaks the language of the caller. The things must not need the database: a thread has a connection
    of its own.
    """
    with ThreadPoolExecutor(1, "ahead", initializer=activate, initargs=(get_language() or "",)) as thread:
        ahead = _Ahead(things, thread)
        token = _ahead.set(ahead)
        try:
            while (thing := ahead.take()) is not None:
                yield thing
        finally:
            _ahead.reset(token)


def begin_to_wait() -> None:
    """Say that the database will take a while now, so that the next thing is made meanwhile.

    Made at any other time, it would take turns with what the caller does, and nothing would be won.
    """
    if ahead := _ahead.get():
        ahead.begin()
