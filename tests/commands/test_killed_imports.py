"""Imports that are killed (SIGKILL) in the middle and then go on: they end as one that nobody disturbed.

KILLED_IMPORTS=20x20000 kills 20 imports of 20,000 rows; without it they are fewer and shorter.
"""

import csv
import os
import random
import signal
import time

import pytest

from contacts.models import Contact
from tests.commands.databases import OwnDatabase

KILLS, ROWS = map(int, os.environ.get("KILLED_IMPORTS", "3x2000").split("x"))
BATCH = 100
# What two imports of one file do not have in common.
_OWN = {"id", "object_id", "created_at", "modified_at"}
_COLUMNS = ", ".join(f"contact.{field.column}" for field in Contact._meta.concrete_fields if field.column not in _OWN)
STATE = {
    "contacts": f"SELECT {_COLUMNS} FROM contacts_contact contact ORDER BY email, type",
    "changes": "SELECT contact.email, change.version, change.kind, change.after FROM contacts_change change"
    " JOIN contacts_contact contact ON contact.id = change.contact_id ORDER BY contact.email, change.version",
    "all changes": "SELECT count(*) FROM contacts_change",
    "tags": "SELECT contact.email, tag.slug FROM contacts_taggedcontact link"
    " JOIN contacts_tag tag ON tag.id = link.tag_id"
    " JOIN contacts_contact contact ON contact.id = link.content_object_id ORDER BY contact.email, tag.slug",
    "consents": "SELECT contact.email, event.channel, event.state, event.reason FROM contacts_consentevent event"
    " JOIN contacts_contact contact ON contact.id = event.contact_id ORDER BY contact.email, event.id",
    "operations": "SELECT kind, state, done_rows, counts FROM contacts_operation",
}


def row_of(number):
    """Give a row; some change the contact of an earlier one, some are refused."""
    person = number - 3 if number % 7 == 3 else number
    return {
        "type": "user" if person % 3 else "guest",
        "email": "no mail" if number % 50 == 49 else f"{person}@example.com",
        "first_name": f"Ana {person}",
        "last_name": "Müller",
        "company": f"Company {number}",
        "customer_number": f"K{person}",
        "tags": "; ".join(("vip", "trade", f"tag {number % 40}")[: number % 4]),
        "sms_optout_reason": "" if number % 5 else "optout",
        "sms_optout_date": "" if number % 5 else "2024-01-01T00:00:00+00:00",
    }


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    path = tmp_path_factory.mktemp("file") / "contacts.csv"
    with path.open("w", newline="") as file:
        writer = csv.DictWriter(file, row_of(0))
        writer.writeheader()
        writer.writerows(map(row_of, range(ROWS)))
    return path


@pytest.fixture(scope="module")
def database(tmp_path_factory, django_db_setup):
    with OwnDatabase.migrated(tmp_path_factory.mktemp("databases")) as database:
        yield database


@pytest.fixture(scope="module")
def undisturbed(database, path):
    """Give the state after an import that nobody disturbed."""
    with database.copied("undisturbed") as copy:
        copy.run("import_contacts", path, "--batch", str(BATCH))
        return state_of(copy)


def state_of(database):
    return {what: list(map(str, database.ask(query))) for what, query in STATE.items()}


def progress_of(database):
    return sum(rows for (rows,) in database.ask("SELECT done_rows FROM contacts_operation"))


def kill_within(database, path, chance):
    """Start an import and kill it at a random moment; tell whether it was killed before it ended."""
    process = database.start("import_contacts", path, "--batch", str(BATCH))
    enough = chance.randrange(0, ROWS * 3 // 4)
    while process.poll() is None and progress_of(database) < enough:
        time.sleep(0.002)
    time.sleep(chance.uniform(0, 0.05))
    process.send_signal(signal.SIGKILL)
    process.communicate()
    database.settle()
    return process.returncode == -signal.SIGKILL and progress_of(database) < ROWS


@pytest.mark.parametrize("seed", range(KILLS))
def test_an_import_that_was_killed_keeps_whole_batches_and_ends_as_if_undisturbed(seed, database, path, undisturbed):
    chance, was_killed = random.Random(seed), False
    while not was_killed:
        with database.copied("killed") as copy:
            if was_killed := kill_within(copy, path, chance):
                assert_whole_batches(copy)
                go_on(copy, path)
                assert state_of(copy) == undisturbed


def assert_whole_batches(database):
    done = progress_of(database)
    (created, rows) = database.ask("SELECT count(*), (SELECT count(*) FROM contacts_change) FROM contacts_contact")[0]
    good = [number for number in range(done) if number % 50 != 49]
    assert done % BATCH == 0
    assert created == 1 + len({row_of(number)["customer_number"] for number in good})
    assert rows == len(good)


def go_on(database, path):
    for (number,) in database.ask("SELECT id FROM contacts_operation"):
        database.run("import_contacts", path, "--resume", str(number), "--batch", "130")
    if not database.ask("SELECT id FROM contacts_operation"):
        database.run("import_contacts", path)
