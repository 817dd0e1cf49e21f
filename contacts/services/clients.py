"""API clients: their making, their secrets, and whether they may come in."""

import base64
import hashlib
import hmac
import logging
import secrets
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import timedelta

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.db import OperationalError, connections, router
from django.utils import timezone

from contacts.models import ApiClient
from contacts.services.keys import derived_keys

USE_NOTED_EVERY = timedelta(seconds=60)

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class NewCredentials:
    """A client with its plain secrets. This is the only time that they can be seen."""

    client: ApiClient
    client_secret: str = field(repr=False)
    server_key: str | None = field(repr=False)


def create_client(name: str, scope: str, with_key: bool = False) -> NewCredentials:
    """Make a client, if asked with a server key to sign assertions with (contract §3).

    Raises ``ValidationError``, keyed by model field, for a name or a scope that the model refuses.
    """
    client = ApiClient(name=name, scope=scope)
    credentials = _equip(client, with_key)
    client.full_clean()
    client.save(force_insert=True)
    return credentials


def renew_secret(client: ApiClient) -> NewCredentials:
    """Give the client a new secret, and a new server key if it has one: who saw one may have seen both.

    The old ones end at once; tokens made with them end within five seconds.
    """
    credentials = _equip(client, with_key=bool(client.encrypted_key))
    client.secret_changed_at = timezone.now()
    client.save(update_fields=["secret_hash", "encrypted_key", "secret_changed_at"])
    return credentials


def disable_client(client: ApiClient) -> None:
    """Keep the client out: it gets no token, and its tokens open nothing after five seconds."""
    client.is_active = False
    client.save(update_fields=["is_active"])


def enable_client(client: ApiClient) -> None:
    """Let the client in again; tokens that have not expired meanwhile are good again, too."""
    client.is_active = True
    client.save(update_fields=["is_active"])


def edit_client(client: ApiClient, fields: Collection[str]) -> None:
    """Store what a form has changed of the client, and nothing beside: its secret may be renewed meanwhile."""
    client.save(update_fields=fields)


def has_secret(client: ApiClient, secret: str) -> bool:
    """Tell whether this is the client's secret, in a time that says nothing about how close it was."""
    return hmac.compare_digest(client.secret_hash, _digest(secret))


def read_server_key(client: ApiClient) -> str:
    """Give the key with which the client signs its assertions, "" where it has none that can be read."""
    if not client.encrypted_key:
        return ""
    try:
        return _fernet().decrypt(client.encrypted_key).decode()
    except InvalidToken:
        logger.error(
            "The server key of API client %s was encrypted under another SECRET_KEY."
            " Add that to SECRET_KEY_FALLBACKS or renew the client's secret.",
            client.client_id,
        )
        return ""


def note_use(client: ApiClient) -> None:
    """Write down that the client was here, at most once a minute.

    A request never waits for this: while another writer holds SQLite, the note is left to a later request.
    """
    now = timezone.now()
    if client.last_used_at and now - client.last_used_at < USE_NOTED_EVERY:
        return
    with suppress(OperationalError), _not_waiting(router.db_for_write(ApiClient)):
        ApiClient.objects.filter(pk=client.pk).update(last_used_at=now)
        client.last_used_at = now


def _equip(client, with_key):
    secret = secrets.token_hex(32)
    key = secrets.token_hex(32) if with_key else None
    client.secret_hash = _digest(secret)
    client.encrypted_key = _fernet().encrypt(key.encode()).decode() if key else ""
    return NewCredentials(client, secret, key)


def _digest(secret):
    # A secret of 256 random bits cannot be guessed however fast a guess is: a slow hash would only slow the owner down.
    return hashlib.sha256(secret.encode(errors="backslashreplace")).hexdigest()


def _fernet():
    return MultiFernet([Fernet(base64.urlsafe_b64encode(key)) for key in derived_keys("server keys of API clients")])


@contextmanager
def _not_waiting(alias: str) -> Iterator[None]:
    """Have SQLite refuse at once what it would have to wait for; PostgreSQL locks rows, not the store."""
    connection = connections[alias]
    if connection.vendor != "sqlite":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout")
        (patience,) = cursor.fetchone()
        cursor.execute("PRAGMA busy_timeout = 0")
        try:
            yield
        finally:
            cursor.execute(f"PRAGMA busy_timeout = {patience:d}")
