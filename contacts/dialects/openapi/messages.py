"""The headers of requests and answers, and the answers that say no, in both dialects (contract §1)."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from contacts.choices import Scope
from contacts.dialects.openapi.values import Schema, ref

_REFUSALS = {
    HTTPStatus.BAD_REQUEST: "The request cannot be read, or something in it is not as described here.",
    HTTPStatus.UNAUTHORIZED: "There is no access token, or not a good one.",
    HTTPStatus.FORBIDDEN: "The token may only read, or the contact is protected.",
    HTTPStatus.NOT_FOUND: "There is no such contact.",
    HTTPStatus.CONFLICT: "The first request with this `Idempotency-Key` still runs.",
    HTTPStatus.PRECONDITION_FAILED: "The contact has another version than `If-Match` names.",
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: "The body is larger than 10 MB.",
    HTTPStatus.UNSUPPORTED_MEDIA_TYPE: "The body is not labelled `application/json`.",
    HTTPStatus.UNPROCESSABLE_ENTITY: "The data breaks a rule, or the `Idempotency-Key` came with another body before.",
    HTTPStatus.TOO_MANY_REQUESTS: "The client has made too many requests: wait.",
    HTTPStatus.INTERNAL_SERVER_ERROR: "Something went wrong here. It is logged under the request id.",
}
_HEADERS_OF_REFUSALS = {
    HTTPStatus.UNAUTHORIZED: "WWW-Authenticate",
    HTTPStatus.TOO_MANY_REQUESTS: "Retry-After",
}
ALWAYS = ("X-Request-Id", "RateLimit", "RateLimit-Policy")


def _header(description: str, required: bool = True, **schema: Any) -> Schema:
    return {"description": description, "required": required, "schema": {"type": "string", **schema}}


HEADERS = {
    "ETag": _header("The version of the contact.", pattern='^"[0-9]+"$', examples=['"3"']),
    "Idempotent-Replayed": _header("Says that the request was carried out before.", required=False, const="true"),
    "Link": _header("The pages before and after this one (RFC 8288).", required=False, pattern="^<.+>; rel="),
    "Location": _header("The address of the contact.", format="uri"),
    "RateLimit": _header(
        "How many requests are left, and for how many seconds (draft-ietf-httpapi-ratelimit-headers).",
        pattern='^"default";r=[0-9]+;t=[0-9]+$',
        examples=['"default";r=1187;t=42'],
    ),
    "RateLimit-Policy": _header(
        "How many requests a client may make in how many seconds.",
        pattern='^"default";q=[0-9]+;w=[0-9]+$',
        examples=['"default";q=1200;w=60'],
    ),
    "Retry-After": _header("Seconds to wait.", pattern="^[0-9]+$"),
    "WWW-Authenticate": _header("How to show who you are (RFC 6750).", pattern='^(?:Bearer|Basic) realm="'),
    "X-Request-Id": _header("The id under which the request stands in the log.", pattern="^[A-Za-z0-9._:-]{1,128}$"),
}


def _asked(name: str, place: str, description: str, schema: Schema, **more: Any) -> Schema:
    return {"name": name, "in": place, "description": description, "schema": schema, **more}


def query(name: str, description: str, **schema: Any) -> Schema:
    """Describe an optional parameter of a query; an empty one says nothing."""
    return _asked(name, "query", description, {"type": "string", **schema}, allowEmptyValue=True)


def searched(name: str, description: str) -> Schema:
    """Describe a text in a query that must hold more than blanks."""
    return _asked(name, "query", description, {"type": "string", "pattern": r"[^\s\u0000-\u001f\u0085]"}, required=True)


def number(name: str, description: str, *, default: int, least: int, most: int) -> Schema:
    """Describe a whole number in a query."""
    return query(name, description, type="integer", minimum=least, maximum=most, default=default)


def cursors() -> list[Schema]:
    """Describe the parameters of the links between pages."""
    words = {"after": "the contacts that follow. It replaces a number.", "before": "the contacts that come before."}
    return [
        _asked(name, "query", f"A cursor, as a link gives it: {what}", {"type": "string", "minLength": 1})
        for name, what in words.items()
    ]


def path_parameter(name: str, description: str, **schema: Any) -> Schema:
    return _asked(name, "path", description, {"type": "string", **schema}, required=True)


def _header_of_request(name: str, description: str, **schema: Any) -> Schema:
    return _asked(name, "header", description, {"type": "string", **schema})


PARAMETERS = {
    "IdempotencyKey": _header_of_request(
        "Idempotency-Key",
        "Any text of your own. The same request with the same key, sent again within 24 hours, is not carried out"
        " again: its first answer comes back.",
        minLength=1,
        maxLength=255,
        pattern="^[ -~\u00a1-\u00ac\u00ae-\u00ff]*$",
    ),
    "IfMatch": _header_of_request("If-Match", "An `ETag`: write only if the contact still has this version."),
    "IfNoneMatch": _header_of_request("If-None-Match", "An `ETag`: answer 304 if the contact still has this version."),
    "RequestId": _header_of_request(
        "X-Request-Id", "An id for the log, of up to 128 letters, digits and `._:-`. Without a sane one, one is made."
    ),
}


def parameters(*names: str) -> list[Schema]:
    """Point at parameters that every operation may have; ``RequestId`` comes by itself."""
    return [ref("parameters", name) for name in (*names, "RequestId")]


def answer(description: str, schema: Schema | None = None, *headers: str, **more: Any) -> Schema:
    """Describe an answer that says yes; a JSON body where a schema is given, an ``example`` of it in ``more``."""
    named = {name: ref("headers", name) for name in (*headers, *ALWAYS)}
    example = {name: more.pop(name) for name in ("example",) if name in more}
    content = {"content": {"application/json": {"schema": schema, **example}}} if schema else {}
    return {"description": description, "headers": named, **content, **more}


def body(schema: Schema, example: Any) -> Schema:
    """Describe the JSON body of a request."""
    return {"required": True, "content": {"application/json": {"schema": schema, "example": example}}}


def refusals(*statuses: int) -> dict[str, Schema]:
    """Point at the answers that say no with these statuses; those that any request may meet come by themselves."""
    always = HTTPStatus.UNAUTHORIZED, HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.INTERNAL_SERVER_ERROR
    return {str(int(status)): ref("responses", _name(HTTPStatus(status))) for status in sorted({*statuses, *always})}


def refusal_components(media_type: str, schema: Schema, example: Callable[[HTTPStatus], Any]) -> dict[str, Schema]:
    """Describe every answer that says no, in a dialect's own words."""
    return {
        _name(status): _refusal(status, {media_type: {"schema": schema, "example": example(status)}})
        for status in _REFUSALS
    }


def _refusal(status: HTTPStatus, content: dict[str, Schema]) -> Schema:
    headers = [name for name in (_HEADERS_OF_REFUSALS.get(status), *ALWAYS) if name]
    named = {name: ref("headers", name) for name in headers}
    return {"description": _REFUSALS[status], "headers": named, "content": content}


def _name(status: HTTPStatus) -> str:
    return status.phrase.title().replace(" ", "")


def security_schemes(token_address: str) -> dict[str, Schema]:
    """Describe how a client shows who it is: with a token that it fetches, or that somebody pastes."""
    scopes = {scope.value: str(scope.label) for scope in Scope}
    return {
        "clientCredentials": {
            "type": "oauth2",
            "description": "OAuth 2.0: an API client gets a token for its id and secret.",
            "flows": {"clientCredentials": {"tokenUrl": token_address, "scopes": scopes}},
        },
        "accessToken": {"type": "http", "scheme": "bearer", "description": "An access token that you have already."},
        "credentials": {
            "type": "http",
            "scheme": "basic",
            "description": "For the token address: client id and secret.",
        },
    }
