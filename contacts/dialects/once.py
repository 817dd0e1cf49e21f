"""Answering a request once, however often it is sent with the same ``Idempotency-Key`` (contract §1)."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _

from contacts.dialects.access import ApiRequest
from contacts.dialects.faults import BadParameters, Fault
from contacts.models import IdempotentRequest
from contacts.services.idempotency import claim_key, keep_answer, release_key
from contacts.services.pictures import writing

HEADER = "Idempotency-Key"
_MAX_LENGTH = 255
_KEPT_HEADERS = ("ETag", "Location", "Content-Type")


def answer_once(
    request: ApiRequest,
    prepare: Callable[[], Any],
    write: Callable[[Any], HttpResponse],
    refuse: Callable[[Exception], HttpResponse],
) -> HttpResponse:
    """Answer by ``write(prepare())``, or with what the same request was answered before.

    What is written and the answer to it are stored in one transaction; ``prepare`` runs before that opens.
    ``refuse`` makes the answer of an exception. Answers of 5xx are not kept.
    """
    key = request.headers.get(HEADER)
    if key is None:
        return write(prepare())
    claim = _claimed(request, key)
    if claim.status is not None:
        return _answer_again(claim)
    try:
        prepared = prepare()
        with writing():
            response = write(prepared)
            _keep(claim, response)
    except Exception as error:
        response = refuse(error)
        _keep(claim, response)
    return response


def _claimed(request: ApiRequest, key: str) -> IdempotentRequest:
    if not 1 <= len(key) <= _MAX_LENGTH or not key.isprintable():
        message = _("Give an Idempotency-Key of 1 to 255 printable characters.")
        raise BadParameters([Fault((HEADER,), "invalid", message)])
    return claim_key(request.auth.client, request.method or "", request.path, key, request.body)


def _answer_again(claim: IdempotentRequest) -> HttpResponse:
    headers = {**claim.headers, "Idempotent-Replayed": "true"}
    return HttpResponse(bytes(claim.body), status=claim.status, headers=headers)


def _keep(claim: IdempotentRequest, response: HttpResponse) -> None:
    if response.status_code >= 500:
        return release_key(claim)
    headers = {name: response[name] for name in _KEPT_HEADERS if name in response}
    return keep_answer(claim, response.status_code, headers, response.content)
