"""The primary address (contract §3, ``address``)."""

import pytest

from contacts.models import Contact
from tests.dialects.samples import contact, divendo_path, evance_faults, evance_path
from tests.factories import ContactFactory

pytestmark = pytest.mark.django_db

CONTACTS = "/api/contacts.json"
WRITTEN = {
    "title": "Dr",
    "firstname": "Bea",
    "lastname": "Beck",
    "company": "Beck Ltd",
    "line1": "1 Mill Lane",
    "line2": "Flat 2",
    "line3": "Rear",
    "city": "Leeds",
    "region": "West Yorkshire",
    "countryCode": "GB",
    "zip": "LS1 1AA",
}
ORDER = [
    *("id", "title", "firstname", "lastname", "company", "line1", "line2", "line3", "city", "region"),
    *("country", "countryCode", "zip", "latitude", "longitude", "isPrimary"),
]


def create(api, address, **keys):
    answer = api.post(CONTACTS, contact(address=address, **keys))
    assert answer.status_code == 201, answer.content
    return answer.json()["contact"]


def rewrite(api, known, address, **keys):
    answer = api.put(f"/api/contacts/{known['id']}.json", {"contact": {"type": "guest", "address": address, **keys}})
    assert answer.status_code == 200, answer.content
    return answer.json()["contact"]["address"]


def test_an_address_is_answered_with_what_reading_adds(api):
    created = create(api, WRITTEN)

    added = {"id": created["id"], "country": "United Kingdom", "latitude": None, "longitude": None, "isPrimary": True}
    assert created["address"] == {**WRITTEN, **added}
    assert list(created["address"]) == ORDER


def test_keys_are_merged_one_by_one(api):
    created = create(api, WRITTEN)

    merged = rewrite(api, created, {"city": "York", "line3": "", "line2": None})

    assert merged == {**created["address"], "city": "York", "line2": "", "line3": ""}
    assert rewrite(api, created, {}) == merged


def test_an_address_is_made_where_there_was_none(api):
    stored = ContactFactory(company="Brook Ltd")
    assert api.get(evance_path(stored)).json()["contact"]["address"] is None

    made = rewrite(api, {"id": stored.pk}, {"city": "York"})

    assert (made["city"], made["line1"], made["countryCode"], made["country"]) == ("York", "", "", "")
    assert (made["firstname"], made["lastname"], made["company"]) == ("Ana", "Brook", "Brook Ltd")


def test_null_removes_the_address(api):
    created = create(api, WRITTEN)

    assert rewrite(api, created, None) is None
    assert not Contact.objects.get(pk=created["id"]).has_address


def test_an_address_of_which_all_is_cleared_is_none(api):
    assert rewrite(api, create(api, WRITTEN), dict.fromkeys(WRITTEN, "")) is None
    assert create(api, {})["address"] is None


def test_unset_names_and_company_are_those_of_the_contact(api):
    created = create(api, {"line1": "1 Mill Lane"})
    assert [created["address"][key] for key in ("firstname", "lastname", "company")] == ["Ana", "Brook", "Brook Ltd"]

    follows = rewrite(api, created, {}, firstname="Bea", company="")

    assert [follows[key] for key in ("firstname", "lastname", "company")] == ["Bea", "Brook", ""]


def test_an_inherited_name_that_is_sent_back_stays_inherited(api):
    created = create(api, {"line1": "1 Mill Lane"})

    renamed = rewrite(api, created, created["address"], firstname="Bea")

    assert (renamed["firstname"], renamed["lastname"]) == ("Bea", "Brook")


def test_an_own_name_of_the_address_stays_its_own(api):
    created = create(api, WRITTEN)

    assert rewrite(api, created, {}, firstname="Cleo")["firstname"] == "Bea"


@pytest.mark.parametrize(("code", "name"), [("de", "Germany"), ("GB", "United Kingdom"), ("FR", "France"), ("", "")])
def test_a_country_is_named_in_english_whatever_the_client_reads(api, code, name):
    created = create(api, {"line1": "1", "countryCode": code})

    answer = api.get(f"/api/contacts/{created['id']}.json", accept_language="fr")

    assert (answer.json()["contact"]["address"]["countryCode"], answer.json()["contact"]["address"]["country"]) == (
        code.upper(),
        name,
    )


def test_every_bad_key_of_an_address_is_named_with_dots(api):
    address = {
        "countryCode": "XX",
        "city": "<b>",
        "zip": "x" * 21,
        "line1": 1,
        "line2": "a\0b",
        "region": "x" * 101,
        "company": "x" * 201,
        "title": "x" * 31,
    }

    assert evance_faults(api.post(CONTACTS, contact(address=address))) == [
        ("address.city", "html"),
        ("address.company", "too-long"),
        ("address.countryCode", "invalid"),
        ("address.line1", "invalid"),
        ("address.line2", "invalid"),
        ("address.region", "too-long"),
        ("address.title", "too-long"),
        ("address.zip", "too-long"),
    ]


@pytest.mark.parametrize("address", ["1 Mill Lane", [], ["1 Mill Lane"], 5, False])
def test_an_address_is_an_object(api, address):
    assert evance_faults(api.post(CONTACTS, contact(address=address))) == [("address", "invalid")]


def test_what_reading_adds_may_be_sent_back_and_says_nothing(api):
    created = create(api, WRITTEN)
    added = {"id": "7", "country": "Narnia", "latitude": "53.8", "longitude": 5, "isPrimary": False, "planet": "Earth"}

    assert rewrite(api, created, {**created["address"], **added}) == created["address"]


def test_both_apis_write_the_same_address(api):
    stored = Contact.objects.get(pk=create(api, WRITTEN)["id"])

    api.put(divendo_path(stored), {"address": {"towncity": "York", "addressline3": ""}})

    address = api.get(evance_path(stored)).json()["contact"]["address"]
    assert {key: address[key] for key in WRITTEN} == {**WRITTEN, "city": "York", "line3": ""}


def test_divendo_takes_away_what_it_knows_of_an_address(api):
    stored = Contact.objects.get(pk=create(api, WRITTEN)["id"])

    api.put(divendo_path(stored), {"address": None})

    address = api.get(evance_path(stored)).json()["contact"]["address"]
    own = ("title", "firstname", "lastname", "company")
    assert {key: address[key] for key in WRITTEN} == {
        **dict.fromkeys(WRITTEN, ""),
        **{key: WRITTEN[key] for key in own},
    }
