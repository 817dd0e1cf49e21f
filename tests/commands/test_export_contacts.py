import csv
import io
import json
import os
import subprocess
import sys

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from contacts.choices import Via
from contacts.columns import COLUMNS
from contacts.models import Contact
from contacts.services import Grant, change_contact
from tests.commands.files import Outcome, another_store, exported, imported
from tests.commands.test_import_dry_run import picture
from tests.factories import AccessRoleFactory, ContactFactory

pytestmark = pytest.mark.django_db


def user_with_everything(number=0):
    user = ContactFactory(user=True, with_address=True, opted_out_of_sms=True)
    grants = [Grant(role.reference, "pending") for role in AccessRoleFactory.create_batch(2)]
    changes = {"tags": ["vip", f"number {number}", "a; b"], "grants": grants, "biography": 'Two\nlines, "quoted"'}
    return change_contact(user.pk, changes, via=Via.COMMAND)


def rows_of(text):
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_csv_has_a_line_of_names_and_a_row_for_each_contact():
    user = user_with_everything()

    headquarters, row = rows_of(exported("csv"))

    assert list(row) == list(COLUMNS)
    assert (headquarters["type"], row["id"], row["email"]) == ("hq", str(user.pk), user.email)
    assert row["biography"] == 'Two\nlines, "quoted"'
    assert row["tags"] == '"a; b"; number 0; vip'
    assert row["grants"] == "; ".join(f"{grant['reference']} pending" for grant in user.website_grants)
    assert row["created_at"] == user.created_at.isoformat()


def test_json_lines_have_an_object_for_each_contact():
    user = user_with_everything()

    _headquarters, row = map(json.loads, exported("jsonl").splitlines())

    assert list(row) == list(COLUMNS)
    assert (row["id"], row["tags"], row["date_of_birth"]) == (user.pk, ["a; b", "number 0", "vip"], None)
    assert [grant["status"] for grant in row["grants"]] == ["pending", "pending"]


def test_secrets_stay_at_home():
    user = ContactFactory(user=True)
    change_contact(user.pk, {"raw_password": "open sesame"}, via=Via.COMMAND)
    user.refresh_from_db()

    assert user.password not in exported("csv") + exported("jsonl")


def test_contacts_come_in_the_order_of_their_creation():
    contacts = ContactFactory.create_batch(5)
    instant = contacts[0].created_at
    Contact.objects.filter(pk__in=[contact.pk for contact in contacts]).update(created_at=instant)

    ids = [int(row["id"]) for row in rows_of(exported("csv", type="guest"))]

    assert ids == sorted(contact.pk for contact in contacts)


def test_type_and_tag_narrow_the_export():
    user = user_with_everything()
    ContactFactory.create_batch(2)

    assert len(rows_of(exported(type="guest"))) == 2
    assert [row["id"] for row in rows_of(exported(tag="VIP"))] == [str(user.pk)]
    assert rows_of(exported(type="guest", tag="vip")) == []


def test_the_queries_do_not_grow_with_the_contacts():
    def queries():
        with CaptureQueriesContext(
            connection,
        ) as captured:
            exported("jsonl")
        return len(captured)

    user_with_everything()
    before = queries()
    for number in range(5):
        user_with_everything(number)

    assert queries() == before


def test_the_count_goes_to_stderr(tmp_path):
    ContactFactory.create_batch(2)

    outcome = Outcome("export_contacts", tmp_path / "all.jsonl")

    assert (outcome.status, outcome.out) == (0, "")
    assert outcome.err.startswith("Exported contacts: 3.\n")
    assert len((tmp_path / "all.jsonl").read_text().splitlines()) == 3


def test_a_file_says_the_same_as_standard_output_and_only_its_owner_reads_it(tmp_path):
    user_with_everything()
    file = tmp_path / "all.csv"

    call_command("export_contacts", file, stderr=io.StringIO())

    assert file.read_bytes().decode() == exported("csv")
    assert file.stat().st_mode & 0o077 == 0


def test_an_interrupted_export_leaves_the_old_file_and_no_half_one(tmp_path, monkeypatch):
    file = tmp_path / "all.csv"
    file.write_text("old")

    def interrupted(self, held):
        raise KeyboardInterrupt

    monkeypatch.setattr("contacts.columns.Column.cell_with", interrupted)
    with pytest.raises(KeyboardInterrupt):
        call_command("export_contacts", file)

    assert file.read_text() == "old"
    assert os.listdir(tmp_path) == ["all.csv"]


def test_a_pipe_is_written_to_and_stays_a_pipe(tmp_path):
    pipe = tmp_path / "pipe.csv"
    os.mkfifo(pipe)
    read = "import sys; sys.stdout.write(open(sys.argv[1]).read())"
    reader = subprocess.Popen([sys.executable, "-c", read, str(pipe)], stdout=subprocess.PIPE, text=True)

    outcome = Outcome("export_contacts", pipe)

    assert outcome.status == 0
    assert len(rows_of(reader.communicate()[0])) == 1
    assert pipe.is_fifo()


def test_a_folder_that_is_not_there_is_named(tmp_path):
    outcome = Outcome("export_contacts", tmp_path / "none" / "all.csv")

    assert outcome.status == 2
    assert outcome.err.startswith(f"Nothing can be written to {tmp_path}/none/all.csv: ")


def test_pictures_travel_by_name_or_in_person(tmp_path):
    contact = ContactFactory()
    name = change_contact(contact.pk, {"thumbnail": picture()}, via=Via.COMMAND).thumbnail.name

    assert rows_of(exported(type="guest"))[0]["thumbnail"] == f"~/content/{name}"
    in_person = exported("jsonl", type="guest", pictures=True)
    assert json.loads(in_person)["thumbnail"].startswith("data:image/jpeg;base64,")

    with another_store():
        contact.thumbnail.storage.delete(name)
        assert json.loads(exported("jsonl", type="guest", pictures=True))["thumbnail"] == f"~/content/{name}"
        Contact.objects.filter(pk=contact.pk).delete()
        assert imported(tmp_path / "a.jsonl", in_person).err == ""
        other = Contact.objects.get(type="guest")
        assert other.thumbnail.storage.exists(other.thumbnail.name)


def test_pictures_in_person_need_json_lines():
    outcome = Outcome("export_contacts", pictures=True)

    assert (outcome.status, outcome.err) == (2, "CSV cannot hold pictures: choose JSON Lines or vCard.")
