"""The properties of the vendor's page, written and read back."""

import json

import pytest

pytestmark = pytest.mark.django_db

CONTACT = {
    "firstname": "Ana",
    "lastname": "Brook",
    "company": "Brook Ltd",
    "registeredNumber": "01234567",
    "taxNumber": "GB123456789",
    "position": "Buyer",
    "phone": "01130 000 000",
    "mobile": "+44 (0)7700 900 CAT",
    "email": "ana@example.org",
    "username": "ana.brook",
    "website": "/my-profile",
    "biography": "Reads a lot.",
    "department": "Purchasing",
    "division": "North",
    "reference": "EMP-1",
    "dateOfBirth": "1990-01-29",
    "startDate": "2020-01-29",
    "leaveDate": None,
    "type": "user",
    "password": "correct horse",
    "address": {
        "line1": "1 Mill Lane",
        "city": "Leeds",
        "region": "West Yorkshire",
        "countryCode": "GB",
        "zip": "LS1 1AA",
    },
    "tags": {"contact": ["north", "Trade"]},
}
KEYS = [
    *(
        "id",
        "firstname",
        "lastname",
        "company",
        "registeredNumber",
        "taxNumber",
        "position",
        "phone",
        "mobile",
        "email",
    ),
    *("username", "website", "thumbnail", "biography", "department", "division", "reference"),
    *("dateOfBirth", "startDate", "leaveDate", "isUser", "isGuest", "isBranch", "isHQ", "isRecipient", "isSupplier"),
    *("type", "hasPassword", "created", "address", "accessRoles", "tags"),
]


def test_a_created_contact_is_answered_with_every_key_in_order(api):
    answer = api.post("/api/contacts.json", {"contact": CONTACT})

    contact = answer.json()["contact"]
    assert (answer.status_code, list(answer.json()), list(contact)) == (201, ["contact"], KEYS)
    assert answer["Location"].endswith(f"/api/contacts/{contact['id']}.json")
    written = CONTACT.keys() - {"password", "address", "mobile"}
    assert {key: contact[key] for key in written} == {key: CONTACT[key] for key in written}
    assert (contact["mobile"], contact["hasPassword"], contact["thumbnail"]) == ("+44 (0)7700 900 228", True, None)


def test_the_address_inherits_names_and_company(api):
    contact = api.post("/api/contacts.json", {"contact": CONTACT}).json()["contact"]

    expected = {
        "id": contact["id"],
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
    }
    assert json.dumps(contact["address"]) == json.dumps(expected)


def test_a_contact_is_read_updated_and_deleted(api):
    contact = api.post("/api/contacts.json", CONTACT).json()["contact"]
    path = f"/api/contacts/{contact['id']}.json"

    assert api.get(path).json() == {"contact": contact}
    updated = api.put(path, {"contact": {"type": "user", "position": "Head buyer"}})
    assert (updated.status_code, updated.json()) == (200, {"contact": {**contact, "position": "Head buyer"}})
    deleted = api.delete(path)
    assert (deleted.status_code, deleted.content) == (204, b"")
    assert api.get(path).status_code == 404


def test_a_contact_is_found_by_reference(api):
    contact = api.post("/api/contacts.json", CONTACT).json()["contact"]

    answer = api.get("/api/contacts/search.json", {"reference": "emp-1"})

    assert list(answer.json()) == ["contacts", "pagination", "links"]
    assert answer.json()["contacts"] == [contact]
    assert answer.json()["pagination"] == {"limit": 100, "page": 1, "total": 1, "totalPages": 1}
