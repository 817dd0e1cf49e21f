"""Who may come in, to what, and how often: the same for every dialect (contract §1)."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import AuthenticationFailed, NotAuthenticated, PermissionDenied, Throttled
from rest_framework.permissions import SAFE_METHODS, BasePermission
from rest_framework.throttling import BaseThrottle

from contacts.choices import Scope
from contacts.dialects.callers import Access, access_by
from contacts.dialects.limits import WINDOW_SECONDS, Window, address_of, count_one
from contacts.models import ApiClient

if TYPE_CHECKING:
    # REST framework's views import the classes that settings name: were one of these named, this would go in a circle.
    from rest_framework.views import APIView

CHALLENGE = 'Bearer realm="contacts"'
# Kept in the request's environment, which outlives the objects that REST framework makes for one request.
_CALLER, _WINDOW = "contacts.caller", "contacts.window"


class ApiRequest(HttpRequest):
    """A request whose caller has been let in."""

    user: ApiClient  # type: ignore[assignment]  # here programs call, and no people
    auth: Access


class InsufficientScope(PermissionDenied):
    """403 with the challenge that says which scope is missing (RFC 6750 §3.1)."""

    default_detail = _("This token may only read. Ask for one with the scope “contacts”.")
    auth_header = f'{CHALLENGE}, error="insufficient_scope", scope="{Scope.CONTACTS}"'


class BearerAuthentication(BaseAuthentication):
    """Take the access token from the ``Authorization`` header (RFC 6750 §2.1).

    ``request.user`` is the client then, ``request.auth`` its ``Access``. Anything else is refused with 401.
    """

    def authenticate(self, request: HttpRequest) -> tuple[ApiClient, Access]:
        token = _bearer_token(request)
        access = access_by(token) if token else None
        if access is None:
            refuse_too_many(request)
            raise _refusal(token)
        request.META[_CALLER] = "client", access.client.client_id
        return access.client, access

    def authenticate_header(self, request: HttpRequest) -> str:
        return CHALLENGE if _bearer_token(request) is None else f'{CHALLENGE}, error="invalid_token"'


class HasScope(BasePermission):
    """``contacts`` may do all, ``contacts.readonly`` may only read."""

    def has_permission(self, request: ApiRequest, view: "APIView") -> bool:  # type: ignore[override]
        if request.auth.scope == Scope.CONTACTS or request.method in SAFE_METHODS:
            return True
        refuse_too_many(request)
        raise InsufficientScope


class ClientThrottle(BaseThrottle):
    """Let each client make ``API_REQUESTS_PER_MINUTE`` requests in a minute by the clock, all processes together.

    Who is no client counts by address.
    """

    def allow_request(self, request: HttpRequest, view: "APIView | None") -> bool:
        self._window = _window_of(request)
        return self._window.times <= settings.API_REQUESTS_PER_MINUTE

    def wait(self) -> float:
        return self._window.seconds_left


def refuse_too_many(request: HttpRequest) -> None:
    """Raise ``Throttled`` where the caller has spent its requests.

    For those who refuse a request before REST framework comes to its throttles: who guesses tokens is counted, too.
    """
    throttle = ClientThrottle()
    if not throttle.allow_request(request, None):
        raise Throttled(throttle.wait())


def rate_headers(request: HttpRequest) -> dict[str, str]:
    """Give the headers that tell a caller what it has left (draft-ietf-httpapi-ratelimit-headers)."""
    limit = settings.API_REQUESTS_PER_MINUTE
    window = _window_of(request)
    return {
        "RateLimit": f'"default";r={max(0, limit - window.times)};t={window.seconds_left}',
        "RateLimit-Policy": f'"default";q={limit};w={WINDOW_SECONDS}',
    }


def _window_of(request) -> Window:
    """Count the request, once."""
    if _WINDOW not in request.META:
        request.META[_WINDOW] = count_one("requests", *_caller_of(request))
    return request.META[_WINDOW]


def _caller_of(request):
    return request.META.get(_CALLER) or ("address", address_of(request))


def _bearer_token(request) -> str | None:
    scheme, _blank, token = request.headers.get("Authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else None


def _refusal(token):
    if token is None:
        return NotAuthenticated(_("Send an access token in the header “Authorization: Bearer …”."))
    return AuthenticationFailed(_("This access token is not valid, or no longer. Ask the token address for a new one."))
