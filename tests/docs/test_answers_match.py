"""What typical calls are answered is what the documents say, to the last key and header."""

import pytest

from contacts.choices import Scope
from contacts.dialects.divendo import examples as of_divendo
from contacts.dialects.evance import examples as of_evance
from contacts.models import Contact
from contacts.services.clients import create_client
from tests.docs.apis import divendo, evance
from tests.docs.known import OF_DIVENDO, OF_EVANCE, PICTURE
from tests.oauth.access_tokens import token_of

HIS, HERS = {"path_parameters": {"id": OF_DIVENDO}}, {"path_parameters": {"id": OF_EVANCE}}
NOBODYS, NOBODYS_OF_EVANCE = {"path_parameters": {"id": "0" * 24}}, {"path_parameters": {"id": OF_EVANCE + 1}}
UNCHANGED, STALE = {"headers": {"If-None-Match": '"1"'}}, {"headers": {"If-Match": '"9"'}}
NEW, NEW_OF_EVANCE = {"body": of_divendo.NEW_CONTACT}, {"body": of_evance.NEW_CONTACT}
CHANGES, CHANGES_OF_EVANCE = {"body": of_divendo.CHANGES}, {"body": of_evance.CHANGES}
TYPICAL = [
    (divendo, "createContact", NEW, 200),
    (divendo, "createContact", {"body": {}}, 400),
    (divendo, "listContacts", {}, 200),
    (divendo, "listContacts", {"query": {"count": 1, "offset": 1}}, 200),
    (divendo, "listContacts", {"query": {"count": 0}}, 400),
    (divendo, "getContact", HIS, 200),
    (divendo, "getContact", HIS | UNCHANGED, 304),
    (divendo, "getContact", NOBODYS, 404),
    (divendo, "updateContact", HIS | CHANGES, 200),
    (divendo, "updateContact", HIS | {"body": {"emails": []}}, 400),
    (divendo, "updateContact", HIS | CHANGES | STALE, 412),
    (divendo, "deleteContact", HIS, 204),
    (divendo, "deleteContact", HIS | STALE, 412),
    (divendo, "getPreferences", HIS, 200),
    (divendo, "getPreferences", HIS | UNCHANGED, 304),
    (divendo, "updatePreferences", HIS | {"body": of_divendo.PREFERENCES}, 200),
    (divendo, "updatePreferences", HIS | {"body": {"sms": 1}}, 400),
    (divendo, "getContactByEmail", {"query": {"search": "HQ@example.com"}}, 200),
    (divendo, "getContactByEmail", {"query": {"search": "nobody@example.com"}}, 404),
    (divendo, "getContactByEmail", {"query": {"search": " "}}, 400),
    (divendo, "getContactByCustomerNumber", {"path_parameters": {"customernumber": "none/such"}}, 404),
    (evance, "addContact", NEW_OF_EVANCE, 201),
    (evance, "addContact", {"body": {"contact": {}}}, 422),
    (evance, "addContact", {"body": []}, 400),
    (evance, "getContact", HERS, 200),
    (evance, "getContact", HERS | UNCHANGED, 304),
    (evance, "getContact", NOBODYS_OF_EVANCE, 404),
    (evance, "updateContact", HERS | CHANGES_OF_EVANCE, 200),
    (evance, "updateContact", HERS | {"body": {"contact": {"type": "hq"}}}, 422),
    (evance, "updateContact", HERS | CHANGES_OF_EVANCE | STALE, 412),
    (evance, "deleteContact", HERS, 204),
    (evance, "findContacts", {"query": {"q": "brook", "limit": 1, "total": "exact"}}, 200),
    (evance, "findContacts", {"query": {"limit": 1, "sort": "-email"}}, 200),
    (evance, "findContacts", {"query": {"colour": "red"}}, 400),
]
each_write = pytest.mark.parametrize(
    ("api", "name", "request_"),
    [(divendo, "createContact", NEW), (evance, "addContact", NEW_OF_EVANCE)],
    ids=["divendo", "evance"],
)


def call(api, name, caller, **request):
    """Make the call, hold its answer against the document, and give it."""
    return api.find_operation_by_id(name).Case(**request).call_and_validate(headers=caller)


def with_headers(request_, **named):
    return request_ | {"headers": {name.replace("_", "-"): value for name, value in named.items()}}


