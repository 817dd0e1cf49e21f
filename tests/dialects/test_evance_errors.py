"""Every refusal has the vendor's shape, its own status and a ``ref`` (contract §3)."""

import pytest

from contacts.dialects.evance import views
from contacts.models import Change, Contact
from tests.dialects.samples import SEARCH, contact, evance_faults, evance_path, headquarters
from tests.factories import AccessRoleFactory, ContactFactory

pytestmark = pytest.mark.django_db

CONTACTS = "/api/contacts.json"
UNKNOWN = "/api/contacts/1234567890.json"
MALFORMED = [
    "1",
    "abc",
    "0123456789",
    "-1234567890",
    "1e12",
    "1234567890.0",
    "9" * 40,
    "\u0660" * 10,
    "%00",
    " ",
    "a/b",
]


def refused(status, answer, ref, context="data"):
    """Check the shape of an error about no key in particular, and give its message."""
    body = answer.json()
    assert (list(body), answer["Content-Type"]) == (
        ["success", "status", "context", "errors"],
        "application/json; charset=utf-8",
    )
    assert evance_faults(answer, status, context) == [("", ref)]
    assert list(body["errors"][0]) == ["name", "message", "ref"]
    return body["errors"][0]["message"]


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[]", b'"text"', b"null", b"5", b'{"a": Infinity}', b'{"a": "\\udc00"}', b"\xff"]
)
def test_a_body_that_is_no_json_object_is_400(api, body):
    refused(400, api.post(CONTACTS, body), "malformed")
    refused(400, api.put(evance_path(ContactFactory()), body), "malformed")


def test_a_request_without_a_token_is_401(client):
    for path in (CONTACTS, SEARCH, UNKNOWN, "/api/other.json"):
        answer = client.get(path)
        refused(401, answer, "unauthorized")
        assert answer["WWW-Authenticate"].startswith("Bearer")


def test_a_write_with_a_reading_scope_is_403(reading_api):
    path = evance_path(ContactFactory())

    refused(403, reading_api.post(CONTACTS, contact()), "forbidden")
    refused(403, reading_api.put(path, contact()), "forbidden")
    refused(403, reading_api.delete(path), "forbidden")
    assert reading_api.get(path).status_code == 200


def test_to_delete_the_headquarters_is_403(api):
    assert "headquarters" in refused(403, api.delete(evance_path(headquarters())), "forbidden")


def test_an_unknown_id_is_404(api):
    for answer in (api.get(UNKNOWN), api.put(UNKNOWN, contact()), api.delete(UNKNOWN)):
        refused(404, answer, "not-found", "parameters")


@pytest.mark.parametrize("malformed", MALFORMED)
def test_a_malformed_id_is_404(api, malformed):
    path = f"/api/contacts/{malformed}.json"

    for answer in (api.get(path), api.put(path, contact()), api.delete(path)):
        refused(404, answer, "not-found", "parameters")


def test_the_id_of_the_other_api_is_none_here(api):
    refused(404, api.get(f"/api/contacts/{ContactFactory().object_id}.json"), "not-found", "parameters")


@pytest.mark.parametrize("path", ["/api/", "/api/contacts", "/api/contacts/", "/api/index.json", "/api/contacts.json/"])
def test_an_address_that_no_call_has_is_404(api, path):
    for answer in (api.get(path), api.post(path, {}), api.put(path, {}), api.delete(path)):
        refused(404, answer, "not-found", "parameters")


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("GET", CONTACTS, "POST, OPTIONS"),
        ("PUT", CONTACTS, "POST, OPTIONS"),
        ("POST", UNKNOWN, "GET, PUT, DELETE, HEAD, OPTIONS"),
        ("PATCH", UNKNOWN, "GET, PUT, DELETE, HEAD, OPTIONS"),
        ("DELETE", SEARCH, "GET, HEAD, OPTIONS"),
    ],
)
def test_another_method_is_405_and_the_right_ones_are_named(api, method, path, allowed):
    answer = api.request(method, path, {})

    refused(405, answer, "method-not-allowed", "parameters")
    assert answer["Allow"] == allowed


def test_a_key_that_still_runs_is_409_and_a_key_with_another_body_422(api, running_key):
    refused(409, api.post(CONTACTS, contact(), idempotency_key=running_key(CONTACTS, contact())), "conflict")
    refused(422, api.post(CONTACTS, {}, idempotency_key=running_key(CONTACTS, contact())), "key-reused")


def test_a_stale_version_is_412(api):
    path = evance_path(ContactFactory())

    refused(412, api.put(path, contact(), if_match='"9"'), "stale")
    refused(412, api.delete(path, if_match='"9"'), "stale")


