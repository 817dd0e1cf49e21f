"""The worker as a process of its own: it ends when it is told, never by itself, and loses nothing when it is killed."""

import signal
import sys
import time
from contextlib import contextmanager

import pytest

from tests.commands.databases import OwnDatabase

WORKERS = "SELECT name FROM contacts_worker"
# Undoes nothing, again and again: there is no such operation.
TASK = "from contacts.tasks import run_operation; run_operation.enqueue(0)"


@pytest.fixture(scope="module")
def database(tmp_path_factory, django_db_setup):
    with OwnDatabase.migrated(tmp_path_factory.mktemp("databases")) as database:
        yield database


def wait_for(what):
    for _ in range(300):
        if what():
            return
        time.sleep(0.1)
    raise AssertionError("Waited in vain.")


@contextmanager
def a_worker(database, *options):
    known = len(database.ask(WORKERS))
    process = database.start("work", "--interval", "0.05", *options)
    try:
        wait_for(lambda: process.poll() is not None or len(database.ask(WORKERS)) > known)
        assert process.poll() is None, process.communicate()[0]
        yield process
    finally:
        process.kill()
        process.communicate()


def statuses(database):
    return [status for (status,) in database.ask("SELECT status FROM django_tasks_database_dbtaskresult")]


@pytest.mark.parametrize("told", [signal.SIGTERM, signal.SIGINT])
def test_it_does_what_waits_and_ends_cleanly_when_it_is_told(database, told):
    with database.copied("told") as copy:
        copy.run("shell", "--no-imports", "-c", TASK)
        with a_worker(copy) as worker:
            wait_for(lambda: statuses(copy) == ["SUCCESSFUL"])
            assert worker.poll() is None

            worker.send_signal(told)

            assert worker.wait(10) == 0
        assert copy.ask(WORKERS) == []


def test_what_a_killed_worker_has_left_is_taken_up_by_the_next(database):
    with database.copied("killed") as copy:
        copy.run("shell", "--no-imports", "-c", TASK)
        claim = "from django_tasks_db.models import DBTaskResult; DBTaskResult.objects.get().claim('killed')"
        copy.run("shell", "--no-imports", "-c", claim)
        assert statuses(copy) == ["RUNNING"]
        with a_worker(copy):
            wait_for(lambda: statuses(copy) == ["SUCCESSFUL"])


def test_a_worker_beside_a_server_ends_with_it(database):
    with database.copied("parent") as copy:
        parent = copy.start_program("sh", "-c", f"{sys.executable} manage.py work --beside $$ & exec sleep 60")
        wait_for(lambda: copy.ask(WORKERS))

        parent.kill()
        parent.wait()

        wait_for(lambda: not copy.ask(WORKERS))
