"""What may be written through the Evance Contacts API, as JSON Schemas (contract §3)."""

from collections.abc import Iterable

from contacts.choices import ContactType
from contacts.dialects.evance.schemas import STATUS
from contacts.dialects.evance.serializers import AddressSerializer, ContactSerializer
from contacts.dialects.fields import MAX_ITEMS
from contacts.dialects.openapi.values import (
    DAY,
    EMAIL,
    INSTANT,
    NO_CONTROL_CHARACTERS,
    Schema,
    needed,
    nullable,
    plain_text,
    read_by,
    ref,
)
from contacts.models import AccessRole
from contacts.models.law import PASSWORD_LENGTHS, REQUIRED_FIELDS
from contacts.tags import MAX_LENGTH as MAX_TAG_LENGTH

ROLE_REFERENCE: Schema = {
    "type": "string",
    "description": "The reference of an access role that the store has.",
    "maxLength": AccessRole._meta.get_field("reference").max_length,
    "pattern": "^[-a-zA-Z0-9_]+$",
}
PICTURE: Schema = {
    "type": "string",
    "description": "A PNG, JPEG, GIF or WebP picture of at most 5 MB and 25 megapixels: a data URI, base64, an http(s) "
    "address, which is fetched once, or `~/content/…` of a file that the store has. “” or null removes the picture.",
    "pattern": r"^(?:~/content/.+|https?://.+|data:[^,]*,.*|[A-Za-z0-9+/=_\s-]*)$",
}
_GRANT: Schema = {
    "type": "object",
    "properties": {"status": nullable(STATUS), "expires": INSTANT},
}
_GRANTS: Schema = {
    "description": "The roles that the contact is to have, instead of those that it has: a list of references, or of "
    "objects with reference, status and expiry, or the object that an answer holds.",
    "anyOf": [
        {
            "type": "array",
            "maxItems": MAX_ITEMS,
            "items": {
                "anyOf": [
                    ref("schemas", "RoleReference"),
                    {
                        "type": "object",
                        "properties": {"reference": ref("schemas", "RoleReference"), **_GRANT["properties"]},
                        "required": ["reference"],
                    },
                ]
            },
        },
        {"type": "object", "propertyNames": ref("schemas", "RoleReference"), "additionalProperties": _GRANT},
        {"type": "null"},
    ],
}
_TAGS: Schema = {
    "type": ["object", "null"],
    "description": "The tags that the contact is to have, instead of those that it has. New ones are made.",
    "properties": {
        "contact": {
            "type": ["array", "null"],
            "items": {**plain_text(MAX_TAG_LENGTH), "minLength": 1},
            "maxItems": MAX_ITEMS,
        }
    },
    "additionalProperties": False,
}
_OF_ANYBODY: dict[str, Schema] = {
    "email": EMAIL,
    "address": nullable(ref("schemas", "AddressChanges")),
    "thumbnail": nullable(ref("schemas", "Picture")),
    "dateOfBirth": {"description": "Not in the future.", **DAY},
    "tags": _TAGS,
}
_OF_USERS: dict[str, Schema] = {
    "password": {
        "description": "“” or null leaves it as it is.",
        "anyOf": [
            {
                "type": "string",
                "minLength": PASSWORD_LENGTHS.start,
                "maxLength": PASSWORD_LENGTHS.stop - 1,
                "pattern": NO_CONTROL_CHARACTERS,
            },
            {"enum": ["", None]},
        ],
    },
    "invite": {
        "type": ["boolean", "null"],
        "description": "true mails a link with which the person sets a password, valid for 7 days.",
    },
    "accessRoles": _GRANTS,
}
_OF_OTHERS: dict[str, Schema] = {
    "password": {"type": ["string", "null"], "description": "Ignored: only a user has a password."},
    "invite": {"enum": [False, None], "description": "Only a user can be invited."},
    "accessRoles": {
        "type": ["array", "object", "null"],
        "description": "Only a user can have access roles.",
        "maxItems": 0,
        "maxProperties": 0,
    },
}
# Types that need the same are described together; the headquarters is there from the start.
_KINDS = {
    "User": ([ContactType.USER], _OF_USERS),
    "Guest": ([ContactType.GUEST], _OF_OTHERS),
    "Organisation": ([ContactType.BRANCH, ContactType.SUPPLIER], _OF_OTHERS),
    "Recipient": ([ContactType.RECIPIENT], _OF_OTHERS),
    "Headquarters": ([ContactType.HQ], _OF_OTHERS),
}
_NEW_KINDS = {name: kind for name, kind in _KINDS.items() if name != "Headquarters"}
_CONTACT = ContactSerializer()
_NAMES = {field.source: name for name, field in _CONTACT.fields.items()}


def _changes(types: list[ContactType], laws: dict[str, Schema]) -> Schema:
    needs = {_NAMES[column]: needed(column) for column in REQUIRED_FIELDS[types[0]]}
    described = read_by(_CONTACT, **{**needs, **_OF_ANYBODY, **laws, "type": {"enum": [str(type) for type in types]}})
    return {**described, "required": ["type"]}


def _new(types: list[ContactType], laws: dict[str, Schema]) -> Schema:
    needs = [_NAMES[column] for column in REQUIRED_FIELDS[types[0]]]
    return {**_changes(types, laws), "required": ["type", *needs]}


def _in_envelope(names: Iterable[str]) -> Schema:
    contact = {"oneOf": [ref("schemas", name) for name in names]}
    return {"type": "object", "properties": {"contact": contact}, "required": ["contact"]}


WRITTEN_SCHEMAS: dict[str, Schema] = {
    **{f"New{name}": _new(*kind) for name, kind in _NEW_KINDS.items()},
    **{f"{name}Changes": _changes(*kind) for name, kind in _KINDS.items()},
    "NewContact": _in_envelope(f"New{name}" for name in _NEW_KINDS),
    "ContactChanges": _in_envelope(f"{name}Changes" for name in _KINDS),
    "AddressChanges": read_by(AddressSerializer()),
    "Picture": PICTURE,
    "RoleReference": ROLE_REFERENCE,
}
