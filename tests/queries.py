"""What was asked of the database."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection
from django.test.utils import CaptureQueriesContext

WRITES = ("INSERT", "UPDATE", "DELETE", "COPY")
# "3 times: INSERT …" is how Django notes one statement with three rows of values.
_TIMES = re.compile(r"\A\S+ times: ")


@contextmanager
def statements() -> Iterator[list[str]]:
    """Give a list that holds, once the block has ended, the SQL that it sent; transactions are not counted."""
    sent: list[str] = []
    with CaptureQueriesContext(connection) as captured:
        yield sent
    plain = (_TIMES.sub("", query["sql"]) for query in captured)
    sent += [sql for sql in plain if not sql.startswith(("BEGIN", "SAVEPOINT", "RELEASE"))]


def writes_among(sent: list[str]) -> list[str]:
    return [sql for sql in sent if sql.startswith(WRITES)]
