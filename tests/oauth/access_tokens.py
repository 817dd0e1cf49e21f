"""Access tokens for tests, and a view that asks for one."""

import time

from django.urls import path
from rest_framework.renderers import JSONRenderer
from rest_framework.response import Response
from rest_framework.views import APIView

from contacts.choices import Scope
from contacts.dialects.access import BearerAuthentication, ClientThrottle, HasScope, rate_headers
from contacts.dialects.oauth.grants import RegisteredClient
from contacts.dialects.tokens import AccessTokens
from contacts.models import ApiClient
from contacts.services.keys import derived_keys
from tests.oauth.token_addresses import compact_jwt


class GuardedView(APIView):
    """Says who called."""

    authentication_classes = [BearerAuthentication]
    permission_classes = [HasScope]
    throttle_classes = [ClientThrottle]
    renderer_classes = [JSONRenderer]

    def get(self, request):
        return Response({"client": request.auth.client.client_id, "scope": request.auth.scope})

    head = options = post = put = patch = delete = get

    def finalize_response(self, request, response, *args, **kwargs):
        response = super().finalize_response(request, response, *args, **kwargs)
        for name, value in rate_headers(request).items():
            response[name] = value
        return response


urlpatterns = [path("guarded", GuardedView.as_view())]


def token_of(client: ApiClient, scope: str = "", lifetime: int = 3600) -> str:
    """Give a good token of the client."""
    made = AccessTokens(lifetime)("client_credentials", RegisteredClient(client), scope=scope)
    return made["access_token"]


def forged_token(client: ApiClient, header: object = None, key: bytes | None = None, **claims: object) -> str:
    """Give a token that is good but for what is given here; ``None`` leaves a claim out."""
    now = int(time.time())
    good = {
        **dict.fromkeys(("iss", "aud"), "contact-store"),
        **dict.fromkeys(("sub", "client_id"), client.client_id),
        "jti": "1",
        "scope": Scope.CONTACTS.value,
        "iat": now,
        "exp": now + 60,
        "secret_changed_at": client.secret_changed_at.timestamp(),
    }
    payload = {name: value for name, value in {**good, **claims}.items() if value is not None}
    header = {"alg": "HS256", "typ": "at+jwt"} if header is None else header
    return compact_jwt(header, payload, derived_keys("access tokens")[0] if key is None else key)
