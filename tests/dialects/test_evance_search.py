"""``GET /api/contacts/search.json``: what narrows, sorts and pages a search (contract §3, §4)."""

from datetime import UTC, date, datetime

import pytest

from contacts import paging
from contacts.choices import ContactType
from contacts.models import Contact
from tests.dialects.samples import SEARCH, evance_faults, evance_path, headquarters
from tests.factories import ContactFactory

pytestmark = pytest.mark.django_db


def at(*when):
    return datetime(*when, tzinfo=UTC)


def found(api, query="", **parameters):
    answer = api.get(f"{SEARCH}?{query}" if query else SEARCH, parameters or None)
    assert answer.status_code == 200, answer.content
    return [contact["id"] for contact in answer.json()["contacts"]]


@pytest.fixture
def ana(db):
    Contact.objects.all().delete()
    tagged = ContactFactory(
        user=True,
        emails=["ana@example.com", "work+it@example.com"],
        first_name="Zoë",
        last_name="O'Brook-Ördög",
        company="Ärzte & Söhne GmbH",
        phone="+44 (0)20 3086 9860",
        mobile="07400 123456",
        reference="EMP-Straße 7",
        leave_date=date(2031, 1, 31),
        created_at=at(2020, 1, 2, 12),
        modified_at=at(2021, 1, 2, 12),
    )
    tagged.tags.add("Trade fair")
    return tagged


@pytest.fixture
def other(ana):
    return ContactFactory(
        email="bea@example.org",
        company="Beck Ltd",
        reference="EMP-8",
        created_at=at(2020, 3, 4),
        modified_at=at(2021, 3, 4),
    )


def test_without_parameters_all_contacts_are_found(api, ana, other):
    answer = api.get(SEARCH)

    assert found(api) == [ana.pk, other.pk]
    assert answer.json()["contacts"][0] == api.get(evance_path(ana)).json()["contact"]
    assert answer.json()["pagination"] == {"limit": 100, "page": 1, "total": 2, "totalPages": 1}
    assert answer.json()["links"] == {"self": f"http://testserver{SEARCH}", "previous": None, "next": None}


@pytest.mark.parametrize(
    "q",
    [
        *(
            "zoë",
            "ZOE",
            "brook",
            "ördög",
            "ook-ord",
            "ana@example.com",
            "WORK+IT",
            "example.com",
            "arzte",
            "söhne gmbh",
        ),
        *("emp-", "strasse", "STRAẞE", "20 3086", "(0)20", "3086 9860", "07400123456", "+44", "7 zoe", "o'b", "&", "r"),
    ],
)
def test_every_word_is_found_anywhere_in_what_a_contact_is_known_by(api, ana, other, q):
    assert ana.pk in found(api, q=q)


@pytest.mark.parametrize(
    "q", ["zoe beck", "fair", "2031", "anna", "9860 3086 99", "%", "_", "zoe*", '"', "\\", "zoe OR bea"]
)
def test_a_word_that_a_contact_has_not_does_not_find_it(api, ana, other, q):
    assert found(api, q=q) == []


@pytest.mark.parametrize(
    ("parameter", "value"),
    [
        ("reference", "emp-STRASSE 7"),
        ("email", "ANA@example.com"),
        ("email", "work+it@example.com"),
        ("leaveDate", "2031-01-31"),
        ("type", "user"),
        ("tag", "TRADE FAIR"),
        ("company", "ärzte & SÖHNE gmbh"),
        ("created:min", "2020-01-02T12:00:00+00:00"),
        ("created:max", "2020-01-02T12:00:00Z"),
        ("modified:min", "2021-01-02"),
        ("modified:max", "2021-01-02"),
    ],
)
def test_each_parameter_narrows(api, ana, other, parameter, value):
    ours = found(api, **{parameter: value})

    assert ana.pk in ours
    assert (other.pk in ours) == parameter.endswith(":min")


@pytest.mark.parametrize(
    ("parameter", "value"),
    [
        ("reference", "emp-"),
        ("email", "ana@example"),
        ("leaveDate", "2031-01-30"),
        ("type", "branch"),
        ("tag", "trade"),
        ("company", "Söhne"),
        ("created:min", "2020-03-05"),
        ("created:max", "2020-01-02T11:59:59.999999Z"),
        ("modified:min", "2021-03-04T00:00:00.000001Z"),
        ("modified:max", "2021-01-01"),
    ],
)
def test_parameters_match_whole_values_and_bounds_to_the_microsecond(api, ana, other, parameter, value):
    assert found(api, **{parameter: value}) == []


