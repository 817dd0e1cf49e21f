"""The cache that processes share, and what they do while it is away."""

import logging
from time import monotonic
from typing import Any

from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache
from redis.backoff import NoBackoff
from redis.exceptions import ConnectionError, TimeoutError
from redis.retry import Retry

AWAY_FOR_SECONDS = 5
# Who waits for it has a request to answer. One more try, because a connection that was kept may have been cut.
_OPTIONS = {"socket_connect_timeout": 0.5, "socket_timeout": 0.5, "retry": Retry(NoBackoff(), 1)}

logger = logging.getLogger(__name__)


def outliving(cache: dict[str, Any]) -> dict[str, Any]:
    """Give an entry of Django's ``CACHES`` that goes on when Redis does not answer."""
    if not cache["BACKEND"].endswith(".RedisCache"):
        return cache
    options = {**_OPTIONS, **cache.get("OPTIONS", {})}
    return {**cache, "BACKEND": "project.caches.SharedCache", "OPTIONS": options}


def _with_stand_in(name: str) -> Any:
    def operate(self: "SharedCache", *args: Any, **options: Any) -> Any:
        if not self.is_away:
            try:
                return getattr(RedisCache, name)(self, *args, **options)
            except (ConnectionError, TimeoutError) as error:
                self._note_absence(error)
        return getattr(self._stand_in, name)(*args, **options)

    return operate


class SharedCache(RedisCache):
    """Redis. While it does not answer, each process remembers for itself, and asks again every few seconds.

    So limits count for each process alone for that time; no request fails for it.
    """

    def __init__(self, server: str, params: dict[str, Any]):
        super().__init__(server, params)
        self._stand_in = LocMemCache(f"in place of {server}", {"OPTIONS": {"MAX_ENTRIES": 100_000}})
        self._away_until = 0.0

    @property
    def is_away(self) -> bool:
        """Whether each process remembers for itself just now."""
        return monotonic() < self._away_until

    def _note_absence(self, error: Exception) -> None:
        logger.warning("Redis does not answer: each process counts for itself until it does. %s", error)
        self._away_until = monotonic() + AWAY_FOR_SECONDS

    add = _with_stand_in("add")
    get = _with_stand_in("get")
    set = _with_stand_in("set")
    touch = _with_stand_in("touch")
    delete = _with_stand_in("delete")
    has_key = _with_stand_in("has_key")
    incr = _with_stand_in("incr")
    get_many = _with_stand_in("get_many")
    set_many = _with_stand_in("set_many")
    delete_many = _with_stand_in("delete_many")
    clear = _with_stand_in("clear")
