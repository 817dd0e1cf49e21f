"""Which status an exception is answered with; how the answer looks is each dialect's own."""

import logging
from dataclasses import dataclass, field
from http import HTTPStatus

from django.core.exceptions import ObjectDoesNotExist, RequestDataTooBig, TooManyFieldsSent
from django.http import Http404
from django.utils.translation import gettext as _
from rest_framework.exceptions import APIException

from contacts.services import ProtectedContact, StaleContact
from contacts.services.idempotency import KeyReused, StillRunning

logger = logging.getLogger(__name__)

_STATUS = {
    Http404: HTTPStatus.NOT_FOUND,
    ObjectDoesNotExist: HTTPStatus.NOT_FOUND,
    ProtectedContact: HTTPStatus.FORBIDDEN,
    StillRunning: HTTPStatus.CONFLICT,
    StaleContact: HTTPStatus.PRECONDITION_FAILED,
    RequestDataTooBig: HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    KeyReused: HTTPStatus.UNPROCESSABLE_ENTITY,
    TooManyFieldsSent: HTTPStatus.BAD_REQUEST,
}


@dataclass
class Failure:
    """What went wrong with a request that is not about its data."""

    status: HTTPStatus
    message: str
    headers: dict[str, str] = field(default_factory=dict)


def failure_of(error: Exception) -> Failure:
    """Give the failure that an exception stands for. What nobody foresaw is logged, and answered with 500."""
    if isinstance(error, APIException):
        return Failure(HTTPStatus(error.status_code), str(error.detail), _headers_of(error))
    for known, status in _STATUS.items():
        if isinstance(error, known):
            return Failure(status, _message_of(status))
    logger.error("A request failed.", exc_info=error)
    return Failure(HTTPStatus.INTERNAL_SERVER_ERROR, _message_of(HTTPStatus.INTERNAL_SERVER_ERROR))


def _headers_of(error: APIException) -> dict[str, str]:
    headers = {}
    if challenge := getattr(error, "auth_header", None):
        headers["WWW-Authenticate"] = challenge
    if seconds := getattr(error, "wait", None):
        headers["Retry-After"] = str(int(seconds))
    return headers


def _message_of(status: HTTPStatus) -> str:
    return {
        HTTPStatus.BAD_REQUEST: _("The address has too many parameters: leave some out."),
        HTTPStatus.NOT_FOUND: _("There is no contact here: check the address."),
        HTTPStatus.FORBIDDEN: _("The headquarters cannot be deleted."),
        HTTPStatus.CONFLICT: _("The first request with this Idempotency-Key still runs: try again in a moment."),
        HTTPStatus.PRECONDITION_FAILED: _(
            "The contact has been changed meanwhile: read it again, then send your change."
        ),
        HTTPStatus.REQUEST_ENTITY_TOO_LARGE: _("The body is larger than 10 MB: send less at once."),
        HTTPStatus.UNPROCESSABLE_ENTITY: _("This Idempotency-Key came with another body before: choose a new key."),
        HTTPStatus.INTERNAL_SERVER_ERROR: _("Something went wrong here. It is logged under the request id."),
    }[status]