def test_a_day_is_one_in_the_time_of_the_store(api, ana):
    summer = ContactFactory(created_at=at(2020, 6, 30, 23, 30))

    assert found(api, **{"created:min": "2020-07-01", "created:max": "2020-07-01"}) == [summer.pk]
    assert found(api, **{"created:min": "2020-06-30", "created:max": "2020-06-30"}) == []


def test_parameters_hold_together(api, ana, other):
    assert found(api, q="emp", type="user", tag="trade fair") == [ana.pk]
    assert found(api, q="emp", type="guest", tag="trade fair") == []
    assert found(api, q="emp", type="", tag="", email="", limit="", page="", sort="", total="") == [ana.pk, other.pk]


def test_a_plus_that_was_not_encoded_is_a_plus(api, ana, other):
    assert found(api, "email=work+it@example.com") == [ana.pk]
    assert found(api, "email=work%2Bit@example.com") == [ana.pk]
    assert found(api, "created:min=2020-01-02T12:00:00+00:00&created:max=2020-01-02T13:00:00+01:00") == [ana.pk]
    assert found(api, "modified%3Amin=2021-01-02T12:00:00%2B00:00&modified:max=2021-01-02T12:00:00+00:00") == [ana.pk]


@pytest.mark.parametrize("type", ContactType.values)
def test_every_type_is_found(api, type):
    headquarters()
    if type != "hq":
        ContactFactory(type=type, company="Brook Ltd")

    contacts = api.get(SEARCH, {"type": type}).json()["contacts"]

    assert [contact["type"] for contact in contacts] == [type]


@pytest.mark.parametrize(
    ("sort", "order"),
    [("created", "abc"), ("modified", "cab"), ("lastname", "bca"), ("company", "bac"), ("email", "cba"), ("", "abc")],
)
def test_a_search_is_sorted_both_ways(api, db, sort, order):
    Contact.objects.all().delete()
    keys = {}
    for name, rank in {"a": (1, 2, 3, 2, 3), "b": (2, 3, 1, 1, 2), "c": (3, 1, 2, 3, 1)}.items():
        created, modified, last_name, company, email = rank
        keys[name] = ContactFactory(
            created_at=at(2020, 1, created),
            modified_at=at(2020, 1, modified),
            last_name=f"N{last_name}",
            company=f"C{company}",
            email=f"e{email}@example.com",
        ).pk

    assert found(api, sort=sort) == [keys[name] for name in order]
    if sort:
        assert found(api, sort=f"-{sort}") == [keys[name] for name in reversed(order)]


def test_pages_are_numbered(api, ana):
    ContactFactory.create_batch(4)
    all_of_them = found(api)

    pages = [api.get(SEARCH, {"limit": 2, "page": page}).json() for page in (1, 2, 3, 4)]

    ids = [[contact["id"] for contact in page["contacts"]] for page in pages]
    assert ids == [all_of_them[:2], all_of_them[2:4], all_of_them[4:], []]
    assert pages[1]["pagination"] == {"limit": 2, "page": 2, "total": 5, "totalPages": 3}


def test_nothing_found_is_an_empty_page(api, ana):
    body = api.get(SEARCH, {"q": "nobody"}).json()

    assert body["contacts"] == []
    assert body["pagination"] == {"limit": 100, "page": 1, "total": 0, "totalPages": 0}


def test_pages_reach_10000_and_then_the_links_lead_on(api, ana):
    assert found(api, limit=100, page=100) == []
    assert found(api, limit=1, page=10_000) == []
    for beyond in ({"page": 101}, {"limit": 1, "page": 10_001}, {"limit": 250, "page": 41}, {"page": 10**17}):
        answer = api.get(SEARCH, beyond)
        assert evance_faults(answer, 400, "parameters") == [("page", "invalid")]
        assert "follow the links" in answer.json()["errors"][0]["message"]


def test_the_total_is_exact_so_far_and_then_null_unless_it_is_asked_for(api, ana, other, monkeypatch):
    monkeypatch.setattr(paging, "REACH", 1)

    assert api.get(SEARCH, {"limit": 1}).json()["pagination"] == {
        "limit": 1,
        "page": 1,
        "total": None,
        "totalPages": None,
    }
    exact = api.get(SEARCH, {"limit": 1, "total": "exact"}).json()["pagination"]
    assert exact == {"limit": 1, "page": 1, "total": 2, "totalPages": 2}
    assert api.get(SEARCH, {"limit": 1, "q": "bea"}).json()["pagination"]["total"] == 1
