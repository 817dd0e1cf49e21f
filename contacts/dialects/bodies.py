"""The headers and bodies of requests, read as HTTP has them."""

import re
from collections.abc import Collection
from typing import Any

from django.http import HttpRequest
from django.utils.http import parse_etags
from django.utils.translation import gettext as _
from rest_framework.exceptions import ParseError, UnsupportedMediaType

from contacts.dialects.json import read_json

_ETAG = re.compile(r'"([1-9][0-9]{0,8})"')


def json_object(request: HttpRequest) -> dict[str, Any]:
    """Give the object of a request's body.

    Raises ``UnsupportedMediaType``, ``ParseError`` for what is no JSON object, and ``RequestDataTooBig``.
    """
    if request.content_type != "application/json":
        raise UnsupportedMediaType(request.content_type or "", _("Send JSON: Content-Type: application/json."))
    try:
        data = read_json(request.body)
    except ValueError:
        raise ParseError(_("The body is not valid JSON."))
    if not isinstance(data, dict):
        raise ParseError(_("The body must be a JSON object."))
    return data


def etag_of(version: int) -> str:
    return f'"{version}"'


def versions_in(header: str | None, *, weakly: bool = False) -> Collection[int] | None:
    """Give the versions that an ``If-Match`` or ``If-None-Match`` header names; ``None`` without it, and for ``*``.

    What is no version of ours fits none. Only ``If-None-Match`` compares ``weakly``, so that a weak tag counts as what
    it is (RFC 9110 §13.1).
    """
    if header is None or header.strip() == "*":
        return None
    tags = [_ETAG.fullmatch(tag.removeprefix("W/") if weakly else tag) for tag in parse_etags(header)]
    return {int(tag[1]) for tag in tags if tag}
