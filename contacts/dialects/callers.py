"""Who calls: from an access token to its client, without a query on the way that most requests take.

Each process remembers the tokens that it has verified, and for four seconds what it has read of a client.
So a client that is disabled, or has a new secret, is out everywhere within five seconds.
"""

import hashlib
from collections import OrderedDict
from threading import Lock
from time import monotonic, time
from typing import NamedTuple

from contacts.choices import Scope
from contacts.dialects.tokens import Claims, read_access_token
from contacts.models import ApiClient
from contacts.models.clients import narrowed_scope
from contacts.services.clients import note_use

CLIENT_KNOWN_FOR_SECONDS = 4
TOKENS_REMEMBERED = 10_000


class Access(NamedTuple):
    """What a request may do, and for whom: ``request.auth`` of an authenticated request."""

    client: ApiClient
    scope: Scope


class VerifiedTokens:
    """The claims of tokens that need not be verified again; of too many, the longest unused is forgotten.

    A token stands here as its hash: nobody who reads the memory can use it.
    """

    def __init__(self, size: int):
        self._size = size
        self._claims: OrderedDict[bytes, Claims] = OrderedDict()
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._claims)

    def read(self, token: str) -> Claims | None:
        """Give the claims of a good token; ``None`` where it is none, or has expired."""
        digest = hashlib.sha256(token.encode(errors="backslashreplace")).digest()
        claims = self._claims.get(digest) or read_access_token(token)
        if claims is None or claims["exp"] <= time():
            return None
        self._remember(digest, claims)
        return claims

    def _remember(self, digest, claims):
        with self._lock:
            self._claims[digest] = claims
            self._claims.move_to_end(digest)
            if len(self._claims) > self._size:
                self._claims.popitem(last=False)


class LiveClients:
    """The clients that may come in, as they were at most four seconds ago."""

    def __init__(self) -> None:
        self._known: dict[str, tuple[float, ApiClient | None]] = {}

    def get(self, client_id: str) -> ApiClient | None:
        """Give the client, ``None`` where there is none or it is disabled."""
        now = monotonic()
        read_at, client = self._known.get(client_id, (float("-inf"), None))
        if now - read_at < CLIENT_KNOWN_FOR_SECONDS:
            return client
        client = _read_client(client_id)
        # The time before the query: what it tells is at least as old.
        self._known[client_id] = now, client
        return client


def _read_client(client_id):
    client = ApiClient.objects.filter(client_id=client_id, is_active=True).first()
    if client is not None:
        note_use(client)
    return client


verified_tokens = VerifiedTokens(TOKENS_REMEMBERED)
live_clients = LiveClients()


def access_by(token: str) -> Access | None:
    """Give what the token opens; ``None`` where it is no good token, or its client may not come in with it."""
    claims = verified_tokens.read(token)
    client = live_clients.get(claims["client_id"]) if claims else None
    if claims is None or client is None or claims["secret_changed_at"] != client.secret_changed_at.timestamp():
        return None
    # A client whose scope has become narrower takes its older tokens along.
    return Access(client, narrowed_scope(client.scope, claims["scope"]) or Scope(client.scope))
