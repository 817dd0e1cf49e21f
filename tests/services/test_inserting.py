"""Rows of several tables in one go: all arrive, in order, and what refuses one refuses all."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from psycopg.pq import TransactionStatus

from contacts.choices import ChangeKind, Via
from contacts.models import Change, Contact, Tag, TaggedContact
from contacts.services.inserting import insert_facts, insert_in_turn
from tests.factories import ContactFactory


def contacts(count, **columns):
    return [vars(ContactFactory.build(type="guest", **columns)) for _one in range(count)]


def changes_of(rows):
    facts = {"kind": ChangeKind.CREATED, "via": Via.SYSTEM, "at": timezone.now(), "version": 1, "before": {}}
    named = {"reason": "", "request_id": "", "after": {"company": "Acme"}}
    return [{**facts, **named, "contact_id": row["id"], "object_id": row["object_id"]} for row in rows]


@pytest.mark.parametrize("count", [1, 9, 10, 300])
def test_all_rows_of_all_tables_arrive_whole(db, count):
    tag = Tag.objects.create(name="vip", slug="vip")
    rows = contacts(count, company="A name with a\ttab and \\signs")
    links = [{"content_object_id": row["id"], "tag_id": tag.pk} for row in rows]

    insert_in_turn([(Contact, rows), (Change, changes_of(rows)), (TaggedContact, links)])

    stored = Contact.objects.in_bulk([row["id"] for row in rows])
    assert {pk: contact.company for pk, contact in stored.items()} == {row["id"]: row["company"] for row in rows}
    assert Change.objects.filter(contact__in=stored).count() == count
    assert TaggedContact.objects.filter(tag=tag).count() == count


def test_tables_without_rows_are_passed_over(db, django_assert_num_queries):
    with django_assert_num_queries(0):
        insert_in_turn([(Contact, []), (TaggedContact, [])])
        insert_facts(Change, [])


@pytest.mark.parametrize("count", [2, 20])
def test_a_row_that_the_database_refuses_leaves_none_of_any_table(db, count):
    rows = contacts(count)
    twins = [*rows[:-1], {**rows[-1], "object_id": rows[0]["object_id"]}]

    with pytest.raises(IntegrityError), transaction.atomic():
        insert_in_turn([(Change, changes_of(rows)), (Contact, twins)])

    assert not Change.objects.filter(object_id=rows[0]["object_id"]).exists()
    assert not Contact.objects.filter(object_id=rows[0]["object_id"]).exists()


@pytest.mark.parametrize("count", [2, 20])
def test_rows_that_cannot_be_made_leave_none_of_any_table(db, count):
    rows = contacts(count)

    def parts():
        yield Contact, rows
        raise LookupError

    with pytest.raises(LookupError), transaction.atomic():
        insert_in_turn(parts())

    assert not Contact.objects.filter(pk=rows[0]["id"]).exists()


@pytest.mark.postgresql
def test_rows_are_made_while_the_database_stores_those_before_them(db):
    seen = []

    def parts():
        rows = contacts(20)
        yield Contact, rows
        seen.append(connection.connection.info.transaction_status)
        yield Change, changes_of(rows)

    insert_in_turn(parts())

    assert seen == [TransactionStatus.ACTIVE]
