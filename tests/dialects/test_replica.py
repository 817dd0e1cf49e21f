"""What is read from the replica, and what is not (README, "Growing")."""

from types import SimpleNamespace

import pytest
from django.db import OperationalError, router
from django.http import Http404, HttpResponse

from contacts.dialects import nearest
from contacts.models import ApiClient, Change, Contact
from contacts.replica import ReplicaRouter, reading_from_replica


class Databases:
    """Answers with the name of the database that contacts are read from; what is in ``failures`` goes wrong there."""

    def __init__(self):
        self.failures = {}

    def answer(self):
        name = router.db_for_read(Contact)
        if name in self.failures:
            raise self.failures[name]
        return HttpResponse(name)

    def ask(self, method="GET", client="shop"):
        auth = SimpleNamespace(client=SimpleNamespace(client_id=client))
        request = SimpleNamespace(method=method, auth=auth)
        return nearest.answer_from_nearest(request, self.answer).content.decode()


@pytest.fixture
def databases(settings, monkeypatch):
    monkeypatch.setitem(settings.DATABASES, "replica", {})
    monkeypatch.setattr(router, "routers", [ReplicaRouter()])
    monkeypatch.setattr(nearest, "_away_until", 0.0)
    return Databases()


@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS"])
def test_what_is_only_read_comes_from_the_replica(databases, method):
    assert databases.ask(method) == "replica"


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
def test_what_writes_reads_from_the_primary(databases, method):
    assert databases.ask(method) == "default"


def test_who_has_written_reads_its_own_write(databases):
    databases.ask("POST", client="shop")

    assert databases.ask(client="shop") == "default"
    assert databases.ask(client="newsletter") == "replica"


def test_a_while_after_its_write_a_program_reads_from_the_replica_again(databases, monkeypatch):
    monkeypatch.setattr(nearest, "OWN_WRITES_SECONDS", 0)
    databases.ask("POST")

    assert databases.ask() == "replica"


def test_while_nobody_knows_who_has_written_the_primary_answers(databases, monkeypatch):
    monkeypatch.setattr(nearest, "cache", SimpleNamespace(get=lambda _name: None, is_away=True))

    assert databases.ask() == "default"


def test_while_the_replica_is_away_the_primary_answers(databases):
    databases.failures["replica"] = OperationalError("connection refused")
    assert databases.ask() == "default"

    databases.failures.clear()
    assert databases.ask() == "default", "It is left alone for some seconds."
    nearest._away_until = 0.0
    assert databases.ask() == "replica"


def test_what_the_replica_does_not_know_the_primary_is_asked_for(databases):
    databases.failures["replica"] = Http404()
    assert databases.ask() == "default"

    databases.failures["default"] = Http404()
    with pytest.raises(Http404):
        databases.ask()


def test_without_a_replica_there_is_one_database(databases, settings):
    del settings.DATABASES["replica"]

    assert databases.ask() == "default"


def test_only_contacts_are_read_from_the_replica_and_nothing_is_written_there():
    told = ReplicaRouter()

    with reading_from_replica():
        reads = [told.db_for_read(model) for model in (Contact, ApiClient, Change)]
        assert (reads, told.db_for_write(Contact)) == (["replica", "default", "default"], "default")
    assert told.db_for_read(Contact) == "default"
    assert not told.allow_migrate("replica", "contacts")
