"""JSON in and out."""

from codecs import BOM_UTF8
from collections.abc import Mapping
from typing import Any

import orjson
from django.http import HttpResponse
from rest_framework.parsers import BaseParser
from rest_framework.renderers import BaseRenderer


class JSONRenderer(BaseRenderer):
    """Write JSON, and say that it is UTF-8, as the vendors' examples do."""

    media_type = "application/json"
    format = "json"
    charset = "utf-8"

    def render(self, data, accepted_media_type=None, renderer_context=None) -> bytes:
        return b"" if data is None else orjson.dumps(data)


class ProblemRenderer(JSONRenderer):
    """Write an error as RFC 9457 wants it labelled."""

    media_type = "application/problem+json"


class JSONParser(BaseParser):
    """Says which media type is taken. Bodies are read by ``read_json``, since a key may need them twice."""

    media_type = "application/json"

    def parse(self, stream, media_type=None, parser_context=None) -> Any:
        return read_json(stream.read())


class Answer(HttpResponse):
    """An answer in JSON; ``None`` is an answer without a body."""

    def __init__(
        self,
        data: Any = None,
        status: int = 200,
        headers: Mapping[str, str] | None = None,
        media_type: str = "application/json; charset=utf-8",
    ):
        if data is None:
            super().__init__(status=status, headers=headers)
            del self.headers["Content-Type"]
        else:
            super().__init__(orjson.dumps(data), media_type, status, headers=headers)


def read_json(body: bytes) -> Any:
    """Give what the JSON text says. Raises ``ValueError`` for what is none, half characters included (RFC 8259)."""
    # Some clients on Windows begin with a mark that is no part of the text; ignoring it is allowed (§8.1).
    return orjson.loads(body.removeprefix(BOM_UTF8))
