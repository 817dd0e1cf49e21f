"""Counting what happens in the running minute, in the cache that the processes share."""

import hashlib
import time
from typing import Any, NamedTuple, cast

from django.core.cache import cache
from django.http import HttpRequest
from rest_framework.throttling import BaseThrottle

WINDOW_SECONDS = 60


class Window(NamedTuple):
    """How often something has happened in the running minute, and how many seconds are left of that."""

    times: int
    seconds_left: int


def count_one(*what: str) -> Window:
    """Count one more of these, in at most two operations on the cache.

    Of two that come first in the same instant one may stay uncounted: a third operation would cost more than it.
    """
    key, seconds_left = _running(what)
    try:
        return Window(cache.incr(key), seconds_left)
    except ValueError:
        cache.add(key, 1, timeout=WINDOW_SECONDS)
        return Window(1, seconds_left)


def counted(*what: str) -> Window:
    """Give what has been counted, without counting."""
    key, seconds_left = _running(what)
    return Window(cache.get(key, 0), seconds_left)


def address_of(request: HttpRequest) -> str:
    """Give the address that a request came from; ``NUM_PROXIES`` says whose word for it is taken."""
    return str(BaseThrottle().get_ident(cast(Any, request)))


def _running(what):
    minute, passed = divmod(int(time.time()), WINDOW_SECONDS)
    # Hashed, because callers choose parts of it, and a cache's keys are short and plain.
    name = hashlib.sha256("\n".join(what).encode(errors="backslashreplace")).hexdigest()
    return f"count:{minute}:{name}", WINDOW_SECONDS - passed
