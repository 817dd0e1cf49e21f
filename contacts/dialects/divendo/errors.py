"""Errors as ``application/problem+json`` (RFC 9457, contract §2)."""

from http import HTTPStatus
from typing import Any

from django.utils.translation import gettext as _

from contacts import tracing
from contacts.dialects.errors import failure_of
from contacts.dialects.faults import Fault, Path, Refused
from contacts.dialects.json import Answer

MEDIA_TYPE = "application/problem+json"


def error_response(error: Exception, context: dict[str, Any]) -> Answer:
    """Answer an exception; every fault of the request is listed with a JSON Pointer (RFC 6901)."""
    if isinstance(error, Refused):
        detail = _("Mend the faults that “errors” lists, then send the request again.")
        body = _problem(HTTPStatus.BAD_REQUEST, detail, context) | {"errors": list(map(_error, error.faults))}
        return Answer(body, HTTPStatus.BAD_REQUEST, media_type=MEDIA_TYPE)
    failure = failure_of(error)
    body = _problem(failure.status, failure.message, context)
    return Answer(body, failure.status, headers=failure.headers, media_type=MEDIA_TYPE)


def _problem(status: HTTPStatus, detail: str, context: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "about:blank",
        "title": status.phrase,
        "status": status.value,
        "detail": detail,
        "instance": context["request"].path,
        "requestid": tracing.request_id.get(),
    }


def _error(fault: Fault) -> dict[str, str]:
    return {"pointer": _pointer(fault.path), "code": fault.code, "detail": fault.message}


def _pointer(path: Path) -> str:
    return "".join(f"/{str(key).replace('~', '~0').replace('/', '~1')}" for key in path)
