"""Following the links of a list (contract §4)."""

import random
import re
from datetime import UTC, datetime, timedelta
from itertools import chain

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from contacts.choices import ContactType
from contacts.models import Contact
from contacts.paging import Order
from tests.dialects.samples import SEARCH, divendo_faults, evance_faults

pytestmark = pytest.mark.django_db

COLUMNS = {
    "created": "created_at",
    "modified": "modified_at",
    "lastname": "last_name",
    "company": "company",
    "email": "email",
}
SORTS = [f"{sign}{name}" for name in COLUMNS for sign in ("", "-")]
START = datetime(2020, 1, 1, tzinfo=UTC)


def some_contacts(chance, count):
    """Make contacts with few different values, so that many are equal in what a list is sorted by."""
    contacts = [
        Contact(
            type=ContactType.GUEST,
            created_at=START + timedelta(microseconds=chance.randrange(4) * 500_000),
            modified_at=START + timedelta(seconds=chance.randrange(4)),
            last_name=chance.choice(["Brook", "brook", "Ördög", "Zoë, “Z”", "%"]),
            company=chance.choice(["", "A", "a b", "Ä"]),
            email=chance.choice(["a@example.com", "b@example.com"]),
        )
        for _ in range(count)
    ]
    for contact in contacts:
        contact.derive()
    return Contact.objects.bulk_create(contacts)


@pytest.fixture
def contacts(db):
    Contact.objects.all().delete()
    return some_contacts(random.Random(5), 17)


def in_order(sort, key="pk"):
    sign, column = "-" * sort.startswith("-"), COLUMNS[sort.lstrip("-")]
    return list(Contact.objects.order_by(f"{sign}{column}", f"{sign}pk").values_list(key, flat=True))


def walk(api, address, link, found, key, meanwhile=lambda: None):
    """Follow the links that ``link`` finds in an answer; give the ids page by page, each as ``found`` finds it."""
    pages = []
    while address:
        answer = api.get(address)
        assert answer.status_code == 200
        pages.append([contact[key] for contact in found(answer)])
        address = link(answer)
        meanwhile()
    return pages


def flat(pages):
    return list(chain.from_iterable(pages))


def evance_walk(api, query, link="next", **options):
    address = f"{SEARCH}?{query}"
    return walk(
        api, address, lambda answer: answer.json()["links"][link], lambda a: a.json()["contacts"], "id", **options
    )


def header_link(answer, name):
    found = re.search(rf'<([^>]*)>; rel="{name}"', answer.headers.get("Link", ""))
    return found and found[1]


def divendo_walk(api, query, name="next", **options):
    address = f"/contacts?{query}" if "://" not in query else query
    return walk(api, address, lambda a: header_link(a, name), lambda a: a.json()["results"], "id", **options)


@pytest.mark.parametrize("sort", SORTS)
@pytest.mark.parametrize("limit", [4, 17])
def test_the_next_links_lead_to_every_contact_once_and_in_order(api, contacts, sort, limit):
    pages = evance_walk(api, f"sort={sort}&limit={limit}")

    assert flat(pages) == in_order(sort)
    assert all(len(page) == limit for page in pages[:-1])


@pytest.mark.parametrize("sort", SORTS)
def test_the_previous_links_lead_back_by_the_same_pages(api, contacts, sort):
    back = evance_walk(api, f"sort={sort}&limit=4&page=5", link="previous")

    assert flat(reversed(back)) == in_order(sort)
    assert [len(page) for page in back] == [1, 4, 4, 4, 4]


def test_divendo_is_walked_both_ways_by_its_header(api, contacts):
    there = divendo_walk(api, "count=4")
    back = divendo_walk(api, "count=4&offset=16", name="previous")

    assert flat(there) == in_order("created", key="object_id")
    assert back == there[::-1]


def test_the_header_of_evance_says_what_its_body_says(api, contacts):
    answer = api.get(SEARCH, {"limit": 4, "page": 2})

    links = answer.json()["links"]
    assert links["self"] == f"http://testserver{SEARCH}?limit=4&page=2"
    assert [header_link(answer, name) for name in ("previous", "next")] == [links["previous"], links["next"]]


def test_what_narrows_a_search_narrows_the_pages_that_follow(api, contacts):
    pages = evance_walk(api, "email=a@example.com&q=example&limit=2&sort=-lastname")

    wanted = Contact.objects.filter(email="a@example.com")
    assert sorted(flat(pages)) == sorted(wanted.values_list("pk", flat=True))


