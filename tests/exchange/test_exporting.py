"""Exports: what a question finds, in a steady order, with a trace of who took it along."""

import hashlib
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError

from contacts.choices import OperationKind, OperationState, Via
from contacts.columns import COLUMNS
from contacts.exchange.exporting import export
from contacts.exchange.formats import FORMATS
from contacts.exchange.interfaces import UnfitFormat, Writing
from contacts.models import Contact, Operation
from contacts.services import change_contact
from tests.exchange.tables import TableFile
from tests.factories import ContactFactory, StaffMemberFactory
from tests.queries import statements

pytestmark = pytest.mark.django_db
ALL = Writing(list(COLUMNS))


def exported(conditions="", format="csv", writing=ALL, **author):
    file = BytesIO()
    trace = export(file, format, writing, conditions, **{"via": Via.COMMAND, **author})
    return file.getvalue(), trace


def emails_of(conditions):
    content, _trace = exported(conditions, writing=Writing(["email"]))
    return [row["email"] for row in TableFile(content).changes]


def test_the_conditions_are_those_of_every_list():
    ana, ben = ContactFactory(user=True, first_name="Ana"), ContactFactory(user=True, first_name="Ben")
    change_contact(ben.pk, {"tags": ["vip"]}, via=Via.COMMAND)

    assert emails_of("type=user&tag=VIP") == [ben.email]
    assert emails_of("q=ana") == [ana.email]
    assert len(emails_of("")) == Contact.objects.count()
    assert emails_of("type=user&tag=") == [ana.email, ben.email]


@pytest.mark.parametrize(
    ("conditions", "names"),
    [
        ("typ=user", {"typ"}),
        ("type=robot&leave_date=soon", {"type", "leave_date"}),
        ("type=user&type=guest", {"type"}),
        ("colour=red&created_min=x", {"colour", "created_min"}),
    ],
)
def test_every_bad_condition_is_named_and_nothing_is_written(conditions, names):
    with pytest.raises(ValidationError) as refusal:
        exported(conditions)

    assert refusal.value.error_dict.keys() == names
    assert not Operation.objects.exists()


def test_a_filter_that_there_is_not_names_those_that_there_are():
    with pytest.raises(ValidationError) as refusal:
        exported("typ=user")

    assert refusal.value.messages[0].startswith("There is no filter “typ”: choose among q, type, tag, ")


def test_contacts_come_in_the_order_of_their_creation_and_then_by_id():
    contacts = ContactFactory.create_batch(5)
    Contact.objects.update(created_at=contacts[0].created_at)

    content, _trace = exported("type=guest", writing=Writing(["id"]))

    assert [row["id"] for row in TableFile(content).changes] == sorted(contact.pk for contact in contacts)
    assert exported("type=guest", writing=Writing(["id"]))[0] == content


def test_an_export_leaves_a_trace():
    staff_member = StaffMemberFactory()
    ContactFactory.create_batch(2)

    content, trace = exported(
        "type=guest", writing=Writing(["email"], safe=True), by=staff_member, reason="Letter to all", name="all.csv"
    )

    operation = Operation.objects.get()
    assert trace.operation == operation
    assert (operation.kind, operation.state) == (OperationKind.EXPORT, OperationState.DONE)
    assert (operation.by, operation.via, operation.reason) == (staff_member, Via.COMMAND, "Letter to all")
    assert operation.source == "all.csv"
    assert operation.fingerprint == trace.fingerprint == hashlib.sha256(content).hexdigest()
    assert operation.counts == {"exported": 2}
    assert trace.count == 2
    assert operation.options == {
        "format": "csv",
        "filter": "type=guest",
        "columns": ["email"],
        "preset": None,
        "safe": True,
        "with_pictures": False,
    }


@pytest.mark.parametrize("format", FORMATS)
def test_the_fingerprint_is_that_of_the_file_in_every_format(format):
    ContactFactory()

    content, trace = exported("type=guest", format)

    assert trace.fingerprint == hashlib.sha256(content).hexdigest()


def test_an_export_that_breaks_off_says_so(monkeypatch):
    def broken(held):
        raise KeyboardInterrupt

    monkeypatch.setattr("contacts.columns.Column.cell_with", lambda column, held: broken(held))
    with pytest.raises(KeyboardInterrupt):
        exported()

    assert Operation.objects.get().state == OperationState.FAILED


@pytest.mark.parametrize("format", FORMATS)
def test_the_queries_do_not_grow_with_the_contacts(format):
    def count():
        with statements() as sent:
            exported("type=guest", format)
        return len(sent)

    ContactFactory()
    before = count()
    for tag in ("a", "b", "c"):
        change_contact(ContactFactory().pk, {"tags": [tag]}, via=Via.COMMAND)

    assert count() == before


@pytest.mark.parametrize(
    ("columns", "complaint"),
    [
        (["emial"], "There is no column “emial”. Did you mean email"),
        (["password"], "There is no column “password”."),
        (["sms_consent_date"], "There is no column “sms_consent_date”."),
        ([], "Choose at least one column."),
    ],
)
def test_columns_must_be_ours_and_no_secret(columns, complaint):
    with pytest.raises(ValidationError, match=complaint):
        exported(writing=Writing(columns))

    assert not Operation.objects.exists()


@pytest.mark.parametrize("format", ["csv", "xlsx", "divendo"])
def test_pictures_need_a_format_that_holds_them(format):
    with pytest.raises(UnfitFormat, match="cannot hold pictures: choose JSON Lines or vCard"):
        exported(format=format, writing=Writing(["email"], with_pictures=True))


def test_a_character_that_the_encoding_lacks_is_named():
    ContactFactory(first_name="Łukasz")

    with pytest.raises(UnfitFormat, match="“Ł” of row 1 cannot be written in cp1252: choose UTF-8"):
        exported("type=guest", writing=Writing(["first_name"], encoding="cp1252"))
