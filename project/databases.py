"""How each kind of database is spoken to."""

from pathlib import Path
from typing import Any


def kept_open(database: dict[str, Any]) -> dict[str, Any]:
    """Give an entry of Django's ``DATABASES`` with the options of its kind; what the address names itself stays."""
    is_sqlite = database["ENGINE"].endswith("sqlite3")
    # The database plans a statement once for each connection, not each time that it is asked.
    options = _sqlite_options(database) if is_sqlite else {"server_side_binding": True, "prepare_threshold": 2}
    engine = {} if is_sqlite else {"ENGINE": "project.postgresql", "CONN_HEALTH_CHECKS": True}
    return {**database, **engine, "OPTIONS": {**options, **database.get("OPTIONS", {})}}


def copied(database: dict[str, Any]) -> dict[str, Any]:
    """Give the entry of a replica: nobody waits long for one that is away, and tests take the primary for it."""
    options = {"connect_timeout": 2, **database["OPTIONS"]}
    return {**database, "OPTIONS": options, "TEST": {"MIRROR": "default"}}


def _sqlite_options(database: dict[str, Any]) -> dict[str, Any]:
    Path(database["NAME"]).parent.mkdir(parents=True, exist_ok=True)
    return {
        # Taking the write lock when a transaction opens makes a rival wait its turn instead of failing half-way.
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
    }
