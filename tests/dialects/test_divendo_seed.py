"""The examples of the vendor's page, to the letter; only its hidden e-mail address is replaced."""

import json

import pytest
import time_machine

pytestmark = pytest.mark.django_db

EXAMPLE = {
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
ANSWERED_PREFERENCES = {
    "email": {"optoutreason": None, "optoutdate": None},
    "post": {"optoutreason": None, "optoutdate": None},
    "sms": {"optoutreason": "optout", "optoutdate": None},
    "phone": {"optoutreason": None, "optoutdate": None},
}


def in_order(answer):
    """Give the JSON of an answer so that comparing it compares the order of its keys too."""
    return json.dumps(answer.json())


@time_machine.travel("2018-03-29T21:09:37.060020+01:00", tick=False)
def test_the_create_example_is_answered_as_documented(api):
    answer = api.post("/contacts", EXAMPLE)

    contact_id = answer.json()["id"]
    expected = {
        "id": contact_id,
        "created": "2018-03-29T21:09:37.06002+01:00",
        **EXAMPLE,
        "preferences": ANSWERED_PREFERENCES,
    }
    assert (answer.status_code, in_order(answer)) == (200, json.dumps(expected))
    assert answer["Content-Type"] == "application/json; charset=utf-8"
    assert answer["Location"].endswith(f"/contacts/{contact_id}")
    assert contact_id.startswith("5abd4801")


def test_the_update_example_is_answered_as_documented(api):
    created = api.post("/contacts", EXAMPLE).json()
    example = {**EXAMPLE, "contactnumbers": ["02030869860"], "preferences": ANSWERED_PREFERENCES}

    answer = api.put(f"/contacts/{created['id']}", example)

    expected = {"id": created["id"], "created": created["created"], **example}
    assert (answer.status_code, in_order(answer)) == (200, json.dumps(expected))


def test_the_look_up_example_is_answered_as_documented(api):
    sms = {"optoutreason": "optout", "optoutdate": "2017-06-15T00:00:00+01:00"}
    example = {**EXAMPLE, "preferences": {**ANSWERED_PREFERENCES, "sms": sms}}
    with time_machine.travel("2015-04-10T16:00:00+00:00", tick=False):
        created = api.post("/contacts", example).json()

    answer = api.get(f"/contacts/{created['id']}")

    expected = {"id": created["id"], "created": "2015-04-10T17:00:00+01:00", **example}
    assert (answer.status_code, in_order(answer)) == (200, json.dumps(expected))


def test_the_delete_example_is_answered_as_documented(api):
    contact_id = api.post("/contacts", EXAMPLE).json()["id"]

    answer = api.delete(f"/contacts/{contact_id}")

    assert (answer.status_code, answer.content) == (204, b"")
    assert answer["Content-Type"] == "application/json; charset=utf-8"
    assert api.get(f"/contacts/{contact_id}").status_code == 404
