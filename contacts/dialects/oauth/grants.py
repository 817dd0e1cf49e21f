"""What a client may show for a token: its secret, or an assertion that it signed."""

import time

from authlib.oauth2.rfc6749 import ClientMixin, InvalidClientError, InvalidGrantError, InvalidScopeError
from authlib.oauth2.rfc6749.grants import ClientCredentialsGrant
from authlib.oauth2.rfc7523 import JWTBearerGrant
from joserfc.jwk import OctKey

from contacts.dialects.oauth.requests import InvalidClient
from contacts.dialects.tokens import UNREADABLE
from contacts.models import ApiClient
from contacts.models.clients import narrowed_scope
from contacts.services.clients import has_secret, read_server_key

ASSERTION_SECONDS = 3600


class RegisteredClient(ClientMixin):
    """Answers what Authlib asks of an API client."""

    def __init__(self, client: ApiClient):
        self.client = client
        self.secret_changed_at = client.secret_changed_at

    def get_client_id(self):
        return self.client.client_id

    # A client acts for itself: it is the subject of its tokens (RFC 9068 §2.2).
    get_user_id = get_client_id

    def get_allowed_scope(self, scope):
        return narrowed_scope(self.client.scope, scope or "")

    def check_client_secret(self, client_secret):
        return has_secret(self.client, client_secret)

    def check_endpoint_auth_method(self, method, endpoint):
        return True

    def check_grant_type(self, grant_type):
        return True


class ClientCredentials(ClientCredentialsGrant):
    """RFC 6749 §4.4, with the credentials in the header or in the body."""

    TOKEN_ENDPOINT_AUTH_METHODS = ["client_secret_basic", "client_secret_post"]

    def authenticate_token_endpoint_client(self):
        try:
            return super().authenticate_token_endpoint_client()
        except InvalidClientError:
            raise InvalidClient from None


class SignedAssertion(JWTBearerGrant):
    """RFC 7523 §2.1: a client with a server key signs who it is (HS256), for an hour at most.

    An assertion may be used again until it expires: vendors' clients send no ``jti`` to know it by.
    """

    CLAIMS_OPTIONS = {name: {"essential": True} for name in ("iss", "sub", "aud", "exp", "iat")}

    def get_audiences(self):
        return self.request.audiences

    def resolve_issuer_client(self, issuer):
        if self.request.client is None:
            self.request.client = self.server.query_client(issuer)
        return self.request.client if self._server_key() else None

    def resolve_client_public_key(self, client):
        return OctKey.import_key(self._server_key())

    def process_assertion_claims(self, assertion):
        try:
            self.claims = super().process_assertion_claims(assertion)
        except (InvalidGrantError, *UNREADABLE) as error:
            said = getattr(error, "description", "")
            raise InvalidGrantError(said or "The assertion is not a JWT that its client signed with HS256.") from None
        return self.claims

    def verify_claims(self, claims):
        super().verify_claims(claims)
        if claims["sub"] != claims["iss"]:
            raise InvalidGrantError("Name the client both as iss and as sub.")
        if claims["exp"] > time.time() + ASSERTION_SECONDS + self.LEEWAY:
            raise InvalidGrantError("Let exp be at most an hour ahead.")

    def validate_requested_scope(self):
        """Take the scope from the assertion, too; what is asked for beside it may only narrow it (RFC 7521 §4.1)."""
        scope = self.request.client.client.scope
        for asked in (self.claims.get("scope"), self.request.payload.scope):
            scope = narrowed_scope(scope, asked or "") if isinstance(asked, str | None) else None
            if scope is None:
                raise InvalidScopeError
        self.request.payload.data["scope"] = scope

    def authenticate_user(self, subject):
        return self.request.client

    def has_granted_permission(self, client, user):
        return client is user

    def _server_key(self):
        return read_server_key(self.request.client.client) if self.request.client else ""
