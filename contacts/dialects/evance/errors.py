"""Errors in the vendor's shape (contract §3)."""

from http import HTTPStatus
from typing import Any

from django.core.exceptions import ObjectDoesNotExist, TooManyFieldsSent
from django.http import Http404
from rest_framework.exceptions import MethodNotAllowed

from contacts.dialects.errors import failure_of
from contacts.dialects.faults import BadParameters, Fault, Refused
from contacts.dialects.json import Answer

REFS = {
    HTTPStatus.BAD_REQUEST: "error.malformed",
    HTTPStatus.UNAUTHORIZED: "error.unauthorized",
    HTTPStatus.FORBIDDEN: "error.forbidden",
    HTTPStatus.NOT_FOUND: "error.not-found",
    HTTPStatus.METHOD_NOT_ALLOWED: "error.method-not-allowed",
    HTTPStatus.CONFLICT: "error.conflict",
    HTTPStatus.PRECONDITION_FAILED: "error.stale",
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: "error.too-large",
    HTTPStatus.UNSUPPORTED_MEDIA_TYPE: "error.unsupported-media-type",
    HTTPStatus.UNPROCESSABLE_ENTITY: "error.key-reused",
    HTTPStatus.TOO_MANY_REQUESTS: "error.too-many-requests",
    HTTPStatus.INTERNAL_SERVER_ERROR: "error.internal",
}
# What is wrong with the address of a request, rather than with what it carries.
_ABOUT_PARAMETERS = (Http404, ObjectDoesNotExist, MethodNotAllowed, TooManyFieldsSent)


def error_response(error: Exception, context: dict[str, Any]) -> Answer:
    """Answer an exception; every fault of the request is listed at the client's own key."""
    if isinstance(error, BadParameters):
        return _response(HTTPStatus.BAD_REQUEST, "parameters", list(map(_error, error.faults)))
    if isinstance(error, Refused):
        return _response(HTTPStatus.UNPROCESSABLE_ENTITY, "data", list(map(_error, error.faults)))
    failure = failure_of(error)
    about = "parameters" if isinstance(error, _ABOUT_PARAMETERS) else "data"
    errors = [{"name": "", "message": failure.message, "ref": REFS.get(failure.status, "error.invalid")}]
    return _response(failure.status, about, errors, failure.headers)


def _response(status: HTTPStatus, about: str, errors: list[dict[str, str]], headers: dict[str, str] | None = None):
    body = {"success": False, "status": status.value, "context": about, "errors": errors}
    return Answer(body, status, headers=headers)


def _error(fault: Fault) -> dict[str, str]:
    return {"name": ".".join(map(str, fault.path)), "message": fault.message, "ref": f"error.{fault.code}"}
