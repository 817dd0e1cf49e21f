"""One contact by its id, its customer number, one of its e-mails (contract §2)."""

from datetime import UTC, datetime

import pytest

from tests.dialects.samples import divendo_faults, divendo_path, guest
from tests.factories import ContactFactory

pytestmark = pytest.mark.django_db

EMAIL = "/contacts/email"
MALFORMED = ["1", "a" * 23, "a" * 25, "G" * 24, "A" * 24, "5643eff487bb38127c11e62é", "null", " ", "a" * 23 + "\n"]


def test_every_email_of_a_contact_leads_to_it(api):
    stored = ContactFactory(emails=["ana@example.com", "work+it@example.com"])
    ContactFactory(email="anna@example.com")

    for address in ("ana@example.com", "ANA@Example.COM", " ana@example.com ", "work+it@example.com"):
        answer = api.get(EMAIL, {"search": address})
        assert (answer.status_code, answer.json()["id"]) == (200, stored.object_id)
    assert answer.json() == api.get(divendo_path(stored)).json()


def test_a_plus_that_was_not_encoded_is_a_plus(api):
    stored = ContactFactory(emails=["ana@example.com", "work+it@example.com"])

    assert api.get(f"{EMAIL}?search=work+it@example.com").json()["id"] == stored.object_id


def test_of_several_contacts_with_an_email_the_oldest_is_answered(api):
    ContactFactory(email="ana@example.com", created_at=datetime(2021, 1, 1, tzinfo=UTC))
    oldest = ContactFactory(emails=["b@example.com", "ana@example.com"], created_at=datetime(2020, 1, 1, tzinfo=UTC))
    ContactFactory(email="ana@example.com", created_at=datetime(2022, 1, 1, tzinfo=UTC))

    assert api.get(EMAIL, {"search": "ana@example.com"}).json()["id"] == oldest.object_id


@pytest.mark.parametrize("query", [{}, {"search": ""}, {"search": "  "}, {"email": "ana@example.com"}])
def test_a_look_up_by_email_needs_one(api, query):
    assert divendo_faults(api.get(EMAIL, query)) == [("/search", "required")]


@pytest.mark.parametrize(
    "search", ["nobody@example.com", "example.com", "@", "%", "ana\0@example.com", "\0", '"', "é" * 999]
)
def test_an_email_that_nobody_has_leads_nowhere(api, search):
    ContactFactory(email="ana@example.com")

    assert api.get(EMAIL, {"search": search}).status_code == 404


@pytest.mark.parametrize("number", ["C-1", "2021/17", "a b", "Größe 5", "50%", "..", "email", "c?d=e", "#1"])
def test_a_customer_number_leads_to_its_contact(api, number):
    created = api.post("/contacts", guest(customernumber=number)).json()
    escaped = number.replace("%", "%25").replace("?", "%3F").replace("#", "%23")

    answer = api.get(f"/contacts/customernumber/{escaped}")

    assert (answer.status_code, answer.json()) == (200, created)


@pytest.mark.parametrize("number", ["c-1", "C-1/", "%00", "C-1%00", "%20", "", "C-1%0A2", "%ED%A0%80", "x" * 3000])
def test_a_customer_number_that_nobody_has_leads_nowhere(api, number):
    ContactFactory(customer_number="C-1")
    ContactFactory(customer_number="")

    assert api.get(f"/contacts/customernumber/{number}").status_code == 404


@pytest.mark.parametrize("malformed", MALFORMED)
@pytest.mark.parametrize("suffix", ["", "/preferences"])
def test_a_malformed_id_is_an_unknown_one(api, malformed, suffix):
    path = f"/contacts/{malformed}{suffix}"

    statuses = [api.get(path).status_code, api.put(path, {}).status_code]

    assert statuses == [404, 404]
    assert api.delete(f"/contacts/{malformed}").status_code == 404


def test_an_unknown_id_is_answered_with_404_by_every_call(api):
    path = f"/contacts/{'0' * 24}"

    answers = [
        *(api.get(path), api.put(path, {}), api.delete(path)),
        *(api.get(f"{path}/preferences"), api.put(f"{path}/preferences", {})),
    ]

    assert [answer.status_code for answer in answers] == [404] * 5


def test_the_id_of_the_other_api_is_none_here(api):
    assert api.get(f"/contacts/{ContactFactory().pk}").status_code == 404


def test_a_deleted_contact_is_gone_everywhere(api):
    stored = ContactFactory(emails=["ana@example.com"], customer_number="C-1")
    path = divendo_path(stored)

    assert api.delete(path).status_code == 204

    addresses = (path, f"{path}/preferences", f"{EMAIL}?search=ana@example.com", "/contacts/customernumber/C-1")
    assert [api.get(address).status_code for address in addresses] == [404] * 4
    assert api.delete(path).status_code == 404


@pytest.mark.parametrize("path", ["/contacts/", "/contacts/a/b", "/contacts/customernumber/", "/contacts/a%0A/b/"])
def test_an_address_that_no_call_has_is_unknown(api, path):
    for answer in (api.get(path), api.post(path, {}), api.put(path, {}), api.delete(path)):
        assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json")
