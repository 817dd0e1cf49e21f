"""What every write leaves behind: who, when, through what, before and after (design, "Data")."""

import json
from datetime import UTC, date, datetime

import pytest
from django.core.serializers import serialize

from contacts import models, tracing
from contacts.choices import ChangeKind, OperationKind, Via
from contacts.models import ApiClient, Change, Contact, Operation
from contacts.services import Grant, change_contact, create_contact, delete_contact
from contacts.services.history import HELD_FIELDS
from tests.factories import AccessRoleFactory, ContactFactory, StaffMemberFactory

pytestmark = pytest.mark.django_db

USER = {"type": "user", "email": "ana@example.com", "first_name": "Ana", "last_name": "Brook"}
VIA = {"via": Via.EVANCE}
PASSWORD = "correct horse battery"


def last_change(contact: Contact) -> Change:
    return Change.objects.filter(contact_id=contact.pk).latest("id")


def test_a_new_contact_has_a_first_change_that_holds_what_it_was_given():
    contact = create_contact({**USER, "tags": ["VIP"], "date_of_birth": "2000-02-29"}, **VIA)

    change = last_change(contact)
    assert (change.kind, change.version, change.object_id) == (ChangeKind.CREATED, 1, contact.object_id)
    assert change.before == {}
    assert change.after == {**USER, "tags": ["VIP"], "date_of_birth": "2000-02-29"}


def test_a_change_holds_the_changed_fields_before_and_after():
    contact = ContactFactory(title="Dr", company="Brook Ltd", more_emails=["bo@example.com"])

    changed = change_contact(contact.pk, {"title": "Prof", "company": "Brook Ltd", "more_emails": []}, **VIA)

    change = last_change(contact)
    assert change.before == {"title": "Dr", "more_emails": ["bo@example.com"]}
    assert change.after == {"title": "Prof", "more_emails": []}
    assert (change.kind, change.version, change.at) == (ChangeKind.CHANGED, changed.version, changed.modified_at)


def test_instants_are_held_to_the_microsecond():
    instant = datetime(2026, 1, 2, 3, 4, 5, 678901, tzinfo=UTC)
    contact = ContactFactory()

    change_contact(contact.pk, {"sms_optout_reason": "optout", "sms_optout_date": instant}, **VIA)

    assert datetime.fromisoformat(last_change(contact).after["sms_optout_date"]) == instant


def test_tags_and_grants_are_held_too():
    AccessRoleFactory(reference="customer")
    contact = create_contact({**USER, "tags": ["b", "A"]}, **VIA)

    change_contact(contact.pk, {"tags": ["c"], "grants": [Grant("customer", "pending")]}, **VIA)

    change = last_change(contact)
    assert (change.before["tags"], change.after["tags"]) == (["A", "b"], ["c"])
    assert change.before["grants"] == []
    assert change.after["grants"] == [{"reference": "customer", "status": "pending", "expires": None}]


def test_every_column_is_held_that_people_can_set():
    not_held = {field.name for field in Contact._meta.concrete_fields} - set(HELD_FIELDS)

    derived = {"reference_key", "search_text", "version", "created_at", "created_via", "modified_at"}
    assert not_held == {"id", "object_id"} | derived


def test_every_write_says_who_wrote_why_and_through_what():
    author = {
        "via": Via.PAGE,
        "by": StaffMemberFactory(),
        "client": ApiClient.objects.create(name="Shop", secret_hash="x"),
        "reason": "Asked by phone",
        "operation": Operation.objects.create(kind=OperationKind.IMPORT, via=Via.PAGE),
    }
    contact = create_contact(USER, **author)
    change_contact(contact.pk, {"title": "Dr"}, **author)
    delete_contact(contact.pk, **author)

    changes = Change.objects.filter(contact_id=contact.pk).order_by("id")
    assert [change.kind for change in changes] == ["created", "changed", "deleted"]
    assert [change.version for change in changes] == [1, 2, 3]
    for change in changes:
        assert {name: getattr(change, name) for name in author} == author


def test_a_change_names_the_request_it_came_with():
    token = tracing.request_id.set("request-7")
    try:
        contact = create_contact(USER, **VIA)
    finally:
        tracing.request_id.reset(token)
    change_contact(contact.pk, {"title": "Dr"}, **VIA)

    assert [change.request_id for change in contact.changes.order_by("id")] == ["request-7", ""]


def test_a_password_is_held_as_its_hash_and_stands_nowhere_as_it_was_typed():
    contact = create_contact({**USER, "raw_password": PASSWORD}, **VIA)
    changed = change_contact(contact.pk, {"raw_password": f"{PASSWORD} 2"}, **VIA)

    change = last_change(contact)
    assert (change.before["password"], change.after["password"]) == (contact.password, changed.password)
    kept = [row for model in (Contact, Change, models.ConsentEvent) for row in model.objects.all()]
    assert PASSWORD not in serialize("json", kept)
    assert PASSWORD not in repr(vars(changed))


def test_all_changes_together_tell_what_the_contact_was_in_the_end():
    contact = create_contact({**USER, "title": "Dr", "tags": ["a"]}, **VIA)
    for changes in (
        {"title": "", "tags": []},
        {"position": "Head"},
        {"date_of_birth": date(2000, 1, 1), "type": "guest"},
    ):
        change_contact(contact.pk, changes, **VIA)
    delete_contact(contact.pk, **VIA)

    *written, deletion = Change.objects.filter(contact_id=contact.pk).order_by("id")
    told = {name: value for change in written for name, value in change.after.items()}
    assert deletion.before.items() >= {name: value for name, value in told.items() if value}.items()
    assert not {"title", "tags"} & deletion.before.keys()


def test_what_is_held_is_plain_json():
    contact = create_contact({**USER, "date_of_birth": "2000-02-29", "numbers": ["123"]}, **VIA)

    assert json.loads(json.dumps(last_change(contact).after)) == last_change(contact).after
