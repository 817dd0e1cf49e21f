"""The shared cache while Redis is there, and while it is not."""

import socket

import pytest

from project import caches
from project.caches import SharedCache, outliving


@pytest.fixture
def nobody():
    """Give the address of a Redis that is not there."""
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        return f"redis://127.0.0.1:{asked.getsockname()[1]}/0"


@pytest.fixture
def cache(nobody):
    made = SharedCache(nobody, outliving({"BACKEND": "django.core.cache.backends.redis.RedisCache"}))
    made._stand_in.clear()
    return made


def test_counting_goes_on_while_redis_is_away(cache):
    assert cache.add("calls", 1)
    assert cache.incr("calls") == 2
    assert cache.get("calls") == 2


def test_what_was_never_counted_is_told_as_redis_tells_it(cache):
    with pytest.raises(ValueError, match="calls"):
        cache.incr("calls")


def test_it_tells_that_redis_is_away(cache):
    assert not cache.is_away

    cache.get("anything")

    assert cache.is_away


def test_redis_is_left_alone_for_some_seconds(cache, monkeypatch):
    cache.get("anything")
    monkeypatch.setattr(caches.RedisCache, "get", lambda *_args, **_options: pytest.fail("It was asked again."))

    assert cache.get("anything") is None


def test_redis_is_asked_again_after_a_while(cache, monkeypatch):
    monkeypatch.setattr(caches, "AWAY_FOR_SECONDS", 0)
    cache.get("anything")
    monkeypatch.setattr(caches.RedisCache, "get", lambda *_args, **_options: "Redis")

    assert cache.get("anything") == "Redis"


def test_another_cache_stays_what_it_is():
    local = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}

    assert outliving(local) == local
