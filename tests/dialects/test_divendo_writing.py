"""What Divendo's keys take (contract §2)."""

from datetime import UTC, datetime

import pytest

from contacts.choices import ContactType
from contacts.models import Contact
from tests.dialects.samples import CHANNELS, divendo_faults, divendo_path, guest
from tests.factories import ContactFactory

pytestmark = pytest.mark.django_db

ADDRESS_KEYS = ("addressline1", "addressline2", "addressline3", "towncity", "stateprovince", "postalcode", "country")


def create(api, **keys):
    answer = api.post("/contacts", guest(**keys))
    assert answer.status_code == 200, answer.content
    return answer.json()


def change(api, stored, body):
    answer = api.put(divendo_path(stored), body)
    assert answer.status_code == 200, answer.content
    return answer.json()


def test_a_contact_made_here_is_a_guest(api):
    created = create(api, type="user")

    assert Contact.objects.get(object_id=created["id"]).type == ContactType.GUEST


@pytest.mark.parametrize("type", [type for type in ContactType.values if type != ContactType.HQ])
def test_the_type_of_a_contact_survives_a_write(api, type):
    stored = ContactFactory(type=type, company="Brook Ltd")

    change(api, stored, guest(type="guest"))

    stored.refresh_from_db()
    assert stored.type == type


def test_what_is_not_sent_is_empty_in_a_new_contact(api):
    created = create(api)

    assert list(created) == [
        *("id", "created", "emails", "name", "address", "contactnumbers"),
        *("customernumber", "accountnumber", "preferences"),
    ]
    assert created["name"] == {"title": "", "firstname": "Ana", "surname": "Brook"}
    assert created["address"] == dict.fromkeys(ADDRESS_KEYS, "")
    assert (created["contactnumbers"], created["customernumber"], created["accountnumber"]) == ([], "", "")
    assert created["preferences"] == {channel: {"optoutreason": None, "optoutdate": None} for channel in CHANNELS}


def test_emails_keep_their_order_and_the_first_is_the_primary_one(api):
    created = create(api, emails=["B@Example.com", " a@example.com ", "c@example.com"])

    assert created["emails"] == ["b@example.com", "a@example.com", "c@example.com"]
    assert Contact.objects.get(object_id=created["id"]).email == "b@example.com"


@pytest.mark.parametrize("emails", [None, []])
def test_a_contact_needs_an_email(api, emails):
    stored = ContactFactory()

    assert divendo_faults(api.post("/contacts", guest(emails=emails))) == [("/emails", "required")]
    assert divendo_faults(api.put(divendo_path(stored), {"emails": emails})) == [("/emails", "required")]
    assert divendo_faults(api.post("/contacts", {"name": guest()["name"]})) == [("/emails", "required")]


def test_no_email_comes_twice(api):
    answer = api.post("/contacts", guest(emails=["a@example.com", "b@example.com", "A@example.com", "a@EXAMPLE.com"]))

    assert divendo_faults(answer) == [("/emails/2", "duplicate"), ("/emails/3", "duplicate")]


@pytest.mark.parametrize(("key", "most"), [("title", 30), ("firstname", 60), ("surname", 60)])
def test_names_have_a_longest_length(api, key, most):
    name = {"firstname": "Ana", "surname": "Brook"}

    fitting = api.post("/contacts", guest(name={**name, key: "Ł" * most}))

    assert fitting.json()["name"][key] == "Ł" * most
    answer = api.post("/contacts", guest(name={**name, key: "Ł" * (most + 1)}))
    assert divendo_faults(answer) == [(f"/name/{key}", "too-long")]


def test_a_guest_needs_both_names(api):
    expected = [("/name/firstname", "required"), ("/name/surname", "required")]

    assert divendo_faults(api.post("/contacts", {"emails": ["ana@example.com"]})) == expected
    assert divendo_faults(api.put(divendo_path(ContactFactory()), {"name": None})) == expected


@pytest.mark.parametrize("type", ["recipient", "branch", "supplier"])
def test_other_types_need_no_names(api, type):
    stored = ContactFactory(type=type, company="Brook Ltd")

    assert change(api, stored, {"name": None})["name"] == {"title": "", "firstname": "", "surname": ""}


def test_the_address_has_seven_keys_each_of_which_is_written(api):
    address = {key: f"A {key}" for key in ADDRESS_KEYS} | {"postalcode": "N1 7GU", "country": "gb"}

    assert create(api, address=address)["address"] == {**address, "country": "GB"}


@pytest.mark.parametrize("country", ["XX", "UK", "GBR", "G", "England"])
def test_a_country_is_one_of_iso_3166(api, country):
    assert ("/address/country", "invalid") in divendo_faults(api.post("/contacts", guest(address={"country": country})))


@pytest.mark.parametrize("key", ["customernumber", "accountnumber"])
def test_numbers_of_customers_have_a_longest_length(api, key):
    assert create(api, **{key: "9" * 60})[key] == "9" * 60
    assert divendo_faults(api.post("/contacts", guest(**{key: "9" * 61}))) == [(f"/{key}", "too-long")]


