"""What comes to a token address, read strictly: its parameters, and the errors that answer a request not worth more."""

from collections.abc import Callable

import orjson
from authlib.oauth2 import OAuth2Error
from authlib.oauth2.rfc6749 import InvalidClientError, InvalidRequestError, OAuth2Request, UnsupportedGrantTypeError
from authlib.oauth2.rfc6749.requests import BasicOAuth2Payload
from authlib.oauth2.rfc6749.util import extract_basic_authorization
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent
from django.http import HttpRequest, QueryDict
from django.http.request import UnreadablePostError

from contacts.dialects.limits import address_of


class MethodNotAllowed(OAuth2Error):
    error = "invalid_request"
    description = "Use POST."
    status_code = 405

    def get_headers(self):
        return [*super().get_headers(), ("Allow", "POST")]


class InvalidClient(InvalidClientError):
    """401 in one and the same wording, be the client unknown, disabled or without the right secret."""

    description = "No active client has this client_id and client_secret."
    status_code = 401

    def get_headers(self):
        return [*OAuth2Error.get_headers(self), ("WWW-Authenticate", 'Basic realm="contacts", charset="UTF-8"')]


class UnsupportedGrantType(UnsupportedGrantTypeError):
    """Does not repeat what was sent: RFC 6749 §5.2 allows few characters in a description."""

    description = "Use a grant_type that the documentation of this API names, such as client_credentials."


class TooManyFailures(OAuth2Error):
    """429, with the only registered error that tells a client to wait (RFC 8628 §3.5)."""

    error = "slow_down"
    description = "Too many wrong credentials came from this address. Wait as long as Retry-After says."
    status_code = 429

    def __init__(self, seconds_left: int):
        super().__init__()
        self.seconds_left = seconds_left

    def get_headers(self):
        return [*super().get_headers(), ("Retry-After", str(self.seconds_left))]


class TokenRequest(OAuth2Request):
    """A request for a token as Authlib takes it. Raises ``OAuth2Error`` for one that cannot be read."""

    def __init__(self, request: HttpRequest):
        if request.method != "POST":
            raise MethodNotAllowed
        # Authlib takes https alone. Whether http may come is decided before, by SECURE_SSL_REDIRECT.
        super().__init__("POST", f"https://{request.get_host()}{request.path}", headers=request.headers)
        self.payload = BasicOAuth2Payload(_parameters(request))
        bare = request.build_absolute_uri(request.path).removesuffix(".json")
        self.audiences = [bare, f"{bare}.json"]
        self.address = address_of(request)
        self.claimed_client_id = self._judge_credentials()

    @property
    def form(self) -> dict[str, str]:
        return self.payload.data

    def _judge_credentials(self) -> str:
        try:
            client_id, secret = extract_basic_authorization(self.headers)
        except ValueError:
            raise InvalidClient from None
        if secret and "client_secret" in self.form:
            raise InvalidRequestError("Send the credentials once, in the header or in the body.")
        return client_id or self.form.get("client_id", "")


def _parameters(request) -> dict[str, str]:
    parameters = _read(request)
    if not all(isinstance(value, str) for value in parameters.values()):
        raise InvalidRequestError("Send every parameter once, as a text.")
    if "grant_type" not in parameters:
        raise InvalidRequestError("Send grant_type, for example client_credentials.")
    return parameters


def _read(request):
    try:
        return {name: value for name, value in _reader_for(request)(request).items() if value not in ("", None)}
    except RequestDataTooBig:
        raise InvalidRequestError("The body is too long.", status_code=413) from None
    except (TooManyFieldsSent, UnreadablePostError, ValueError):
        raise InvalidRequestError("The body cannot be read as what its Content-Type says.") from None


def _reader_for(request) -> Callable[[HttpRequest], dict]:
    try:
        return {"application/x-www-form-urlencoded": _read_form, "application/json": _read_json}[request.content_type]
    except KeyError:
        raise InvalidRequestError(
            "Send the body as application/x-www-form-urlencoded or application/json.", status_code=415
        ) from None


def _read_form(request):
    # Not ``request.POST``, which heeds the charset: a form is UTF-8, whatever stands beside its media type.
    form = QueryDict(request.body, encoding="utf-8")
    return {name: values[0] if len(values) == 1 else values for name, values in form.lists()}


def _read_json(request):
    body = orjson.loads(request.body)
    if not isinstance(body, dict):
        raise ValueError("not an object")
    return body
