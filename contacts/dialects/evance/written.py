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
    nullable,
    plain_text,
    read_by,
    ref,
)
from contacts.models import AccessRole
from contacts.models.law import PASSWORD_LENGTHS, REQUIRED_FIELDS
from contacts.tags import MAX_LENGTH as MAX_TAG_LENGTH

_ROLE_REFERENCE: Schema = {
    "type": "string",
    "description": "The reference of an access role that the store has.",
    "maxLength": AccessRole._meta.get_field("reference").max_length,
    "pattern": "^[-a-zA-Z0-9_]+$",
}
_PICTURE: Schema = {
    "type": "string",
    "description": "A PNG, JPEG, GIF or WebP picture of at most 5 MB and 25 megapixels: a data URI, base64, an http(s) "
    "address, which is fetched once, or `~/content/…` of a file that the store has. “” or null removes the picture.",
    "pattern": r"^(?:~/content/.+|https?://.+|data:[^,]*,.*|[A-Za-z0-9+/=_\s-]*)$",
}
_GRANT: dict[str, Schema] = {"status": nullable(STATUS), "expires": INSTANT}
_GRANT_BY_REFERENCE: Schema = {
    "type": "object",
    "properties": {"reference": ref("schemas", "RoleReference"), **_GRANT},
    "required": ["reference"],
}
_GRANTS: Schema = {
    "description": "Only for users: the roles that the contact is to have, instead of those that it has. A list of "
    "references, or of objects with reference, status and expiry; or the object that an answer holds.",
    "anyOf": [
        {
            "type": "array",
            "items": {"anyOf": [ref("schemas", "RoleReference"), _GRANT_BY_REFERENCE]},
            "maxItems": MAX_ITEMS,
        },
        {
            "type": "object",
            "propertyNames": ref("schemas", "RoleReference"),
            "additionalProperties": {"type": "object", "properties": _GRANT},
        },
        {"type": "null"},
    ],
}
_TAG: Schema = {**plain_text(MAX_TAG_LENGTH), "minLength": 1}
_TAGS: Schema = {
    "type": ["object", "null"],
    "description": "The tags that the contact is to have, instead of those that it has. New ones are made.",
    "properties": {"contact": {"type": ["array", "null"], "items": _TAG, "maxItems": MAX_ITEMS}},
    "additionalProperties": False,
}
_CONTACT = read_by(
    ContactSerializer(),
    type={"type": "string", "enum": sorted(ContactType.values)},
    email=EMAIL,
    address=nullable(ref("schemas", "WrittenAddress")),
    thumbnail=nullable(ref("schemas", "Picture")),
    dateOfBirth={"description": "Not in the future.", **DAY},
    password={"type": ["string", "null"], "description": "Only for users. “” or null leaves it as it is."},
    invite={
        "type": ["boolean", "null"],
        "description": "Only for users: true mails a link with which the person sets a password, valid for 7 days.",
    },
    accessRoles=_GRANTS,
    tags=_TAGS,
)
_PASSWORD: Schema = {
    "anyOf": [
        {
            "type": "string",
            "minLength": PASSWORD_LENGTHS.start,
            "maxLength": PASSWORD_LENGTHS.stop - 1,
            "pattern": NO_CONTROL_CHARACTERS,
        },
        {"enum": ["", None]},
    ]
}
_OF_USERS: dict[str, Schema] = {"password": _PASSWORD}
_OF_OTHERS: dict[str, Schema] = {"invite": {"enum": [False, None]}, "accessRoles": {"maxItems": 0, "maxProperties": 0}}
# Types that need the same are described together; the headquarters is there from the start.
_KINDS = {
    "User": ([ContactType.USER], _OF_USERS),
    "Guest": ([ContactType.GUEST], _OF_OTHERS),
    "Organisation": ([ContactType.BRANCH, ContactType.SUPPLIER], _OF_OTHERS),
    "Recipient": ([ContactType.RECIPIENT], _OF_OTHERS),
    "Headquarters": ([ContactType.HQ], _OF_OTHERS),
}
_NEW_KINDS = {name: kind for name, kind in _KINDS.items() if name != "Headquarters"}
_NAMES = {field.source: name for name, field in ContactSerializer().fields.items()}


def _changes(types: list[ContactType], laws: dict[str, Schema]) -> Schema:
    """Give what holds for contacts of these types, beside what holds for all."""
    needs = {name: {"type": "string", "minLength": 1} for name in _needs_of(types)}
    return {"properties": {"type": {"enum": [str(type) for type in types]}, **needs, **laws}, "required": ["type"]}


def _new(types: list[ContactType], laws: dict[str, Schema]) -> Schema:
    return {**_changes(types, laws), "required": ["type", *_needs_of(types)]}


def _needs_of(types: list[ContactType]) -> list[str]:
    return [_NAMES[column] for column in REQUIRED_FIELDS[types[0]]]


def _in_envelope(kinds: Iterable[str]) -> Schema:
    contact = {"allOf": [ref("schemas", "WrittenContact")], "oneOf": [ref("schemas", kind) for kind in kinds]}
    return {"type": "object", "properties": {"contact": contact}, "required": ["contact"]}


WRITTEN_SCHEMAS: dict[str, Schema] = {
    "NewContact": _in_envelope(f"New{name}" for name in _NEW_KINDS),
    "ContactChanges": _in_envelope(f"{name}Changes" for name in _KINDS),
    **{f"New{name}": _new(*kind) for name, kind in _NEW_KINDS.items()},
    **{f"{name}Changes": _changes(*kind) for name, kind in _KINDS.items()},
    "WrittenContact": _CONTACT,
    "WrittenAddress": read_by(AddressSerializer()),
    "Picture": _PICTURE,
    "RoleReference": _ROLE_REFERENCE,
}
