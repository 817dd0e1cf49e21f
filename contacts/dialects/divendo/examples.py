"""Examples of the Divendo API, after the vendor's own page."""

from http import HTTPStatus
from typing import Any

NEW_CONTACT = {
    "emails": ["testing@example.com"],
    "name": {"title": "Mr", "firstname": "Testing", "surname": "Customer"},
    "address": {
        "addressline1": "20-22 Wenlock Road",
        "addressline2": "",
        "addressline3": "",
        "towncity": "London",
        "stateprovince": "London",
        "postalcode": "N1 7GU",
        "country": "GB",
    },
    "contactnumbers": [],
    "customernumber": "12345678",
    "accountnumber": "",
    "preferences": {
        "email": {"optoutreason": None},
        "post": {"optoutreason": None},
        "sms": {"optoutreason": "optout"},
        "phone": {"optoutreason": None},
    },
}
PREFERENCES = {
    "email": {"optoutreason": None, "optoutdate": None},
    "post": {"optoutreason": None, "optoutdate": None},
    "sms": {"optoutreason": "optout", "optoutdate": "2017-06-15T00:00:00+01:00"},
    "phone": {"optoutreason": None, "optoutdate": None},
}
CONTACT = {
    "id": "5643eff487bb38127c11e624",
    "created": "2015-04-10T17:00:00+01:00",
    **NEW_CONTACT,
    "contactnumbers": ["02030869860"],
    "preferences": PREFERENCES,
}
CHANGES = {"contactnumbers": ["02030869860"], "preferences": {"sms": {"optoutreason": "optout"}}}
CONTACT_LIST = {"total": 1, "count": 50, "offset": 0, "results": [CONTACT]}


def problem(status: HTTPStatus) -> dict[str, Any]:
    """Give an answer that says no with this status."""
    fault = {"pointer": "/name/firstname", "code": "required", "detail": "Enter the first name."}
    faults = {"errors": [fault]} if status == HTTPStatus.BAD_REQUEST else {}
    return {
        "type": "about:blank",
        "title": status.phrase,
        "status": status.value,
        "detail": "How to mend it, in a sentence.",
        "instance": "/contacts",
        "requestid": "46f03d68d98e43e888109f08a9e7c4e6",
        **faults,
    }