def test_a_body_over_10_mb_is_413(api):
    refused(413, api.post(CONTACTS, b" " * (10 * 1024 * 1024 + 1)), "too-large")


@pytest.mark.parametrize(
    "media_type", ["text/plain", "application/x-www-form-urlencoded", "application/xml", "json", ""]
)
def test_another_media_type_is_415(api, media_type):
    refused(415, api.request("POST", CONTACTS, b'{"type": "guest"}', media_type), "unsupported-media-type")


def test_too_many_requests_are_429(api, settings):
    settings.API_REQUESTS_PER_MINUTE = 0

    answer = api.get(SEARCH)

    refused(429, answer, "too-many-requests")
    assert 1 <= int(answer["Retry-After"]) <= 60


def test_what_nobody_foresaw_is_500_and_tells_nothing(api, monkeypatch):
    def break_down(*_):
        raise RuntimeError("the secret of the house")

    monkeypatch.setattr(views, "Search", break_down)

    answer = api.get(SEARCH)

    assert "logged" in refused(500, answer, "internal")
    assert b"secret" not in answer.content


@pytest.mark.parametrize(
    ("keys", "fault"),
    [
        ({"firstname": ""}, ("firstname", "required")),
        ({"email": "ana"}, ("email", "invalid")),
        ({"email": "taken@example.com", "type": "user"}, ("email", "not-unique")),
        ({"company": "x" * 201}, ("company", "too-long")),
        ({"biography": "<script>"}, ("biography", "html")),
        ({"accessRoles": ["unknown"], "type": "user"}, ("accessRoles", "not-found")),
        ({"accessRoles": ["known", "known"], "type": "user"}, ("accessRoles", "duplicate")),
        ({"tags": {"colour": []}}, ("tags.colour", "not-found")),
        ({"tags": {"contact": [""]}}, ("tags.contact.0", "required")),
        ({"address": {"countryCode": "XX"}}, ("address.countryCode", "invalid")),
        ({"address": {"line1": "<i>"}}, ("address.line1", "html")),
        ({"password": "short", "type": "user"}, ("password", "too-short")),
        ({"thumbnail": "~/content/unknown.png"}, ("thumbnail", "not-found")),
        ({"dateOfBirth": "2999-01-01"}, ("dateOfBirth", "invalid")),
    ],
)
def test_a_broken_rule_is_named_at_its_key(api, keys, fault):
    ContactFactory(user=True, email="taken@example.com")
    AccessRoleFactory(reference="known")

    assert evance_faults(api.post(CONTACTS, contact(**keys))) == [fault]


def test_every_message_is_a_sentence_that_tells_the_way_out(api):
    keys = {
        "firstname": "",
        "email": "ana",
        "company": "x" * 201,
        "address": {"countryCode": "XX"},
        "phone": "1",
        "website": "x",
    }

    errors = api.post(CONTACTS, contact(**keys)).json()["errors"]

    assert len(errors) == len(keys)
    assert all(error["message"][0].isupper() and error["message"].endswith(".") for error in errors)


def test_all_faults_are_named_at_once_and_nothing_is_stored(api):
    ContactFactory(reference="EMP-1")
    before = Contact.objects.count()
    keys = {
        "firstname": "",
        "lastname": "<b>",
        "email": "ana@",
        "reference": "emp-1",
        "phone": "12",
        "username": "a b",
        "website": "javascript:alert(1)",
        "dateOfBirth": "2999-01-01",
        "startDate": "2020-02-30",
        "biography": 5,
        "address": {"countryCode": "XX", "city": 5, "zip": "x" * 21},
        "tags": {"contact": ["<b>"], "product": []},
        "accessRoles": [5],
        "thumbnail": "~/content/unknown.png",
    }

    assert evance_faults(api.post(CONTACTS, contact("user", password="short", **keys))) == [
        ("accessRoles", "invalid"),
        ("address.city", "invalid"),
        ("address.countryCode", "invalid"),
        ("address.zip", "too-long"),
        ("biography", "invalid"),
        ("dateOfBirth", "invalid"),
        ("email", "invalid"),
        ("firstname", "required"),
        ("lastname", "html"),
        ("password", "too-short"),
        ("phone", "invalid"),
        ("reference", "not-unique"),
        ("startDate", "invalid"),
        ("tags.contact.0", "html"),
        ("tags.product", "not-found"),
        ("thumbnail", "not-found"),
        ("username", "invalid"),
        ("website", "invalid"),
    ]
    assert (Contact.objects.count(), Change.objects.count()) == (before, 0)
