"""JSON Schemas of what a client writes, made from the serializers that read it and the columns that keep it."""

from collections.abc import Collection
from typing import Any

from django.db import models
from django_countries import countries
from rest_framework import serializers

from contacts.dialects.base import DialectSerializer
from contacts.dialects.fields import Day, Flag, Instant, Text
from contacts.models import Contact
from contacts.models.fields import MAX_EMAIL_LENGTH, MAX_NUMBER_LENGTH, CountryCodeField, LinesField, NumberField

Schema = dict[str, Any]

# Patterns are regular expressions of ECMA-262, as JSON Schema wants them.
_NO_HTML = r"(?![\s\S]*<[A-Za-z/!])"
_ONE_LINE = rf"^{_NO_HTML}[^\u0000-\u001f\u007f-\u009f]*$"
_LINES = rf"^{_NO_HTML}[^\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]*$"
NO_CONTROL_CHARACTERS = r"^[^\u0000-\u001f\u007f-\u009f]*$"
_NUMBER = r"[+() ./-]*(?:[0-9A-Za-z][+() ./-]*){3,15}"
_HOST = r"(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,63}"
_REST = r"(?:[^\s\\<\u0000-\u001f\u007f-\u009f]|<(?![A-Za-z/!]))*"
_WEBSITE = rf"^(?:|/(?!/){_REST}|https?://{_HOST}(?::[0-9]{{2,5}})?(?:[/?#]{_REST})?)$"

NOTHING: Schema = {"type": "null"}
EMAIL: Schema = {"type": "string", "format": "idn-email", "maxLength": MAX_EMAIL_LENGTH}
NUMBER: Schema = {
    "type": "string",
    "description": "3 to 15 digits. Letters become the digits of a keypad, separators become spaces.",
    "maxLength": MAX_NUMBER_LENGTH,
    "pattern": rf"^(?:[ ./-]*|{_NUMBER})$",
}
COUNTRY: Schema = {
    "type": "string",
    "description": "A country by its two letters (ISO 3166-1), “” for none.",
    "enum": ["", *sorted(countries.countries)],
}
DAY: Schema = {"anyOf": [{"type": "string", "format": "date"}, {"enum": ["", None]}]}
INSTANT: Schema = {"anyOf": [{"type": "string", "format": "date-time"}, {"enum": ["", None]}]}


def ref(kind: str, name: str) -> Schema:
    """Point at a component of the document: ``ref("schemas", "Contact")``."""
    return {"$ref": f"#/components/{kind}/{name}"}


def text(name: str) -> Schema:
    """Give the schema of a text that this column keeps; "" leaves it empty."""
    column: Any = Contact._meta.get_field(name)
    if isinstance(column, CountryCodeField):
        return ref("schemas", "Country")
    if isinstance(column, NumberField):
        return ref("schemas", "Number")
    return plain_text(column.max_length, _pattern_of(column))


def plain_text(max_length: int, pattern: str = _ONE_LINE) -> Schema:
    """Give the schema of a text without HTML and control characters."""
    return {"type": "string", "maxLength": max_length, "pattern": pattern}


def needed(name: str) -> Schema:
    """Give the schema of a text that may be neither empty nor ``null``."""
    return {**text(name), "minLength": 1}


def nullable(schema: Schema) -> Schema:
    """Allow ``null`` beside what the schema allows."""
    if "type" in schema and "enum" not in schema:
        return {**schema, "type": [schema["type"], "null"]}
    return {"anyOf": [schema, NOTHING]}


def read_by(serializer: DialectSerializer, **other: Schema) -> Schema:
    """Give the schema of the object that the serializer reads; ``other`` schemas are for keys with laws of their own.

    Each key may be left out; unknown ones are allowed, because they are ignored (contract §1).
    """
    written = {name: field for name, field in serializer.fields.items() if not field.read_only}
    return {
        "type": "object",
        "properties": {name: other.get(name) or _schema_of(field) for name, field in written.items()},
    }


def answered(properties: dict[str, Schema], *, optional: Collection[str] = ()) -> Schema:
    """Give the schema of an object that is answered: with these keys, in this order, and no others."""
    return {
        "type": "object",
        "properties": properties,
        "required": [name for name in properties if name not in optional],
        "additionalProperties": False,
    }


def _schema_of(field: serializers.Field) -> Schema:
    match field:
        case DialectSerializer():
            return nullable(read_by(field))
        case Text():
            return nullable(text(str(field.source)))
        case Day():
            return DAY
        case Instant():
            return INSTANT
        case Flag():
            return {"type": ["boolean", "null"]}
    raise TypeError(f"Give “{field.field_name}” a schema of its own.")


def _pattern_of(column: models.Field) -> str:
    if isinstance(column, LinesField):
        return _LINES
    return {"username": r"^[A-Za-z0-9_.-]*$", "website": _WEBSITE}.get(column.name, _ONE_LINE)
