"""``GET /contacts``, in the shape of the vendor's other lists (contract §2, §4)."""

import pytest

from contacts import paging
from contacts.models import Contact
from tests.dialects.samples import divendo_faults, divendo_path
from tests.factories import ContactFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def contacts(db):
    Contact.objects.all().delete()
    return ContactFactory.create_batch(5)


def ids(answer):
    return [contact["id"] for contact in answer.json()["results"]]


def test_a_list_says_how_many_there_are_and_shows_the_oldest_first(api, contacts):
    answer = api.get("/contacts")

    assert (answer.status_code, list(answer.json())) == (200, ["total", "count", "offset", "results"])
    assert {name: answer.json()[name] for name in ("total", "count", "offset")} == {
        "total": 5,
        "count": 50,
        "offset": 0,
    }
    assert ids(answer) == [contact.object_id for contact in contacts]
    assert answer.json()["results"][0] == api.get(divendo_path(contacts[0])).json()


def test_the_count_is_the_size_of_a_page(api, contacts):
    answer = api.get("/contacts", {"count": 2, "offset": 4})

    assert (answer.json()["count"], answer.json()["offset"], answer.json()["total"]) == (2, 4, 5)
    assert ids(answer) == [contacts[4].object_id]


def test_past_the_end_there_is_nothing(api, contacts):
    answer = api.get("/contacts", {"offset": 5})

    assert (answer.status_code, ids(answer), answer.json()["total"]) == (200, [], 5)


@pytest.mark.parametrize("count", ["0", "251", "-1", "ten", "1.0", "٣", "1e1", "9" * 30])
def test_a_page_has_1_to_250_contacts(api, count):
    assert divendo_faults(api.get("/contacts", {"count": count})) == [("/count", "invalid")]
    assert [api.get("/contacts", {"count": good}).status_code for good in ("1", "250", "")] == [200] * 3


def test_all_bad_parameters_are_named_at_once(api):
    answer = api.get("/contacts", {"count": "x", "offset": "-1"})

    assert divendo_faults(answer) == [("/count", "invalid"), ("/offset", "invalid")]


def test_an_offset_reaches_10000(api, contacts):
    assert api.get("/contacts", {"offset": 10_000, "count": 250}).status_code == 200


@pytest.mark.parametrize("offset", ["10001", "9" * 15])
def test_beyond_10000_the_links_lead_on(api, offset):
    answer = api.get("/contacts", {"offset": offset})

    assert divendo_faults(answer) == [("/offset", "invalid")]
    assert "follow the links" in answer.json()["errors"][0]["detail"]


def test_the_total_is_counted_so_far_and_further_only_on_demand(api, contacts, monkeypatch):
    monkeypatch.setattr(paging, "REACH", 4)
    assert api.get("/contacts").json()["total"] is None
    assert api.get("/contacts", {"total": "exact"}).json()["total"] == 5

    monkeypatch.setattr(paging, "REACH", 5)
    assert api.get("/contacts").json()["total"] == 5


def test_the_ends_of_a_list_have_no_links_beyond(api, contacts):
    assert "Link" not in api.get("/contacts")
    assert 'rel="previous"' not in api.get("/contacts", {"count": 2})["Link"]
    assert 'rel="next"' not in api.get("/contacts", {"count": 2, "offset": 4})["Link"]


def test_a_link_keeps_what_was_asked_for(api, contacts):
    answer = api.get("/contacts", {"count": 2, "offset": 2, "total": "exact"})

    previous, following = answer["Link"].split(", ")
    for link, name, rel in ((previous, "before", "previous"), (following, "after", "next")):
        assert link.startswith("<http://testserver/contacts?")
        assert link.endswith(f'>; rel="{rel}"')
        assert "count=2" in link
        assert "total=exact" in link
        assert f"{name}=" in link
        assert "offset=" not in link


def test_a_list_needs_no_more_than_a_reading_scope(reading_api, contacts):
    assert len(ids(reading_api.get("/contacts"))) == 5
