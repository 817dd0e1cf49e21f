"""Rivals: writers who act at the same time, each with a connection of its own."""

import fcntl
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

from django.core.exceptions import ValidationError
from django.db import connections

from contacts.models import Contact
from contacts.services import StaleContact

# What the door may answer. Anything else that a rival meets fails the test.
REFUSALS = (ValidationError, StaleContact, Contact.DoesNotExist)


def at_once(deeds: Sequence[Callable[[], Any]]) -> list[Any]:
    """Let all deeds begin together; give for each, in order, what it gave or how it was refused."""
    start = Barrier(len(deeds))

    def act(deed: Callable[[], Any]) -> Any:
        start.wait(timeout=30)
        try:
            return deed()
        except REFUSALS as refusal:
            return refusal
        finally:
            connections.close_all()

    with open(__file__) as turn, ThreadPoolExecutor(len(deeds)) as pool:
        # One race at a time, in whichever process of a parallel run: PostgreSQL lets in a hundred connections.
        fcntl.flock(turn, fcntl.LOCK_EX)
        return list(pool.map(act, deeds))