@pytest.mark.parametrize("sort", SORTS)
def test_contacts_that_come_and_go_neither_double_nor_hide_others(api, contacts, sort):
    chance = random.Random(sort)
    passing = set()

    def come_and_go():
        passing.add(some_contacts(chance, 1)[0].pk)
        goes = chance.choice(list(Contact.objects.all()))
        passing.add(goes.pk)
        goes.delete()

    pages = evance_walk(api, f"sort={sort}&limit=3", meanwhile=come_and_go)

    seen = flat(pages)
    assert len(seen) == len(set(seen))
    assert {contact.pk for contact in contacts} - passing <= set(seen)
    assert [pk for pk in seen if pk not in passing] == [pk for pk in in_order(sort) if pk not in passing]


def cursor_of(answer):
    return re.search(r"after=([^&]+)", answer.json()["links"]["next"])[1].replace("%3A", ":")


def test_a_cursor_of_another_order_is_refused(api, contacts):
    cursor = cursor_of(api.get(SEARCH, {"limit": 4}))

    for sort in ("-created", "lastname", "modified"):
        answer = api.get(SEARCH, {"after": cursor, "sort": sort})
        assert evance_faults(answer, 400, "parameters") == [("after", "invalid")]
    assert api.get(SEARCH, {"after": cursor, "sort": "created"}).status_code == 200


@pytest.mark.parametrize("change", [lambda c: c[1:], lambda c: c[:-1], lambda c: c.swapcase(), lambda c: f"{c}A"])
@pytest.mark.parametrize("name", ["after", "before"])
def test_a_cursor_that_was_tampered_with_is_refused(api, contacts, change, name):
    cursor = change(cursor_of(api.get(SEARCH, {"limit": 4})))

    assert evance_faults(api.get(SEARCH, {name: cursor}), 400, "parameters") == [(name, "invalid")]
    assert divendo_faults(api.get("/contacts", {name: cursor})) == [(f"/{name}", "invalid")]


@pytest.mark.parametrize(
    "cursor", ["", "x", "\0", "é", ":", "WyJjcmVhdGVkX2F0IiwiIiwxXQ", "WyJjcmVhdGVkX2F0IiwiIiwxXQ:x"]
)
def test_a_cursor_that_was_made_up_is_refused(api, cursor):
    assert evance_faults(api.get(SEARCH, {"after": cursor}), 400, "parameters") == [("after", "invalid")]
    assert divendo_faults(api.get("/contacts", {"before": cursor})) == [("/before", "invalid")]


def test_a_page_by_cursor_has_no_number(api, contacts):
    following = api.get(api.get(SEARCH, {"limit": 4}).json()["links"]["next"]).json()["pagination"]

    assert following == {"limit": 4, "page": None, "total": 17, "totalPages": 5}


@pytest.mark.parametrize("sort", SORTS)
@pytest.mark.parametrize("turned", [False, True])
def test_a_cursor_is_a_range_of_an_index(contacts, sort, turned):
    order = Order(COLUMNS[sort.lstrip("-")], sort.startswith("-"))
    place = order.cursor(contacts[0])
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # A table of 17 rows is read faster without an index; a large one never is.
            cursor.execute("SET LOCAL enable_seqscan = off")
            cursor.execute("SET LOCAL enable_bitmapscan = off")

    plan = order.sort(order.beyond(Contact.objects.all(), place, turned=turned), turned=turned)[:10].explain()

    index = f"contact_{order.column}_id_idx"
    if connection.vendor == "postgresql":
        assert index in plan
        assert re.search(rf"Index Cond: \(ROW\(\(?{order.column}\)?(::text)?, id\) [<>] ROW\(", plan)
        assert "Sort" not in plan
    else:
        assert re.search(rf"SEARCH contacts_contact USING INDEX {index} \(\({order.column},id\)[<>]\(\?,\?\)\)", plan)
        assert "TEMP B-TREE" not in plan


def test_a_cursor_skips_nothing_by_counting(api, contacts):
    following = api.get(SEARCH, {"limit": 4}).json()["links"]["next"]

    with CaptureQueriesContext(connection) as queries:
        api.get(following)

    assert not [query["sql"] for query in queries if "OFFSET" in query["sql"]]
