"""With a hundred thousand contacts no call reads them all; the databases tell by their plans."""

import json
import re

import pytest
from django.db import connection

from contacts import reading
from contacts.models import Contact, Tag
from contacts.paging import REACH
from tests.factories import ContactFactory

COUNT = 100_000
# Totals are counted to ten thousand, and numbered pages reach as far. Where every third row fits, that takes so many.
MOST_ROWS = 31_000
SEARCH = "/api/contacts/search.json"
SORTS = ["created", "-created", "modified", "-modified", "lastname", "-lastname", "company", "-company", "email"]
LISTS = {
    "the list of Divendo": "/contacts",
    "its last numbered page": "/contacts?offset=10000",
    **{f"sorted by {sort}": f"{SEARCH}?sort={sort}" for sort in SORTS},
    "the last numbered page": f"{SEARCH}?limit=100&page=100",
    "of a type that is common": f"{SEARCH}?type=guest",
    "of a type that is rare": f"{SEARCH}?type=hq",
    "with a tag that is common": f"{SEARCH}?tag=common",
    "of a company": f"{SEARCH}?company=Company%2099",
    "with a leave date": f"{SEARCH}?leaveDate=2030-01-31",
    # Few enough to be worth an index; of many, the total is counted along the table.
    "made lately": f"{SEARCH}?created:min=2001-03-09",
    "changed lately": f"{SEARCH}?modified:min=2001-03-09&sort=-modified",
    "holding a rare word": f"{SEARCH}?q=person%2099999",
    "holding a common word": f"{SEARCH}?q=person",
    "holding two common words that meet nowhere": f"{SEARCH}?q=anna%20smith",
    "holding two common words that meet a few times": f"{SEARCH}?q=emma%20jones&limit=2",
    "holding them, newest first": f"{SEARCH}?q=emma%20jones&limit=2&sort=-created",
    "holding two letters that are common": f"{SEARCH}?q=pe",
    "holding two letters that are rare": f"{SEARCH}?q=zq",
    "holding a letter that is rare": f"{SEARCH}?q=q",
    "holding no such word": f"{SEARCH}?q=nobody",
    "of an e-mail": f"{SEARCH}?email=person.500@example.com",
    "of a reference": f"{SEARCH}?reference=r500",
    "by an e-mail": "/contacts/email?search=person.500@example.com",
    "by a second e-mail": "/contacts/email?search=second.500@example.com",
    "by a customer number": "/contacts/customernumber/C500",
}
# One contact in eight holds each of these: by chance they would meet in one of sixty-four.
WORDS = """CASE WHEN n %% 20000 = 7 THEN ' emma jones' WHEN n %% 8 = 0 THEN ' anna' WHEN n %% 8 = 1 THEN ' smith'
    WHEN n %% 8 = 2 THEN ' emma' WHEN n %% 8 = 3 THEN ' jones' ELSE '' END"""
# Each database counts in its own way; the rest of the row is that of one contact.
NUMBERS = {
    "postgresql": ("generate_series(1, %s) AS n", "to_timestamp(978307200 + n * 60)", "lpad(to_hex(n), 24, '0')"),
    "sqlite": (
        "(WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers LIMIT %s) SELECT n FROM numbers)",
        "datetime(978307200 + n * 60, 'unixepoch')",
        "printf('%%024x', n)",
    ),
}


