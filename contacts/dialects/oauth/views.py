"""The token addresses of both dialects (contract §2, §3; RFC 6749, RFC 7523, RFC 9068), on Authlib."""

import re
from collections.abc import Iterable

from authlib.oauth2 import AuthorizationServer, OAuth2Error
from authlib.oauth2.rfc6749 import InvalidClientError, InvalidGrantError, UnsupportedGrantTypeError
from authlib.oauth2.rfc6749.grants import BaseGrant
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt

from contacts.choices import Scope
from contacts.dialects.limits import count_one, counted
from contacts.dialects.oauth.grants import ClientCredentials, RegisteredClient, SignedAssertion
from contacts.dialects.oauth.requests import TokenRequest, TooManyFailures, UnsupportedGrantType
from contacts.dialects.tokens import AccessTokens
from contacts.models import ApiClient
from contacts.services.clients import note_use

FAILURES_PER_MINUTE = 60


class TokenServer(AuthorizationServer):
    """The token address of one dialect: which grants it knows, and in which words it hands out a token."""

    def __init__(self, tokens: AccessTokens, grants: Iterable[type[BaseGrant]]):
        super().__init__(scopes_supported=Scope.values)
        self.register_token_generator("default", tokens)
        for grant in grants:
            self.register_grant(grant)

    def answer(self, request: HttpRequest) -> HttpResponse:
        """Give a token, or an error of RFC 6749 §5.2."""
        try:
            return self.create_token_response(request)
        except OAuth2Error as error:
            return self.handle_response(*error())

    def create_oauth2_request(self, request):
        token_request = TokenRequest(request)
        failures = counted(*_guesser(token_request))
        if failures.times >= FAILURES_PER_MINUTE:
            raise TooManyFailures(failures.seconds_left)
        return token_request

    def get_token_grant(self, request):
        try:
            return super().get_token_grant(request)
        except UnsupportedGrantTypeError:
            raise UnsupportedGrantType(request.payload.grant_type) from None

    def query_client(self, client_id):
        if not re.fullmatch(r"[0-9a-f]{32}", client_id):
            return None
        client = ApiClient.objects.filter(client_id=client_id, is_active=True).first()
        return client and RegisteredClient(client)

    def save_token(self, token, request):
        """Keep nothing: a token says all by itself."""
        note_use(request.client.client)

    def send_signal(self, name, *args, **kwargs):
        """Nobody listens."""

    def handle_error_response(self, request, error):
        if isinstance(error, InvalidClientError | InvalidGrantError):
            count_one(*_guesser(request))
        return super().handle_error_response(request, error)

    def handle_response(self, status, body, headers):
        plain = {name: value for name, value in headers if name != "Content-Type"}
        return JsonResponse(body, status=status, headers=plain, content_type="application/json; charset=utf-8")


class DivendoTokens(AccessTokens):
    def generate(self, *args, **kwargs):
        token = super().generate(*args, **kwargs)
        return {"access_token": token["access_token"], "token_type": "bearer", "expires_in": token["expires_in"]}


class EvanceTokens(AccessTokens):
    def generate(self, *args, **kwargs):
        token = super().generate(*args, **kwargs)
        return {name: token[name] for name in ("access_token", "expires_in", "token_type", "scope")}


def _guesser(request):
    return "token failures", request.address, request.claimed_client_id


_divendo = TokenServer(DivendoTokens(21_599), [ClientCredentials])
_evance = TokenServer(EvanceTokens(3600), [ClientCredentials, SignedAssertion])


@csrf_exempt
def divendo_token_view(request: HttpRequest) -> HttpResponse:
    """``POST /oauth2/token`` (contract §2)."""
    return _divendo.answer(request)


@csrf_exempt
def evance_token_view(request: HttpRequest) -> HttpResponse:
    """``POST /admin/oauth/token`` and ``/admin/oauth/token.json`` (contract §3)."""
    return _evance.answer(request)