def test_a_customer_number_belongs_to_one_contact(api):
    first, second = create(api, customernumber="C-1"), create(api, customernumber="")
    create(api, customernumber="")

    assert divendo_faults(api.post("/contacts", guest(customernumber=" C-1 "))) == [("/customernumber", "not-unique")]
    answer = api.put(f"/contacts/{second['id']}", {"customernumber": "C-1"})
    assert divendo_faults(answer) == [("/customernumber", "not-unique")]
    assert api.put(f"/contacts/{first['id']}", {"customernumber": "C-1"}).status_code == 200
    assert create(api, accountnumber="A-1")["accountnumber"] == create(api, accountnumber="A-1")["accountnumber"]


def test_an_absent_key_stays_as_it_was(api):
    full = create(
        api,
        emails=["a@example.com", "b@example.com"],
        name={"title": "Ms", "firstname": "Ana", "surname": "Brook"},
        address={"addressline1": "1 Mill Lane", "country": "GB"},
        contactnumbers=["02030869860"],
        customernumber="C-1",
        accountnumber="A-1",
        preferences={"sms": {"optoutreason": "optout"}},
    )
    path = f"/contacts/{full['id']}"

    assert api.put(path, {}).json() == full
    assert api.put(path, {"name": {}, "address": {}, "preferences": {"sms": {}}}).json() == full
    renamed = api.put(path, {"name": {"surname": "Beck"}}).json()
    assert renamed == {**full, "name": {"title": "Ms", "firstname": "Ana", "surname": "Beck"}}


@pytest.mark.parametrize("empty", [None, ""])
def test_null_and_the_empty_text_clear(api, empty):
    created = create(
        api,
        name={"title": "Ms", "firstname": "Ana", "surname": "Brook"},
        address={"addressline1": "1 Mill Lane", "towncity": "Leeds", "country": "GB"},
        customernumber="C-1",
        accountnumber="A-1",
    )
    body = {"name": {"title": empty}, "address": {"towncity": empty}, "customernumber": empty, "accountnumber": empty}

    changed = api.put(f"/contacts/{created['id']}", body).json()

    assert (changed["name"]["title"], changed["name"]["surname"]) == ("", "Brook")
    assert (changed["address"]["towncity"], changed["address"]["addressline1"]) == ("", "1 Mill Lane")
    assert (changed["customernumber"], changed["accountnumber"]) == ("", "")


def test_null_clears_what_has_several_values(api):
    preferences = {"sms": {"optoutreason": "optout", "optoutdate": "2017-06-15T00:00:00+01:00"}}
    created = create(api, address={"country": "GB"}, contactnumbers=["0123456"], preferences=preferences)
    body = {"address": None, "contactnumbers": None, "preferences": None}

    changed = api.put(f"/contacts/{created['id']}", body).json()

    assert changed["address"] == dict.fromkeys(ADDRESS_KEYS, "")
    assert changed["contactnumbers"] == []
    assert changed["preferences"]["sms"] == {"optoutreason": None, "optoutdate": None}


def test_an_array_replaces_the_array(api):
    created = create(api, emails=["a@example.com", "b@example.com"], contactnumbers=["0123456", "0123457"])

    changed = api.put(f"/contacts/{created['id']}", {"emails": ["b@example.com"], "contactnumbers": ["0123458"]}).json()

    assert (changed["emails"], changed["contactnumbers"]) == (["b@example.com"], ["0123458"])


def test_unknown_and_read_only_keys_are_ignored(api):
    created = create(api)
    body = {**created, "id": "0" * 24, "created": "no date", "loyalty": 5, "name": {"initial": "B"}}

    changed = api.put(f"/contacts/{created['id']}", body)

    assert changed.json() == created
    assert create(api, id=created["id"], created="1999-01-01T00:00:00Z")["id"] != created["id"]


@pytest.mark.parametrize(
    ("zone", "instant", "answered"),
    [
        ("Europe/London", (2015, 4, 10, 16), "2015-04-10T17:00:00+01:00"),
        ("Europe/London", (2018, 1, 29, 21, 9, 37, 6020), "2018-01-29T21:09:37.00602+00:00"),
        ("Europe/London", (2018, 1, 29, 21, 9, 37, 500_000), "2018-01-29T21:09:37.5+00:00"),
        ("Europe/London", (2018, 1, 29, 21, 9, 30, 1), "2018-01-29T21:09:30.000001+00:00"),
        ("Asia/Kolkata", (2018, 1, 29, 21), "2018-01-30T02:30:00+05:30"),
        ("America/New_York", (2018, 7, 1, 2, 0, 0, 120_000), "2018-06-30T22:00:00.12-04:00"),
    ],
)
def test_created_is_told_in_the_time_of_the_store_without_trailing_zeros(api, settings, zone, instant, answered):
    settings.TIME_ZONE = zone
    stored = ContactFactory(created_at=datetime(*instant, tzinfo=UTC))

    assert api.get(divendo_path(stored)).json()["created"] == answered
