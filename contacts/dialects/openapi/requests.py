"""What a request of either dialect may hold: parameters, headers, a body (contract §1)."""

from typing import Any

from contacts.dialects.openapi.values import Schema, ref


def _asked(name: str, place: str, description: str, schema: Schema, **more: Any) -> Schema:
    return {"name": name, "in": place, "description": description, "schema": schema, **more}


def query(name: str, description: str, **schema: Any) -> Schema:
    """Describe an optional parameter of a query; an empty one says nothing."""
    return _asked(name, "query", description, {"type": "string", **schema}, allowEmptyValue=True)


def searched(name: str, description: str) -> Schema:
    """Describe a text in a query that must hold more than blanks."""
    return _asked(name, "query", description, {"type": "string", "pattern": r"[^\s\u0000-\u001f\u0085]"}, required=True)


def number(name: str, description: str, *, default: int, least: int, most: int) -> Schema:
    """Describe a whole number in a query."""
    return query(name, description, type="integer", minimum=least, maximum=most, default=default)


def cursors() -> list[Schema]:
    """Describe the parameters of the links between pages."""
    words = {"after": "the contacts that follow. It replaces a number.", "before": "the contacts that come before."}
    return [
        _asked(name, "query", f"A cursor, as a link gives it: {what}", {"type": "string", "minLength": 1})
        for name, what in words.items()
    ]


def path_parameter(name: str, description: str, **schema: Any) -> Schema:
    return _asked(name, "path", description, {"type": "string", **schema}, required=True)


def _header_of_request(name: str, description: str, **schema: Any) -> Schema:
    return _asked(name, "header", description, {"type": "string", **schema})


PARAMETERS = {
    "IdempotencyKey": _header_of_request(
        "Idempotency-Key",
        "Any text of your own. The same request with the same key, sent again within 24 hours, is not carried out"
        " again: its first answer comes back.",
        minLength=1,
        maxLength=255,
        pattern="^[ -~\u00a1-\u00ac\u00ae-\u00ff]*$",
    ),
    "IfMatch": _header_of_request("If-Match", "An `ETag`: write only if the contact still has this version."),
    "IfNoneMatch": _header_of_request("If-None-Match", "An `ETag`: answer 304 if the contact still has this version."),
    "RequestId": _header_of_request(
        "X-Request-Id", "An id for the log, of up to 128 letters, digits and `._:-`. Without a sane one, one is made."
    ),
}


def parameters(*names: str) -> list[Schema]:
    """Point at parameters that every operation may have; ``RequestId`` comes by itself."""
    return [ref("parameters", name) for name in (*names, "RequestId")]


def body(schema: Schema, example: Any) -> Schema:
    """Describe the JSON body of a request."""
    return {"required": True, "content": {"application/json": {"schema": schema, "example": example}}}
