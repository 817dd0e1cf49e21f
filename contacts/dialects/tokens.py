"""Access tokens: JWTs that say by themselves whose they are and what they open (RFC 9068)."""

from functools import lru_cache
from typing import TypedDict, cast

from authlib.oauth2.rfc9068 import JWTBearerTokenGenerator
from authlib.oauth2.rfc9068.claims import JWTAccessTokenClaimsValidator
from joserfc import jwt
from joserfc.errors import BadSignatureError, JoseError
from joserfc.jwk import OctKey

from contacts.choices import Scope
from contacts.services.keys import derived_keys

# The one who issues a token also takes it, with a key that nobody else has, whatever host name it is called by.
ISSUER = AUDIENCE = "contact-store"
ALGORITHM = "HS256"
TOKEN_TYPES = {"at+jwt", "application/at+jwt"}
# What reading a text as a JWT may break with, beside the library's own errors.
UNREADABLE = (ValueError, TypeError, AttributeError, LookupError, RecursionError)

_is = {"essential": True}
# The leeway is for the clocks of several servers: a token made by one is not "from the future" to the next.
_claims_validator = JWTAccessTokenClaimsValidator(
    leeway=5,
    iss={**_is, "value": ISSUER},
    aud={**_is, "value": AUDIENCE},
    scope={**_is, "values": Scope.values},
    exp=_is,
    iat=_is,
    sub=_is,
    client_id=_is,
    jti=_is,
    secret_changed_at=_is,
)


class Claims(TypedDict):
    """What a token says, as far as it is asked here. ``exp`` and ``secret_changed_at`` count seconds from 1970."""

    client_id: str
    scope: str
    exp: int
    secret_changed_at: float


class AccessTokens(JWTBearerTokenGenerator):
    """Makes the access tokens of one dialect, good for so many seconds."""

    def __init__(self, lifetime: int):
        super().__init__(issuer=ISSUER, alg=ALGORITHM, expires_generator=lifetime)

    def get_jwks(self):
        return _signing_keys()[0]

    def get_audiences(self, client, user, scope):
        return AUDIENCE

    def get_extra_claims(self, client, grant_type, user, scope):
        # ``iat`` counts whole seconds: it cannot tell the last token of an old secret from the first of the new one.
        return {"secret_changed_at": client.secret_changed_at.timestamp()}


def read_access_token(token: str) -> Claims | None:
    """Give the claims of an access token made here; ``None`` for anything else, be it expired, forged or no token.

    Checked as in RFC 9068 §4. Whether its client may still come in is another question.
    """
    for key in _signing_keys():
        try:
            return _checked(jwt.decode(token, key, algorithms=[ALGORITHM]))
        except BadSignatureError:
            continue
        except (JoseError, *UNREADABLE):
            return None
    return None


def _checked(token):
    if token.header.get("typ", "").lower() not in TOKEN_TYPES:
        return None
    _claims_validator.validate(token.claims)
    return cast(Claims, token.claims)


def _signing_keys():
    return [_as_key(key) for key in derived_keys("access tokens")]


@lru_cache(maxsize=32)
def _as_key(key):
    return OctKey.import_key(key)
