"""Workers that are killed or told to end in the middle of a bulk edit: the next one ends it, each contact once."""

import signal
import time
from contextlib import contextmanager

import pytest

from tests.commands.databases import OwnDatabase

CONTACTS = 4000
MADE = f"""
from contacts.choices import Via
from contacts.models import Contact
from contacts.services import create_contacts
from contacts.services.bulk_deeds import BulkDeed
from contacts.services.selections import Selection
from contacts.tasks import start_bulk
ana = dict(type="guest", first_name="Ana", last_name="Brook")
create_contacts([ana | dict(email=f"{{n}}@example.com") for n in range({CONTACTS})], via=Via.SYSTEM)
start_bulk(Selection(query="type=guest"), BulkDeed("edit", values={{"company": "ACME"}}), via=Via.PAGE)
"""
STATE = "SELECT state, done_rows FROM contacts_operation"


@pytest.fixture(scope="module")
def database(tmp_path_factory, django_db_setup):
    with OwnDatabase.migrated(tmp_path_factory.mktemp("databases")) as database:
        database.run("shell", "--no-imports", "-c", MADE)
        yield database


@contextmanager
def a_worker(database):
    process = database.start("work", "--interval", "0.05")
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def state_of(database):
    return database.ask(STATE)[0]


def wait_until(reached, database):
    for _ in range(3000):
        if reached(*state_of(database)):
            return
        time.sleep(0.01)
    raise AssertionError(state_of(database))


@pytest.mark.parametrize("ended_by", [signal.SIGKILL, signal.SIGTERM])
def test_the_next_worker_goes_on_behind_the_whole_batches(database, ended_by):
    with database.copied("worker") as copy:
        with a_worker(copy) as worker:
            wait_until(lambda state, done: done > 0, copy)
            worker.send_signal(ended_by)
            worker.wait(20)
        state, done = state_of(copy)
        assert (state, 0 < done < CONTACTS, done % 500) == ("running", True, 0)
        # The other workers wait a while until they take it for dead.
        copy.tell("UPDATE contacts_worker SET seen_at = '2020-01-01 00:00:00+00:00'")

        with a_worker(copy):
            wait_until(lambda state, done: state == "done", copy)

        assert state_of(copy) == ("done", CONTACTS)
        changes = "SELECT count(*), count(DISTINCT contact_id) FROM contacts_change WHERE kind = 'changed'"
        assert copy.ask(changes) == [(CONTACTS, CONTACTS)]
