"""Keys for one purpose each, made from ``SECRET_KEY``: what one key opens, no other does."""

from functools import lru_cache

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.utils.encoding import force_bytes


def derived_keys(purpose: str) -> list[bytes]:
    """Give the 256-bit key of a purpose (HKDF, RFC 5869), and after it the keys that it replaced.

    Those come from ``SECRET_KEY_FALLBACKS``: they still open what they closed, and close nothing new.
    """
    return [
        _derived_key(force_bytes(secret), purpose) for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    ]


@lru_cache(maxsize=32)
def _derived_key(secret, purpose):
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=purpose.encode()).derive(secret)