@pytest.mark.parametrize(("api", "name", "request_", "status"), TYPICAL, ids=[f"{row[1]}-{row[3]}" for row in TYPICAL])
def test_an_answer_is_as_described(headers, api, name, request_, status):
    assert call(api, name, headers, **request_).status_code == status


def test_a_contact_with_everything_is_as_described_in_both_dialects(headers):
    roles = ["customer", {"reference": "trade-account", "expires": "2031-01-01T00:00:00Z", "status": "pending"}]
    full = of_evance.NEW_CONTACT["contact"] | {"accessRoles": roles, "thumbnail": PICTURE, "reference": "E-1"}
    made = call(evance, "addContact", headers, body={"contact": full}).json()["contact"]
    contact = Contact.objects.get(pk=made["id"])

    changes = {
        "customernumber": "K-1",
        "emails": [contact.email, "other@example.org"],
        "contactnumbers": ["0123", "0456"],
    }
    his = {"path_parameters": {"id": contact.object_id}}
    changed = call(divendo, "updateContact", headers, **his, body=of_divendo.CHANGES | changes).json()

    assert (
        call(divendo, "getContactByCustomerNumber", headers, path_parameters={"customernumber": "K-1"}).json()
        == changed
    )
    assert call(evance, "getContact", headers, path_parameters={"id": contact.pk}).json()["contact"]["accessRoles"]
    assert made["thumbnail"]


@pytest.mark.parametrize(
    ("api", "name", "request_", "key"),
    [(divendo, "getContact", HIS, None), (evance, "getContact", HERS, "contact")],
    ids=["divendo", "evance"],
)
def test_keys_come_in_the_order_that_is_described(headers, api, name, request_, key):
    answer = call(api, name, headers, **request_).json()
    described = api.raw_schema["components"]["schemas"]["Contact"]["properties"]

    answered = answer[key] if key else answer
    assert list(answered) == list(described)
    assert list(answered["address"]) == list(_properties(api, described["address"]))


def _properties(api, schema):
    """Give what an object, or one that may be null, is described to hold."""
    while "properties" not in schema:
        reference = (schema.get("anyOf") or [schema])[0]["$ref"]
        schema = api.raw_schema["components"]["schemas"][reference.rpartition("/")[2]]
    return schema["properties"]


@each_write
def test_who_may_only_read_is_told_as_described(store, api, name, request_):
    token = token_of(create_client("Newsletter", Scope.CONTACTS_READONLY).client)

    assert call(api, name, {"Authorization": f"Bearer {token}"}, **request_).status_code == 403
    assert call(api, name, {"Authorization": "Bearer none"}, **request_).status_code == 401
    assert call(api, name, {}, **request_).status_code == 401


@each_write
def test_a_request_sent_twice_is_answered_as_described(headers, api, name, request_):
    first = call(api, name, headers, **with_headers(request_, Idempotency_Key="1"))
    again = call(api, name, headers, **with_headers(request_, Idempotency_Key="1"))
    other = call(api, name, headers, **with_headers({"body": {}}, Idempotency_Key="1"))

    assert (again.json(), again.headers["idempotent-replayed"]) == (first.json(), ["true"])
    assert other.status_code == 422


@each_write
def test_a_body_that_is_not_read_is_refused_as_described(headers, settings, api, name, request_):
    assert call(api, name, headers | {"Content-Type": "text/plain"}, **request_).status_code == 415
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 10
    assert call(api, name, headers, **request_).status_code == 413


@each_write
def test_too_many_requests_are_refused_as_described(headers, settings, api, name, request_):
    settings.API_REQUESTS_PER_MINUTE = 0

    assert call(api, name, headers, **request_).status_code == 429


@pytest.mark.parametrize(("api", "name"), [(divendo, "getToken"), (evance, "getToken"), (evance, "getTokenByJson")])
@pytest.mark.parametrize("media_type", ["application/json", "application/x-www-form-urlencoded"])
def test_tokens_come_as_described(store, api, name, media_type):
    made = create_client("Shop", Scope.CONTACTS)
    credentials = {"client_id": made.client.client_id, "client_secret": made.client_secret}
    body = {"grant_type": "client_credentials", **credentials}

    def ask(**given):
        return call(api, name, {}, body=body | given, media_type=media_type).status_code

    assert ask() == 200
    assert ask(scope="contacts.readonly") == 200
    assert ask(scope="everything") == 400
    assert ask(client_secret="guessed") == 401
