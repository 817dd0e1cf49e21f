"""Examples of the Evance Contacts API, after the vendor's own pages."""

from http import HTTPStatus
from typing import Any

from contacts.dialects.evance.errors import REFS

NEW_CONTACT = {
    "contact": {
        "type": "user",
        "firstname": "Ana",
        "lastname": "Brook",
        "email": "ana@example.org",
        "company": "Brook Ltd",
        "phone": "01130 000 000",
        "website": "/my-profile",
        "startDate": "2020-01-29",
        "password": "correct horse",
        "address": {
            "line1": "1 Mill Lane",
            "city": "Leeds",
            "region": "West Yorkshire",
            "countryCode": "GB",
            "zip": "LS1 1AA",
        },
        "tags": {"contact": ["Tag value"]},
    }
}
CHANGES = {"contact": {"type": "user", "position": "Head buyer", "address": {"line2": "Floor 2"}}}
CONTACT = {
    "contact": {
        "id": 4711004711,
        "firstname": "Ana",
        "lastname": "Brook",
        "company": "Brook Ltd",
        "registeredNumber": "",
        "taxNumber": "",
        "position": "",
        "phone": "01130 000 000",
        "mobile": "",
        "email": "ana@example.org",
        "username": "",
        "website": "/my-profile",
        "thumbnail": None,
        "biography": "",
        "department": "",
        "division": "",
        "reference": "",
        "dateOfBirth": None,
        "startDate": "2020-01-29",
        "leaveDate": None,
        "isUser": True,
        "isGuest": False,
        "isBranch": False,
        "isHQ": False,
        "isRecipient": False,
        "isSupplier": False,
        "type": "user",
        "hasPassword": True,
        "created": "2020-02-03T04:05:06+00:00",
        "address": {
            "id": 4711004711,
            "title": "",
            "firstname": "Ana",
            "lastname": "Brook",
            "company": "Brook Ltd",
            "line1": "1 Mill Lane",
            "line2": "",
            "line3": "",
            "city": "Leeds",
            "region": "West Yorkshire",
            "country": "United Kingdom",
            "countryCode": "GB",
            "zip": "LS1 1AA",
            "latitude": None,
            "longitude": None,
            "isPrimary": True,
        },
        "accessRoles": {"customer": {"name": "Customer", "reference": "customer", "status": "active", "expires": None}},
        "tags": {"contact": ["Tag value"]},
    }
}
_SEARCH = "https://contacts.example.com/api/contacts/search.json?email=ana@example.org"
CONTACT_LIST = {
    "contacts": [CONTACT["contact"]],
    "pagination": {"limit": 100, "page": 1, "total": 1, "totalPages": 1},
    "links": {"self": _SEARCH, "previous": None, "next": None},
}


def errors(status: HTTPStatus) -> dict[str, Any]:
    """Give an answer that says no with this status."""
    fault = {"name": "", "message": "How to mend it, in a sentence.", "ref": REFS[status]}
    if status == HTTPStatus.UNPROCESSABLE_ENTITY:
        fault = {"name": "email", "message": "Another branch has this e-mail address.", "ref": "error.not-unique"}
    return {"success": False, "status": status.value, "context": "data", "errors": [fault]}
