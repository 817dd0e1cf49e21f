"""Writing a dialect's OpenAPI document, and showing it to programs and to people."""

import json
from functools import cached_property
from hashlib import sha256
from threading import Lock
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.views.decorators.cache import cache_control
from django.views.decorators.http import etag, require_safe
from django.views.generic import TemplateView
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.settings import patched_settings

from contacts.dialects.openapi.answers import HEADERS
from contacts.dialects.openapi.operations import security_schemes
from contacts.dialects.openapi.requests import PARAMETERS
from contacts.dialects.openapi.values import Schema

_ABOUT = """
**Access.** Get a token at `{token_address}`, and send it along as `Authorization: Bearer …`.

**Texts** are trimmed and brought into the form NFC of Unicode; lengths are counted then. They hold no control
characters and no HTML, not even behind character references such as `&lt;b&gt;`.

**Keys** that are not known, or only read, are ignored: you may send back what you got.

**Versions.** A contact comes with an `ETag`. Sent back as `If-Match`, it lets a change through only if nobody else
changed the contact meanwhile; as `If-None-Match`, it saves you what you have already.

**Sending twice.** With an `Idempotency-Key` a contact is made once, however often you have to send the request.

**Limits.** `RateLimit` says how many requests you have left for this minute.
"""
_writing = Lock()


class Document:
    """One dialect's OpenAPI document: of the views in its ``urlconf``, by drf-spectacular's ``settings``."""

    def __init__(self, urlconf: str, settings: dict[str, Any]):
        self.urlconf, self.settings = urlconf, settings

    @cached_property
    def json(self) -> bytes:
        # drf-spectacular's settings are those of the whole process while it writes.
        with _writing, patched_settings(self.settings):
            document = SchemaGenerator(urlconf=self.urlconf).get_schema(public=True)
        return json.dumps(document, ensure_ascii=False).encode()

    @cached_property
    def etag(self) -> str:
        return f'"{sha256(self.json).hexdigest()[:16]}"'

    @property
    def urlpatterns(self) -> list[URLPattern]:
        """Give the address of the document, and that of a page on which people read it and try it out."""
        schema = cache_control(public=True, max_age=3600)(etag(lambda request: self.etag)(require_safe(self.answer)))
        names = {"title": self.settings["TITLE"], "schema": "openapi.json"}
        page = TemplateView.as_view(template_name="docs/dialect.html", extra_context=names)
        return [path("", page, name="page"), path("openapi.json", schema, name="schema")]

    def answer(self, request: HttpRequest) -> HttpResponse:
        return HttpResponse(self.json, content_type="application/json")


def settings_for(token_addresses: dict[str, Schema], components: dict[str, Schema], **settings: Any) -> dict[str, Any]:
    """Give drf-spectacular's settings: beside its own, what the views of a dialect do not tell."""
    token_address = next(iter(token_addresses))
    shared = {"headers": HEADERS, "parameters": PARAMETERS, "securitySchemes": security_schemes(token_address)}
    return {
        "APPEND_PATHS": token_addresses,
        "APPEND_COMPONENTS": shared | components,
        "DESCRIPTION": _ABOUT.format(token_address=token_address),
        "TAGS": [{"name": "Access"}, {"name": "Contacts"}],
        "SORT_OPERATIONS": False,
        "POSTPROCESSING_HOOKS": ["contacts.dialects.openapi.documents.call_ids_as_vendors_do"],
        **settings,
    }


def call_ids_as_vendors_do(result: Schema, **_options: Any) -> Schema:
    """Write ``{id}`` in the paths, which Python has another use for."""
    paths = {path.replace("{public_id}", "{id}"): operations for path, operations in result["paths"].items()}
    return {**result, "paths": paths}
