"""Every refusal is a problem document (RFC 9457) that names all faults at once (contract §2)."""

import pytest

from contacts.dialects.divendo import views
from contacts.models import Change, Contact
from tests.dialects.samples import divendo_faults, divendo_path, guest, headquarters
from tests.factories import ContactFactory

pytestmark = pytest.mark.django_db


def refused(status, answer, path):
    """Check the members of a problem, and give its detail."""
    problem = answer.json()
    assert (answer.status_code, answer["Content-Type"]) == (status, "application/problem+json")
    assert list(problem)[:5] == ["type", "title", "status", "detail", "instance"]
    assert (problem["type"], problem["status"], problem["instance"]) == ("about:blank", status, path)
    assert problem["title"]
    assert problem["requestid"] == answer["X-Request-Id"]
    return problem["detail"]


def test_a_fault_of_the_data_is_400(api):
    answer = api.post("/contacts", guest(name=None))

    assert "errors" in refused(400, answer, "/contacts")
    assert list(answer.json()["errors"][0]) == ["pointer", "code", "detail"]


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[]", b'"text"', b"null", b"{'a': 1}", b'{"a": NaN}', b'{"a": "\\ud800"}']
)
def test_a_body_that_is_no_json_object_is_400(api, body):
    stored = ContactFactory()

    refused(400, api.post("/contacts", body), "/contacts")
    refused(400, api.put(divendo_path(stored), body), divendo_path(stored))
    refused(400, api.put(divendo_path(stored) + "/preferences", body), divendo_path(stored) + "/preferences")


def test_a_request_without_a_token_is_401(client):
    answer = client.get("/contacts")

    refused(401, answer, "/contacts")
    assert answer["WWW-Authenticate"].startswith("Bearer")


def test_a_write_with_a_reading_scope_is_403(reading_api):
    stored = ContactFactory()

    refused(403, reading_api.post("/contacts", guest()), "/contacts")
    refused(403, reading_api.put(divendo_path(stored), {}), divendo_path(stored))
    refused(403, reading_api.delete(divendo_path(stored)), divendo_path(stored))
    assert reading_api.get(divendo_path(stored)).status_code == 200


def test_to_delete_the_headquarters_is_403(api):
    path = divendo_path(headquarters())

    refused(403, api.delete(path), path)
    assert api.get(path).status_code == 200


def test_an_unknown_contact_is_404(api):
    path = f"/contacts/{'0' * 24}"

    assert "check the address" in refused(404, api.get(path), path)


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("DELETE", "/contacts", "GET, POST, HEAD, OPTIONS"),
        ("POST", f"/contacts/{'0' * 24}", "GET, PUT, DELETE, HEAD, OPTIONS"),
        ("PATCH", f"/contacts/{'0' * 24}", "GET, PUT, DELETE, HEAD, OPTIONS"),
        ("DELETE", f"/contacts/{'0' * 24}/preferences", "GET, PUT, HEAD, OPTIONS"),
        ("POST", "/contacts/email", "GET, HEAD, OPTIONS"),
        ("FROBNICATE", "/contacts/customernumber/1", "GET, HEAD, OPTIONS"),
    ],
)
def test_another_method_is_405_and_the_right_ones_are_named(api, method, path, allowed):
    answer = api.request(method, path, {})

    refused(405, answer, path)
    assert answer["Allow"] == allowed


def test_a_key_that_still_runs_is_409_and_a_key_with_another_body_422(api, running_key):
    refused(409, api.post("/contacts", guest(), idempotency_key=running_key("/contacts", guest())), "/contacts")
    other = guest(customernumber="2")
    refused(422, api.post("/contacts", other, idempotency_key=running_key("/contacts", guest())), "/contacts")


def test_a_stale_version_is_412(api):
    path = divendo_path(ContactFactory())

    assert "read it again" in refused(412, api.put(path, {}, if_match='"9"'), path)


def test_a_body_over_10_mb_is_413(api):
    refused(413, api.post("/contacts", b" " * (10 * 1024 * 1024 + 1)), "/contacts")


