"""Which queries each call costs, whatever its contacts hold (design, "Reading fast"). Transactions are not counted."""

import math
import re

import pytest

from contacts.choices import Scope, Via
from contacts.dialects import callers
from contacts.services import Grant, create_contact, create_contacts
from contacts.services.clients import create_client
from tests.dialects.caller import Caller
from tests.dialects.samples import SEARCH, contact, divendo_path, evance_path, guest
from tests.factories import AccessRoleFactory, ContactFactory
from tests.pictures import a_picture
from tests.queries import statements

LIST, CONTACTS = "/contacts", "/api/contacts.json"
# A word, and the first table that it speaks of.
_VERB_AND_TABLE = re.compile(r"(\w+) .*?contacts_(\w+)", re.DOTALL)

in_both_dialects = pytest.mark.parametrize("path", [divendo_path, evance_path])

CALLER = ["SELECT apiclient"]
NOTE_OF_USE = ["UPDATE apiclient"]
# One row, or a page of rows, with tags and grants; or only the version or the key of one.
READ = ["SELECT contact"]
COUNT = ["SELECT contact"]
# The key behind the id in the path; the version, locked; then the whole contact as it is under the lock.
LOCK = READ * 3
STORE, UPDATE, DELETE = ["INSERT contact"], ["UPDATE contact"], ["DELETE contact"]
CHANGE = ["INSERT change"]
CONSENT = ["INSERT consentevent"]
# Those that are there; the new ones are made, and asked for, because a rival may have made them first.
NEW_TAGS = ["SELECT tag", "INSERT tag", "SELECT tag"]
TAGS = [*NEW_TAGS, "DELETE taggedcontact", "INSERT taggedcontact"]
ROLES = ["SELECT accessrole"]
GRANTS = ["DELETE accessgrant", "INSERT accessgrant"]
# Keys older than a day go, then this one is claimed; at the end the answer is kept, to be read by who asks again.
CLAIM = ["DELETE idempotentrequest", "INSERT idempotentrequest"]
KEEP, KEPT = ["UPDATE idempotentrequest"], ["SELECT idempotentrequest"]


@pytest.fixture(autouse=True)
def known_caller(api, monkeypatch):
    """Let the caller be known, as most requests find it, and stay so however slow the test is."""
    monkeypatch.setattr(callers, "CLIENT_KNOWN_FOR_SECONDS", math.inf)
    api.get(LIST)


@pytest.fixture
def roles(db):
    return [AccessRoleFactory().reference for _ in range(3)]


@pytest.fixture
def facts(roles):
    """Give a user who has of everything, by number."""

    def give(number=0):
        return {
            "type": "user",
            "email": f"ana{number}@example.com",
            "more_emails": [f"brook{number}@example.com"],
            "first_name": "Ana",
            "last_name": "Brook",
            "numbers": ["020 7946 0001", "07700 900123", "0800 11"],
            "address_city": "Leeds",
            "sms_optout_reason": "optout",
            "thumbnail": a_picture(number % 3),
            "tags": ["one", "two", "three"],
            "grants": [Grant(reference) for reference in roles],
        }

    return give


@pytest.fixture
def full(facts):
    return create_contact(facts(), via=Via.PAGE)


def cost_of(call, *arguments, status=200, **options):
    """Give the queries of a call that is answered with this status."""
    with statements() as sent:
        answer = call(*arguments, **options)
    assert answer.status_code == status, answer.content
    return [" ".join(found.groups()) for found in map(_VERB_AND_TABLE.match, sent) if found]


@in_both_dialects
def test_a_contact_costs_one_query_whatever_it_holds(api, path, full):
    assert cost_of(api.get, path(full)) == READ
    assert cost_of(api.get, path(ContactFactory())) == READ


@in_both_dialects
def test_reading_the_caller_anew_after_four_seconds_costs_one_more(api, path, full, monkeypatch):
    monkeypatch.setattr(callers, "live_clients", callers.LiveClients())

    assert cost_of(api.get, path(full)) == CALLER + READ


@in_both_dialects
def test_once_a_minute_the_use_of_a_caller_is_noted(path, full):
    newcomer = Caller(create_client("Newsletter", Scope.CONTACTS).client)

    assert cost_of(newcomer.get, path(full)) == CALLER + NOTE_OF_USE + READ


@in_both_dialects
def test_a_contact_that_the_caller_knows_already_costs_its_version(api, path, full):
    assert cost_of(api.get, path(full), if_none_match=f'"{full.version}"', status=304) == READ
    assert cost_of(api.get, path(full), if_none_match='"77"') == READ + READ


@in_both_dialects
def test_a_contact_that_there_is_not_costs_one_query(api, path, full):
    gone = ContactFactory.build()

    assert cost_of(api.get, path(gone), status=404) == READ
    assert cost_of(api.put, path(gone), {"type": "guest"}, status=404) == READ
    assert cost_of(api.delete, path(gone), status=404) == READ


