"""The JSON of the Evance Contacts API as JSON Schemas: what is answered (contract §3)."""

from contacts.choices import ContactType, GrantStatus, Scope
from contacts.dialects.evance.paging import MAX_LIMIT
from contacts.dialects.openapi.tokens import TOKEN_ERROR
from contacts.dialects.openapi.values import COUNTRY, EMAIL, NUMBER, Schema, answered, nullable, ref
from contacts.models.row import ID_RANGE
from contacts.paging import REACH

_TEXT: Schema = {"type": "string"}
_FLAG: Schema = {"type": "boolean"}
_DAY: Schema = {"type": ["string", "null"], "format": "date"}
_INSTANT: Schema = {"type": "string", "format": "date-time"}
_ADDRESS_OF_PAGE: Schema = {"type": ["string", "null"], "format": "uri"}
ID: Schema = {"type": "integer", "minimum": ID_RANGE.start, "maximum": ID_RANGE.stop - 1}
STATUS: Schema = {"type": "string", "enum": GrantStatus.values}

_ADDRESS = answered(
    {
        "id": ID,
        "title": _TEXT,
        "firstname": {"type": "string", "description": "The contact's where the address has none of its own."},
        "lastname": {"type": "string", "description": "The contact's where the address has none of its own."},
        "company": {"type": "string", "description": "The contact's where the address has none of its own."},
        "line1": _TEXT,
        "line2": _TEXT,
        "line3": _TEXT,
        "city": _TEXT,
        "region": _TEXT,
        "country": {"type": "string", "description": "The country's name in English."},
        "countryCode": ref("schemas", "Country"),
        "zip": _TEXT,
        "latitude": {"type": "null"},
        "longitude": {"type": "null"},
        "isPrimary": {"const": True},
    }
)
_ACCESS_ROLE = answered({"name": _TEXT, "reference": _TEXT, "status": STATUS, "expires": nullable(_INSTANT)})
_CONTACT = answered(
    {
        "id": ID,
        "firstname": _TEXT,
        "lastname": _TEXT,
        "company": _TEXT,
        "registeredNumber": _TEXT,
        "taxNumber": _TEXT,
        "position": _TEXT,
        "phone": _TEXT,
        "mobile": _TEXT,
        "email": EMAIL,
        "username": _TEXT,
        "website": _TEXT,
        "thumbnail": {"type": ["string", "null"], "format": "uri", "description": "The address of the picture."},
        "biography": _TEXT,
        "department": _TEXT,
        "division": _TEXT,
        "reference": _TEXT,
        "dateOfBirth": _DAY,
        "startDate": _DAY,
        "leaveDate": _DAY,
        "isUser": _FLAG,
        "isGuest": _FLAG,
        "isBranch": _FLAG,
        "isHQ": _FLAG,
        "isRecipient": _FLAG,
        "isSupplier": _FLAG,
        "type": {"type": "string", "enum": sorted(ContactType.values)},
        "hasPassword": {
            "type": "boolean",
            "description": "Whether the contact has set a password, which is never shown.",
        },
        "created": _INSTANT,
        "address": nullable(ref("schemas", "Address")),
        "accessRoles": {
            "type": "object",
            "description": "What the contact may do on the website, by the reference of the role.",
            "additionalProperties": _ACCESS_ROLE,
        },
        "tags": answered({"contact": {"type": "array", "items": _TEXT}}),
    }
)
_CONTACT_LIST = answered(
    {
        "contacts": {"type": "array", "items": ref("schemas", "Contact")},
        "pagination": answered(
            {
                "limit": {"type": "integer", "description": "The size of a page.", "minimum": 1, "maximum": MAX_LIMIT},
                "page": {"type": ["integer", "null"], "description": "null where a cursor led here.", "minimum": 1},
                "total": {
                    "type": ["integer", "null"],
                    "description": f"How many were found; past {REACH:,} null, unless `total=exact` asks for it.",
                    "minimum": 0,
                },
                "totalPages": {"type": ["integer", "null"], "minimum": 0},
            }
        ),
        "links": answered(
            {"self": {"type": "string", "format": "uri"}, "previous": _ADDRESS_OF_PAGE, "next": _ADDRESS_OF_PAGE}
        ),
    }
)
_ERRORS = answered(
    {
        "success": {"const": False},
        "status": {"type": "integer"},
        "context": {
            "description": "Whether it is about what was sent, or about the address that it was sent to.",
            "enum": ["data", "parameters"],
        },
        "errors": {
            "type": "array",
            "description": "Every fault.",
            "items": answered(
                {
                    "name": {
                        "type": "string",
                        "description": "The property or parameter, such as `address.countryCode`.",
                    },
                    "message": {"type": "string", "description": "How to mend it."},
                    "ref": {
                        "type": "string",
                        "pattern": r"^error\.",
                        "examples": ["error.required", "error.not-unique"],
                    },
                }
            ),
            "minItems": 1,
        },
    }
)
TOKEN = answered(
    {
        "access_token": _TEXT,
        "expires_in": {"type": "integer"},
        "token_type": {"const": "Bearer"},
        "scope": {"type": "string", "enum": Scope.values},
    }
)
ANSWERED_SCHEMAS = {
    "Address": _ADDRESS,
    "Contact": _CONTACT,
    "ContactList": _CONTACT_LIST,
    "Country": COUNTRY,
    "Errors": _ERRORS,
    "Number": NUMBER,
    "TokenError": TOKEN_ERROR,
}
