"""From where a request comes, and how often it may."""

import hashlib

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest


def address_of(request: HttpRequest) -> str:
    """Give the address that the request came from.

    A proxy's word is taken where one stands in front, which writes the address last; nobody else's ever is.
    """
    forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")[-1].strip() if settings.BEHIND_PROXY else ""
    return forwarded or request.META.get("REMOTE_ADDR", "")


def is_too_often(deed: str, key: str, *, limit: int, seconds: int) -> bool:
    """Count one more of the deed for this key, and tell whether that is more than the limit within these seconds."""
    # Keys are hashed: what people type is no name for a cache, and addresses are nobody's to read.
    name = f"{deed}:{hashlib.sha256(key.encode(errors='replace')).hexdigest()}"
    cache.add(name, 0, seconds)
    try:
        return cache.incr(name) > limit
    except ValueError:
        # It has expired between the two.
        return False
