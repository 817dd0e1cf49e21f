import io
import sys

import pytest

from contacts.choices import OperationKind, OperationState, Via
from contacts.models import Change, Contact, Operation
from tests.commands.files import Outcome, csv_of, imported, jsonl_of
from tests.factories import GUEST, AccessRoleFactory, ContactFactory

pytestmark = pytest.mark.django_db

HEADER = "type,email,first_name,last_name"


def guests():
    return Contact.objects.filter(type="guest")


def test_each_row_becomes_a_contact(path):
    outcome = imported(path, csv_of(GUEST, GUEST | {"email": "bob@example.com", "first_name": "Bob"}))

    assert (outcome.status, outcome.err) == (0, "")
    assert outcome.counts == {"created": 2}
    assert set(guests().values_list("email", "first_name")) == {("ana@example.com", "Ana"), ("bob@example.com", "Bob")}


def test_an_import_is_one_operation_which_its_changes_point_to(path):
    imported(path, csv_of(GUEST, GUEST | {"first_name": "", "email": "bob@example.com"}))

    operation = Operation.objects.get()
    assert (operation.kind, operation.state, operation.via) == (OperationKind.IMPORT, OperationState.DONE, Via.IMPORT)
    assert (operation.counts, operation.done_rows) == ({"created": 1, "invalid": 1}, 2)
    assert (operation.source, len(operation.fingerprint)) == ("contacts.csv", 64)
    assert operation.reason == "Import of contacts.csv"
    assert operation.ended_at >= operation.started_at
    change = Change.objects.get()
    assert (change.operation, change.contact_id, change.via) == (operation, guests().get().pk, Via.IMPORT)


def test_a_json_line_says_the_same_as_a_csv_row(json_path):
    AccessRoleFactory(reference="trade")
    row = GUEST | {
        "type": "user",
        "tags": ["vip"],
        "grants": [{"reference": "trade"}],
        "more_emails": ["b@example.com"],
    }

    outcome = imported(json_path, jsonl_of(row | {"phone": None}))

    assert outcome.status == 0
    contact = Contact.objects.whole().get(type="user")
    assert (contact.emails, contact.tag_names) == (["ana@example.com", "b@example.com"], ["vip"])
    assert contact.website_grants[0]["reference"] == "trade"


def test_standard_input_can_be_a_pipe(monkeypatch):
    pipe = io.BytesIO(csv_of(GUEST).encode())
    pipe.seekable = lambda: False
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(pipe))

    assert Outcome("import_contacts", "-", format="csv").status == 0
    assert guests().get().email == "ana@example.com"
    assert Operation.objects.get().reason == "Import of standard input"


def test_the_format_can_be_said(tmp_path):
    assert imported(tmp_path / "contacts.txt", csv_of(GUEST), format="csv").status == 0
    assert guests().count() == 1


@pytest.mark.parametrize("content", [csv_of(GUEST), f"{HEADER}\r\n\r\n,,,\r\n" + csv_of(GUEST).split("\r\n", 1)[1]])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_byte_order_marks_and_blank_lines_say_nothing(path, content, mark):
    assert imported(path, mark + content.encode()).status == 0
    assert guests().get().first_name == "Ana"


def test_a_byte_order_mark_and_blank_lines_in_json_lines_say_nothing(json_path):
    assert imported(json_path, b"\xef\xbb\xbf\n" + jsonl_of(GUEST).encode() + b"\n \n").status == 0
    assert imported(json_path, b"\xef\xbb\xbf" + jsonl_of(GUEST).encode()).counts == {"unchanged": 1}
    assert guests().count() == 1


@pytest.mark.parametrize(("name", "content"), [("a.csv", HEADER + "\r\n"), ("a.jsonl", "")])
def test_a_file_without_rows_creates_nothing(tmp_path, name, content):
    outcome = imported(tmp_path / name, content)

    assert (outcome.status, outcome.err, outcome.counts) == (0, "", {})


def test_a_user_takes_over_the_recipient_with_the_same_address_and_its_opt_outs_stay(path):
    recipient = ContactFactory(recipient=True, email="ana@example.com", opted_out_of_sms=True)

    outcome = imported(path, csv_of(GUEST | {"type": "user"}))

    assert outcome.counts == {"changed": 1}
    recipient.refresh_from_db()
    assert (recipient.type, recipient.sms_optout_reason) == ("user", "optout")
