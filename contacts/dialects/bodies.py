"""The headers and bodies of requests, read as HTTP has them."""

from collections.abc import Collection
from typing import Any

from django.utils.http import parse_etags
from django.utils.translation import gettext as _
from rest_framework.exceptions import ParseError, UnsupportedMediaType
from rest_framework.request import Request

from contacts.dialects.json import read_json


def json_object(request: Request) -> dict[str, Any]:
    """Give the object of a request's body.

    Raises ``UnsupportedMediaType``, ``ParseError`` for what is no JSON object, and ``RequestDataTooBig``.
    """
    if request._request.content_type != "application/json":
        raise UnsupportedMediaType(request._request.content_type or "", _("Send JSON: Content-Type: application/json."))
    try:
        data = read_json(request._request.body)
    except ValueError:
        raise ParseError(_("The body is not valid JSON."))
    if not isinstance(data, dict):
        raise ParseError(_("The body must be a JSON object."))
    return data


def etag_of(version: int) -> str:
    return f'"{version}"'


def versions_in(header: str | None) -> Collection[int] | None:
    """Give the versions that an ``If-Match`` or ``If-None-Match`` header names; ``None`` without it, and for ``*``.

    A weak tag counts as what it is for ``If-None-Match`` (RFC 9110 §13.1.2); what is no version of ours fits none.
    """
    if header is None or header.strip() == "*":
        return None
    tags = [tag.removeprefix("W/").strip('"') for tag in parse_etags(header)]
    return {int(tag) for tag in tags if tag.isascii() and tag.isdigit() and len(tag) < 10}
