"""Transactions that the database has taken back in favour of a rival's are done once more.

Two writers of several rows may wait for each other without end. PostgreSQL then lets one through and refuses the other,
which has broken no rule: nobody should hear of it.
"""

import random
import time
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from django.db import OperationalError, connection

# A deadlock, and a transaction that cannot be put in order with others.
_TAKEN_BACK = {"40P01", "40001"}
_ATTEMPTS = 6
_LONGEST_PAUSE = 0.1

P = ParamSpec("P")
T = TypeVar("T")


def persistent(write: Callable[P, T]) -> Callable[P, T]:
    """Let a function that opens a transaction do its work again when the database has taken it back for a rival.

    Within somebody else's transaction it cannot: all of that is lost.
    """

    @wraps(write)
    def persist(*args: P.args, **kwargs: P.kwargs) -> T:
        for attempt in range(1, _ATTEMPTS):
            try:
                return write(*args, **kwargs)
            except OperationalError as error:
                if connection.in_atomic_block or not _is_taken_back(error):
                    raise
                time.sleep(random.uniform(0, _LONGEST_PAUSE) * attempt)  # noqa: S311  # so that two do not meet again
        return write(*args, **kwargs)

    return persist


def _is_taken_back(error: OperationalError) -> bool:
    return getattr(error.__cause__, "sqlstate", None) in _TAKEN_BACK
