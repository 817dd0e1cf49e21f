"""The databases that are measured, and whether they answer."""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg

from benchmarks.stores import PostgreSQL


@contextmanager
def databases(named: list[str] | None) -> Iterator[list[str]]:
    """Give the URLs that are named; without any, an SQLite and a PostgreSQL database made for this run."""
    if named:
        yield named
        return
    server = PostgreSQL(os.environ.get("BENCH_DATABASE_URL"))
    try:
        yield ["sqlite:///{folder}/bench.sqlite3", server.empty("contacts_bench_exchange")]
    finally:
        server.stop()


def without_password(url: str) -> str:
    return re.sub(r":[^:/@]*@", "@", url)


def refusal_of(url: str) -> str:
    """Say that a database does not answer; nothing when it does."""
    if not url.startswith("postgres"):
        return ""
    try:
        psycopg.connect(url, connect_timeout=5).close()
    except psycopg.Error as error:
        said = " ".join(str(error).split())
        return f"{without_password(url)} is left out, because it does not answer: {said}"
    return ""