def test_another_media_type_is_415(api):
    refused(415, api.request("POST", "/contacts", b"<contact/>", content_type="application/xml"), "/contacts")


def test_too_many_requests_are_429(api, settings):
    settings.API_REQUESTS_PER_MINUTE = 0

    answer = api.get("/contacts")

    refused(429, answer, "/contacts")
    assert 1 <= int(answer["Retry-After"]) <= 60


def test_what_nobody_foresaw_is_500_and_tells_nothing(api, monkeypatch):
    def break_down(*_):
        raise RuntimeError("the secret of the house")

    monkeypatch.setattr(views, "list_response", break_down)

    answer = api.get("/contacts")

    assert "request id" in refused(500, answer, "/contacts")
    assert b"secret" not in answer.content


def test_all_faults_are_named_at_once(api):
    ContactFactory(customer_number="C-1")
    body = {
        "emails": ["ana@example.com", "no address", "ANA@example.com"],
        "name": {"title": "x" * 31, "firstname": "<b>Ana</b>"},
        "address": {"country": "XX", "towncity": 5},
        "contactnumbers": ["1", "02030869860"],
        "customernumber": "C-1",
        "accountnumber": ["A"],
        "preferences": {"sms": {"optoutreason": "a\0b", "optoutdate": "soon"}, "phone": "no"},
    }

    assert divendo_faults(api.post("/contacts", body)) == [
        ("/accountnumber", "invalid"),
        ("/address/country", "invalid"),
        ("/address/towncity", "invalid"),
        ("/contactnumbers/0", "invalid"),
        ("/customernumber", "not-unique"),
        ("/emails/1", "invalid"),
        ("/emails/2", "duplicate"),
        ("/name/firstname", "html"),
        ("/name/surname", "required"),
        ("/name/title", "too-long"),
        ("/preferences/phone", "invalid"),
        ("/preferences/sms/optoutdate", "invalid"),
        ("/preferences/sms/optoutreason", "invalid"),
    ]


def test_faults_of_a_change_are_judged_together_with_what_is_stored(api):
    ContactFactory(customer_number="C-1")

    answer = api.put(
        divendo_path(ContactFactory()), {"name": {"surname": ""}, "customernumber": "C-1", "address": "Leeds"}
    )

    assert divendo_faults(answer) == [
        ("/address", "invalid"),
        ("/customernumber", "not-unique"),
        ("/name/surname", "required"),
    ]


@pytest.mark.parametrize("emails", [["no address"] * 3, ["no address", "ana@example.com", "NO address"]])
def test_equal_faults_are_named_each_at_its_place(api, emails):
    expected = {f"/emails/{index}" for index, email in enumerate(emails) if "no" in email.lower()}

    assert {pointer for pointer, _ in divendo_faults(api.post("/contacts", guest(emails=emails)))} == expected


@pytest.mark.parametrize(
    ("keys", "pointer"),
    [
        ({"emails": "ana@example.com"}, "/emails"),
        ({"emails": ["ana@example.com", 5]}, "/emails"),
        ({"emails": {"0": "ana@example.com"}}, "/emails"),
        ({"name": "Ana Brook"}, "/name"),
        ({"name": ["Ana", "Brook"]}, "/name"),
        ({"name": {"firstname": True, "surname": "Brook"}}, "/name/firstname"),
        ({"address": []}, "/address"),
        ({"contactnumbers": 1}, "/contactnumbers"),
        ({"contactnumbers": [None]}, "/contactnumbers"),
        ({"customernumber": 12345678}, "/customernumber"),
        ({"preferences": {"sms": True}}, "/preferences/sms"),
        ({"preferences": {"sms": {"optoutreason": True}}}, "/preferences/sms/optoutreason"),
    ],
)
def test_a_value_of_another_shape_is_named_and_nothing_is_stored(api, keys, pointer):
    before = Contact.objects.count()

    assert divendo_faults(api.post("/contacts", guest(**keys))) == [(pointer, "invalid")]
    assert (Contact.objects.count(), Change.objects.count()) == (before, 0)
