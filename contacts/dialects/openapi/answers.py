"""What the answers of both dialects have in common: their headers, and what they say no to (contract §1)."""

from collections.abc import Callable, Iterable
from http import HTTPStatus
from typing import Any

from contacts.dialects.openapi.values import Schema, ref

_REFUSALS = {
    HTTPStatus.BAD_REQUEST: "The request cannot be read, or something in it is not allowed.",
    HTTPStatus.UNAUTHORIZED: "There is no access token, or not a good one.",
    HTTPStatus.FORBIDDEN: "The token may only read, or the contact is protected.",
    HTTPStatus.NOT_FOUND: "There is no such contact.",
    HTTPStatus.CONFLICT: "The first request with this `Idempotency-Key` still runs.",
    HTTPStatus.PRECONDITION_FAILED: "The contact has another version than `If-Match` names.",
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: "The body is larger than 10 MB.",
    HTTPStatus.UNSUPPORTED_MEDIA_TYPE: "The body is not labelled `application/json`.",
    HTTPStatus.UNPROCESSABLE_ENTITY: "The request can be read, but cannot be carried out as it is.",
    HTTPStatus.TOO_MANY_REQUESTS: "The client has made too many requests: wait.",
    HTTPStatus.INTERNAL_SERVER_ERROR: "Something went wrong here. It is logged under the request id.",
}
_HEADERS_OF_REFUSALS = {
    HTTPStatus.UNAUTHORIZED: "WWW-Authenticate",
    HTTPStatus.TOO_MANY_REQUESTS: "Retry-After",
}
_OF_EVERY_ANSWER = ("X-Request-Id", "RateLimit", "RateLimit-Policy")


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


def headers(names: Iterable[str]) -> dict[str, Schema]:
    """Point at headers by their names."""
    return {name: ref("headers", name) for name in names}


def answer(description: str, schema: Schema | None = None, *own_headers: str, example: Any = None) -> Schema:
    """Describe an answer that says yes, with a body where a schema is given."""
    content = {"content": {"application/json": {"schema": schema, "example": example}}} if schema else {}
    return {"description": description, "headers": headers((*own_headers, *_OF_EVERY_ANSWER)), **content}


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
    own_headers = [_HEADERS_OF_REFUSALS[status]] if status in _HEADERS_OF_REFUSALS else []
    return {
        "description": _REFUSALS[status],
        "headers": headers((*own_headers, *_OF_EVERY_ANSWER)),
        "content": content,
    }


def _name(status: HTTPStatus) -> str:
    return status.phrase.title().replace(" ", "")
