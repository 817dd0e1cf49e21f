"""The JSON of the Divendo API as JSON Schemas: what is answered, and what may be written (contract §2)."""

from contacts.choices import Channel
from contacts.dialects.divendo.paging import MAX_COUNT
from contacts.dialects.divendo.serializers import ContactSerializer, NameSerializer, PreferencesSerializer
from contacts.dialects.openapi.tokens import TOKEN_ERROR
from contacts.dialects.openapi.values import (
    COUNTRY,
    EMAIL,
    NUMBER,
    Schema,
    answered,
    needed,
    nullable,
    read_by,
    ref,
)
from contacts.models.fields import ListField
from contacts.paging import REACH

_TEXT: Schema = {"type": "string"}
_PREFERENCE = answered(
    {
        "optoutreason": {"type": ["string", "null"], "description": "Why the contact opted out; null: it did not."},
        "optoutdate": {
            "type": ["string", "null"],
            "format": "date-time",
            "description": "When, as far as it is known.",
        },
    }
)
_CONTACT = answered(
    {
        "id": {"type": "string", "pattern": "^[0-9a-f]{24}$"},
        "created": {"type": "string", "format": "date-time", "description": "In the store's time zone."},
        "emails": {
            "type": "array",
            "description": "All e-mails; the first is the primary one.",
            "items": EMAIL,
            "minItems": 1,
        },
        "name": answered({"title": _TEXT, "firstname": _TEXT, "surname": _TEXT}),
        "address": answered(
            {
                "addressline1": _TEXT,
                "addressline2": _TEXT,
                "addressline3": _TEXT,
                "towncity": _TEXT,
                "stateprovince": _TEXT,
                "postalcode": _TEXT,
                "country": ref("schemas", "Country"),
            }
        ),
        "contactnumbers": {"type": "array", "items": _TEXT},
        "customernumber": _TEXT,
        "accountnumber": _TEXT,
        "preferences": ref("schemas", "Preferences"),
    }
)
_CONTACT_LIST = answered(
    {
        "total": {
            "type": ["integer", "null"],
            "description": f"How many contacts there are; past {REACH:,} null, unless `total=exact` asks for it.",
            "minimum": 0,
        },
        "count": {"type": "integer", "description": "The size of a page.", "minimum": 1, "maximum": MAX_COUNT},
        "offset": {"type": "integer", "minimum": 0},
        "results": {"type": "array", "items": ref("schemas", "Contact")},
    }
)
_PROBLEM = answered(
    {
        "type": {"const": "about:blank"},
        "title": _TEXT,
        "status": {"type": "integer"},
        "detail": _TEXT,
        "instance": {"type": "string", "description": "The path that was asked for."},
        "requestid": {"type": "string", "description": "The id under which the request stands in the log."},
        "errors": {
            "type": "array",
            "description": "Every fault of the data or of the parameters.",
            "items": answered(
                {
                    "pointer": {"type": "string", "description": "Where it is (JSON Pointer, RFC 6901)."},
                    "code": {"type": "string", "examples": ["required", "too-long", "not-unique"]},
                    "detail": {"type": "string", "description": "How to mend it."},
                }
            ),
            "minItems": 1,
        },
    },
    optional=["errors"],
)

_EMAILS: Schema = {
    "type": "array",
    "description": "The first is the primary one. None may come twice, whatever its case.",
    "items": EMAIL,
    "minItems": 1,
    "maxItems": 1 + ListField.max_items,
    "uniqueItems": True,
}
_NUMBERS: Schema = {
    "type": ["array", "null"],
    "description": "Their order is kept.",
    "items": ref("schemas", "Number"),
    "maxItems": 1 + ListField.max_items,
}
_OF_A_GUEST = read_by(NameSerializer(), firstname=needed("first_name"), surname=needed("last_name"))
_WRITTEN = {
    "emails": _EMAILS,
    "contactnumbers": _NUMBERS,
    "preferences": nullable(ref("schemas", "PreferencesChanges")),
}

SCHEMAS = {
    "Contact": _CONTACT,
    "ContactChanges": read_by(ContactSerializer(), **_WRITTEN),
    "ContactList": _CONTACT_LIST,
    "Country": COUNTRY,
    "NewContact": {
        **read_by(ContactSerializer(), **_WRITTEN, name=_OF_A_GUEST | {"required": ["firstname", "surname"]}),
        "required": ["emails", "name"],
    },
    "Number": NUMBER,
    "Preferences": answered(dict.fromkeys(Channel.values, _PREFERENCE)),
    "PreferencesChanges": read_by(PreferencesSerializer()),
    "Problem": _PROBLEM,
    "TokenError": TOKEN_ERROR,
    "Updated": answered({"updated": {"const": 1}}),
}
TOKEN = answered({"access_token": _TEXT, "token_type": {"const": "bearer"}, "expires_in": {"type": "integer"}})