@pytest.fixture
def many(db):
    """Multiply one contact by the database's own means."""
    numbers, instant, hexadecimal = NUMBERS[connection.vendor]
    one = ContactFactory(type="guest", leave_date=None, more_emails=["second@example.com"])
    differing = {
        "id": "2000000000 + n",
        "object_id": hexadecimal,
        "email": "'person.' || n || '@example.com'",
        "last_name": "'Person ' || n",
        "company": "'Company ' || n %% 1000",
        "reference": "'R' || n",
        "reference_key": "'r' || n",
        "customer_number": "'C' || n",
        "search_text": f"'person ' || n || ' second.' || n || '@example.com' || {WORDS}",
        "created_at": instant,
        "modified_at": instant,
        "more_emails": _list_of("'second.' || n || '@example.com'"),
    }
    columns = [field.column for field in Contact._meta.concrete_fields]
    values = ", ".join(differing.get(column, f"one.{column}") for column in columns)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO contacts_contact ({', '.join(columns)})"
            f" SELECT {values} FROM contacts_contact AS one, {numbers} WHERE one.id = %s",
            [COUNT, one.pk],
        )
        tag = Tag.objects.create(name="common", slug="common")
        cursor.execute(
            "INSERT INTO contacts_taggedcontact (content_object_id, tag_id)"
            " SELECT id, %s FROM contacts_contact WHERE id > 2000000000 AND id %% 3 = 0",
            [tag.pk],
        )
        cursor.execute("ANALYZE")


def _list_of(text):
    return f"jsonb_build_array({text})" if connection.vendor == "postgresql" else f"json_array({text})"


class Statements:
    """Keeps what is asked of the database, to ask it how it found the answer."""

    def __init__(self):
        self.sent = []

    def __call__(self, execute, sql, params, many, context):
        self.sent.append((sql, params))
        return execute(sql, params, many, context)

    def faults(self):
        of = {"postgresql": _rows_read, "sqlite": _full_scans}[connection.vendor]
        asked = [(sql, params) for sql, params in self.sent if _is_question(sql) and "contacts_contact" in sql]
        return [fault for sql, params in asked for fault in of(sql, params)]


def _is_question(sql):
    return sql.lstrip().startswith(("SELECT", "WITH matches"))


def _explained(how, sql, params):
    with connection.cursor() as cursor:
        cursor.execute(f"{how} {sql}", params)
        return cursor.fetchall()


def _rows_read(sql, params):
    """Give the parts of the plan that looked at too many contacts."""
    ((answer,),) = _explained("EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON)", sql, params)
    plans = [(answer if isinstance(answer, list) else json.loads(answer))[0]["Plan"]]
    for plan in plans:
        plans += plan.get("Plans", [])
        removed = plan.get("Rows Removed by Filter", 0) + plan.get("Rows Removed by Index Recheck", 0)
        rows = (plan["Actual Rows"] + removed) * plan["Actual Loops"]
        if plan.get("Relation Name") == "contacts_contact" and rows > MOST_ROWS:
            yield f"{plan['Node Type']} read {rows} rows"


def _full_scans(sql, params):
    if f"LIMIT {REACH + 1}" in sql:
        # It ends when it has found enough; that it looks row by row is so for words too short for the index.
        return []
    lines = [line for *_numbers, line in _explained("EXPLAIN QUERY PLAN", sql, params)]
    return [line for line in lines if re.match(r"SCAN contacts_contact(?!_)(?! USING)", line)]


def test_no_call_reads_all_of_a_hundred_thousand_contacts(api, many):
    found = {}
    for name, address in LISTS.items():
        with connection.execute_wrapper(statements := Statements()):
            answer = api.get(address)
            following = re.search(r'<([^>]*)>; rel="next"', answer.headers.get("Link", ""))
            following = following and api.get(following[1])
        assert answer.status_code == 200, (name, answer.content)
        assert following is None or following.status_code == 200, name
        found[name] = statements.faults()
    assert {name: faults for name, faults in found.items() if faults} == {}


@pytest.mark.postgresql
def test_looking_up_by_email_is_planned_once(many):
    for number in range(20):
        reading.find_by_email(f"second.{number}@example.com")
    with connection.cursor() as cursor:
        cursor.execute("SELECT sum(generic_plans) FROM pg_prepared_statements WHERE statement LIKE '%more_emails @>%'")
        (times,) = cursor.fetchone()

    assert times > 10
