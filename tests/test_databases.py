"""How it is found out that a connection to PostgreSQL is dead."""

import socket
from types import SimpleNamespace

import pytest

from project.postgresql.base import DatabaseWrapper, base


@pytest.fixture
def line(monkeypatch):
    """Give a connection, and the server's end of it. The server says that all is well when it is asked."""
    ours, theirs = socket.socketpair()
    asked = []
    monkeypatch.setattr(base.DatabaseWrapper, "is_usable", lambda self: asked.append(1) or False)
    connection = DatabaseWrapper.__new__(DatabaseWrapper)
    connection.connection = SimpleNamespace(pgconn=SimpleNamespace(socket=ours.fileno()))
    yield connection, theirs, asked
    ours.close()
    theirs.close()


def test_a_silent_connection_is_taken_for_alive_without_a_word(line):
    connection, _server, asked = line

    assert connection.is_usable()
    assert asked == []


def test_where_the_server_has_hung_up_it_is_asked(line):
    connection, server, asked = line
    server.close()

    assert not connection.is_usable()
    assert asked == [1]