def test_looking_a_contact_up_costs_one_query(api, full):
    assert cost_of(api.get, "/contacts/email", {"search": full.more_emails[0]}) == READ
    assert cost_of(api.get, "/contacts/customernumber/C-1", status=404) == READ
    assert cost_of(api.get, f"{divendo_path(full)}/preferences") == READ


@pytest.mark.parametrize(("path", "size"), [(LIST, "count"), (SEARCH, "limit")])
def test_a_page_of_a_hundred_costs_two_queries_whatever_it_holds(api, path, size, facts):
    create_contacts(map(facts, range(300)), via=Via.PAGE)
    page = {size: 100}

    assert cost_of(api.get, path, page) == READ + COUNT
    next_page = api.get(path, page)["Link"].split(">")[0].removeprefix("<")
    assert cost_of(api.get, next_page) == READ + COUNT
    assert cost_of(api.get, path, {**page, "total": "exact"}) == READ + COUNT


def test_a_list_that_ends_on_its_page_is_not_counted(api, full):
    assert cost_of(api.get, LIST) == READ
    assert cost_of(api.get, SEARCH, {"reference": "nobody's"}) == READ
    assert cost_of(api.get, SEARCH, {"email": full.email, "type": "user"}) == READ
    assert cost_of(api.get, SEARCH, {"tag": "one", "q": "ana"}) == ["SELECT tag", *READ]


@in_both_dialects
def test_a_change_costs_five_queries(api, path, full):
    body = {"type": "user", "position": "Buyer", "accountnumber": "A-1"}

    assert cost_of(api.put, path(full), body) == LOCK + UPDATE + CHANGE


@in_both_dialects
def test_a_change_that_changes_nothing_costs_three_queries(api, path, full):
    body = api.get(path(full)).json()

    assert cost_of(api.put, path(full), body) == LOCK + (ROLES if path is evance_path else [])
    assert cost_of(api.put, path(full), {"type": "user"}) == LOCK


@in_both_dialects
def test_a_stale_change_costs_what_tells_so(api, path, full):
    stale = {"if_match": '"77"', "status": 412}

    assert cost_of(api.put, path(full), {"type": "user"}, **stale) == READ + READ
    assert cost_of(api.delete, path(full), **stale) == READ + READ


def test_a_change_of_consents_costs_one_query_more_however_many_they_are(api, full):
    body = {channel: {"optoutreason": "moved"} for channel in ("email", "post", "phone")}

    expected = LOCK + UPDATE + CHANGE + CONSENT
    assert cost_of(api.put, f"{divendo_path(full)}/preferences", body) == expected


def test_a_change_of_tags_and_roles_costs_theirs_too(api, full, roles):
    body = {"type": "user", "tags": {"contact": ["one", "new", "newer"]}, "accessRoles": roles[:2]}

    expected = LOCK + ROLES + UPDATE + TAGS + GRANTS + CHANGE
    assert cost_of(api.put, evance_path(full), body) == expected


@in_both_dialects
def test_a_refused_change_costs_a_query_for_each_uniqueness(api, path, full):
    # Only now they are asked for, so that all problems are named at once.
    body = {"type": "user", "position": "<b>", "accountnumber": "<b>"}
    status = 400 if path is divendo_path else 422

    assert cost_of(api.put, path(full), body, status=status) == LOCK + READ * 5


def test_a_new_contact_costs_two_queries(api):
    assert cost_of(api.post, LIST, guest()) == STORE + CHANGE
    assert cost_of(api.post, CONTACTS, contact(), status=201) == STORE + CHANGE


def test_a_new_contact_that_has_everything_costs_eight_queries(api, roles):
    body = contact("user", tags={"contact": ["one", "two"]}, accessRoles=roles, address={"city": "Leeds"})

    expected = ROLES + STORE + NEW_TAGS + ["INSERT taggedcontact", "INSERT accessgrant"] + CHANGE
    assert cost_of(api.post, CONTACTS, body, status=201) == expected


@pytest.mark.parametrize(("path", "body", "status"), [(LIST, guest(), 200), (CONTACTS, contact(), 201)])
def test_an_idempotency_key_costs_three_queries_and_its_replay_three_in_all(api, path, body, status):
    key = {"idempotency_key": "order 5", "status": status}

    assert cost_of(api.post, path, body, **key) == CLAIM + STORE + CHANGE + KEEP
    assert cost_of(api.post, path, body, **key) == CLAIM + KEPT


@in_both_dialects
def test_deleting_costs_eight_queries(api, path, full):
    # A member of the staff who is that contact is so no longer.
    loose_ends = ["DELETE accessgrant", "DELETE taggedcontact", "UPDATE staffmember"]

    assert cost_of(api.delete, path(full), status=204) == LOCK + CHANGE + loose_ends + DELETE
