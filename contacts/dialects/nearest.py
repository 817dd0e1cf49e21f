"""Which database answers a program: the replica, where there is one, what is only read; the primary the rest."""

from collections.abc import Callable
from time import monotonic

from django.conf import settings
from django.core.cache import cache
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpResponse
from rest_framework.permissions import SAFE_METHODS

from contacts.dialects.access import ApiRequest
from contacts.replica import REPLICA, reading_from_replica

# For so long a program that has written reads from the primary: what it wrote may not have reached the replica.
OWN_WRITES_SECONDS = 10
AWAY_FOR_SECONDS = 5
_away_until = 0.0


def answer_from_nearest(request: ApiRequest, answer: Callable[[], HttpResponse]) -> HttpResponse:
    """Answer by the replica what it can answer, and by the primary the rest, also while the replica is away."""
    if REPLICA not in settings.DATABASES:
        return answer()
    if request.method not in SAFE_METHODS:
        # Before it is answered: who knows of a write may read it at once.
        cache.set(_mark(request), True, OWN_WRITES_SECONDS)
        return answer()
    if monotonic() < _away_until or _may_have_written(request):
        return answer()
    return _by_replica(answer) or answer()


def _may_have_written(request: ApiRequest) -> bool:
    # While the shared cache is away, nobody knows what a program has written by way of another process.
    return bool(cache.get(_mark(request))) or getattr(cache, "is_away", False)


def _by_replica(answer: Callable[[], HttpResponse]) -> HttpResponse | None:
    """Give the replica's answer; ``None`` where it is away, or knows nothing of what it was asked for."""
    global _away_until
    try:
        with reading_from_replica():
            return answer()
    except Http404:
        return None
    except (InterfaceError, OperationalError):
        _away_until = monotonic() + AWAY_FOR_SECONDS
        return None


def _mark(request: ApiRequest) -> str:
    return f"wrote:{request.auth.client.client_id}"
