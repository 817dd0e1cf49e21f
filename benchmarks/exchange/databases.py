"""The databases that are measured, and whether they answer."""

import os
import re

import psycopg

VARIABLE = "BENCH_DATABASE_URL"


def default_databases() -> list[str]:
    """Give an SQLite of its own, and the PostgreSQL that the environment names."""
    return ["sqlite:///{folder}/bench.sqlite3", os.environ.get(VARIABLE, "postgres://127.0.0.1/contacts_bench")]


def without_password(url: str) -> str:
    return re.sub(r":[^:/@]*@", "@", url)


def refusal_of(url: str) -> str:
    """Say that a database does not answer, and what to do; nothing when it does."""
    if not url.startswith("postgres"):
        return ""
    try:
        psycopg.connect(url, connect_timeout=5).close()
    except psycopg.Error as error:
        said = " ".join(str(error).split())
        return (
            f"PostgreSQL is left out, because {without_password(url)} does not answer ({said}). Make an empty database"
            f" for it (createdb contacts_bench), and name it: {VARIABLE}=postgres://user:password@host/contacts_bench"
        )
    return ""
