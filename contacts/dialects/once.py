"""Answering a request once, however often it is sent with the same ``Idempotency-Key`` (contract §1)."""

from collections.abc import Callable
from typing import Any, cast

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from rest_framework.request import Request
from rest_framework.response import Response

from contacts.dialects.callers import Access
from contacts.dialects.faults import BadParameters, Fault
from contacts.dialects.json import JSONRenderer
from contacts.models import IdempotentRequest
from contacts.services.idempotency import claim_key, keep_answer, release_key
from contacts.services.pictures import writing

HEADER = "Idempotency-Key"
_MAX_LENGTH = 255
_KEPT_HEADERS = ("ETag", "Location", "Content-Type")


def answer_once(
    request: Request,
    prepare: Callable[[], Any],
    write: Callable[[Any], Response],
    refuse: Callable[[Exception], Response],
) -> HttpResponseBase:
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


def _claimed(request: Request, key: str) -> IdempotentRequest:
    if not 1 <= len(key) <= _MAX_LENGTH or not key.isprintable():
        message = _("Give an Idempotency-Key of 1 to 255 printable characters.")
        raise BadParameters([Fault((HEADER,), "invalid", message)])
    client = cast(Access, request.auth).client
    return claim_key(client, request.method or "", request.path, key, request._request.body)


def _answer_again(claim: IdempotentRequest) -> HttpResponse:
    headers = {**claim.headers, "Idempotent-Replayed": "true"}
    return HttpResponse(bytes(claim.body), status=claim.status, headers=headers)


def _keep(claim: IdempotentRequest, response: Response) -> None:
    if response.status_code >= 500:
        return release_key(claim)
    content_type = response.content_type or f"{JSONRenderer.media_type}; charset={JSONRenderer.charset}"
    headers = {name: response[name] for name in _KEPT_HEADERS if name in response} | {"Content-Type": content_type}
    return keep_answer(claim, response.status_code, headers, JSONRenderer().render(response.data))
