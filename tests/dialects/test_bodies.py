"""The bodies of requests: which are taken, and that no odd one breaks anything (contract §1)."""

import json

import pytest

from contacts.models import Contact
from tests.dialects.samples import (
    contact,
    divendo_faults,
    divendo_path,
    evance_faults,
    evance_path,
    full_guest,
    full_user,
    guest,
    paths_in,
    with_value,
)
from tests.factories import ContactFactory

pytestmark = pytest.mark.django_db

CALLS = {"divendo": ("/contacts", guest()), "evance": ("/api/contacts.json", contact())}
FULL = {"divendo": ("/contacts", full_guest()), "evance": ("/api/contacts.json", full_user())}
PATHS = {"divendo": divendo_path, "evance": evance_path}
MB = 1024 * 1024

each_api = pytest.mark.parametrize(("path", "body"), CALLS.values(), ids=CALLS)
each_address = pytest.mark.parametrize("path_of", PATHS.values(), ids=PATHS)


def dumped(body):
    return json.dumps(body).encode()


def repr_of(value):
    return repr(value)[:20]


def value_at(body, path):
    for key in path:
        body = body[key]
    return body


@each_api
@pytest.mark.parametrize(
    "media_type",
    [
        "application/json",
        "application/json; charset=utf-8",
        'application/json;charset="UTF-8"',
        "Application/JSON; charset=iso-8859-1",
        "application/json; charset=utf-16; version=2",
    ],
)
def test_json_is_taken_whatever_charset_it_names(api, path, body, media_type):
    named = {**guest(name={"firstname": "Zoë", "surname": "Brook"}), **contact(firstname="Zoë")["contact"]}

    answer = api.request("POST", path, named, media_type)

    assert (answer.status_code in (200, 201), "Zoë" in answer.content.decode()) == (True, True)


@each_api
@pytest.mark.parametrize(
    "media_type", ["text/json", "text/plain", "multipart/form-data; boundary=x", "application/jsonx", ""]
)
def test_another_media_type_is_not_taken(api, path, body, media_type):
    assert api.request("POST", path, body, media_type).status_code == 415


@each_api
def test_a_mark_before_the_text_is_overlooked(api, path, body):
    answer = api.post(path, b"\xef\xbb\xbf" + dumped(body))

    assert answer.status_code in (200, 201)


@each_api
@pytest.mark.parametrize(
    "broken",
    [
        *(
            b"",
            b" ",
            b"{",
            b"}",
            b'{"a": 1,}',
            b"{a: 1}",
            b"// {}",
            b"{} {}",
            b"[]",
            b"[{}]",
            b"0",
            b"true",
            b"null",
            b'""',
        ),
        *(b"NaN", b"-Infinity", b'{"a": NaN}', b'{"a": "\\ud800"}', b'{"a": "\xff"}', b'{"a": "\xed\xa0\x80"}', b"\0"),
        *('{"a": "ü"}'.encode("latin-1"), '{"a": 1}'.encode("utf-16"), b'{"a": "\x01"}', b"a=1&b=2", b'{"a": 1e400}'),
        *(b'{"a":' * 5000 + b"1" + b"}" * 5000, b"[" * 500_000),
    ],
    ids=repr_of,
)
def test_a_body_that_is_no_json_object_is_400(api, path, body, broken):
    assert api.post(path, broken).status_code == 400
    assert api.put(PATHS["divendo" if path == "/contacts" else "evance"](ContactFactory()), broken).status_code == 400


@each_api
def test_a_body_has_at_most_10_mb(api, path, body):
    full = dumped(body).ljust(10 * MB)

    assert api.post(path, full).status_code in (200, 201)
    assert api.post(path, full + b" ").status_code == 413


@each_address
def test_odd_but_valid_json_is_understood(api, path_of):
    stored = ContactFactory()
    odd = b"""
        {"type": "guest", "unknown": [-0.0, 123456789012345678901234567890, 1E-999, {"": [[[[]]]]}],
         "emoji": "\\u0000 \\ud83d\\ude00",
         "name": {"firstname": "Ana", "firstname": "B\\u0065a"}, "firstname": "Ana", "firstname": "B\\u0065a",
         "__proto__": {"type": "hq"}, "constructor": null, "id": {"$gt": ""}}
    """

    assert api.put(path_of(stored), odd).status_code == 200
    stored.refresh_from_db()
    assert (stored.first_name, stored.type) == ("Bea", "guest")


@pytest.mark.parametrize(("path", "body"), FULL.values(), ids=FULL)
@pytest.mark.parametrize("value", [10**30, True, [], {}, [{}], "a\0b", "\U0010ffff", "x" * 3000], ids=repr_of)
def test_whatever_stands_where_it_does_not_belong_breaks_nothing(api, path, body, value):
    for place in paths_in(body):
        assert api.post(path, with_value(body, place, value)).status_code in (200, 201, 400, 422), place


@each_api
def test_a_nul_in_any_text_is_refused_where_it_stands(api, path, body):
    full = FULL["divendo" if path == "/contacts" else "evance"][1]
    texts = [place for place in paths_in(full) if isinstance(value_at(full, place), str)]

    for place in texts:
        answer = api.post(path, with_value(full, place, "a\0b"))
        assert answer.status_code in (400, 422), place
        error = answer.json()["errors"][0]
        assert error.get("pointer", error.get("name")) in ("/" + "/".join(place), ".".join(place[1:]))


def test_what_is_long_beyond_all_bounds_is_refused_without_being_judged(api):
    endless = "é" * 1_000_000

    assert divendo_faults(api.post("/contacts", guest(customernumber=endless))) == [("/customernumber", "too-long")]
    assert divendo_faults(api.post("/contacts", guest(contactnumbers=["x" * 9000] * 100))) == [
        ("/contactnumbers", "invalid")
    ]
    assert evance_faults(api.post("/api/contacts.json", contact(reference=endless))) == [("reference", "too-long")]


@each_api
def test_names_of_any_language_come_back_as_they_went(api, path, body):
    name = "Nguyễn 山田 O'Neil 👩‍👩‍👧 עברית"
    named = {**guest(name={"firstname": name, "surname": name}), **contact(firstname=name, lastname=name)["contact"]}

    answer = api.post(path, named)

    assert answer.content.decode().count(name) == 2


def test_a_contact_made_in_one_api_is_complete_in_the_other(api):
    here = api.post("/contacts", full_guest()).json()
    stored = Contact.objects.get(object_id=here["id"])

    there = api.get(evance_path(stored)).json()["contact"]

    assert (there["email"], there["firstname"], there["lastname"]) == ("ana@example.com", "Ana", "Brook")
    assert (there["type"], there["phone"], there["address"]["zip"]) == ("guest", "02030869860", "N1 7GU")
    made = api.post("/api/contacts.json", full_user()).json()["contact"]
    back = api.get(divendo_path(Contact.objects.get(pk=made["id"]))).json()
    assert (back["emails"], back["contactnumbers"]) == (["ana@example.com"], ["02030869860", "07400123456"])
    assert (back["name"]["surname"], back["address"]["towncity"]) == ("Brook", "Leeds")
