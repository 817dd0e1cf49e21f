"""Databases beside the one of the tests, for commands that run as processes of their own."""

import os
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import quote

import psycopg
from django.db import connection

ROOT = Path(__file__).parent.parent.parent


class OwnDatabase:
    """A database of the kind that the tests run on, and the commands that are given it."""

    def __init__(self, folder: Path, name: str):
        self.folder, self.name = folder, name

    @classmethod
    @contextmanager
    def migrated(cls, folder: Path) -> Iterator["OwnDatabase"]:
        with cls._kind()(folder, "base")._made() as database:
            database.run("migrate", "--verbosity", "0")
            yield database

    @staticmethod
    def _kind() -> type["OwnDatabase"]:
        return OnSQLite if connection.vendor == "sqlite" else OnPostgreSQL

    @contextmanager
    def copied(self, name: str) -> Iterator["OwnDatabase"]:
        with type(self)(self.folder, name)._made(self) as database:
            yield database

    def start(self, *command: str) -> subprocess.Popen:
        return self.start_program(sys.executable, "manage.py", *command)

    def start_program(self, *words: str) -> subprocess.Popen:
        surroundings = {"SECRET_KEY": "s" * 50, "DATABASE_URL": self.url, "CONTENT_DIR": str(self.folder)}
        arguments = list(map(str, words))
        pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "text": True}
        return subprocess.Popen(arguments, cwd=ROOT, env={"PATH": os.environ["PATH"], **surroundings}, **pipes)

    def run(self, *command: str) -> str:
        """Run the command to its end; give what it said."""
        process = self.start(*command)
        said = process.communicate()[0]
        assert process.returncode in (0, 1), said
        return said

    def ask(self, query: str) -> list[tuple]:
        with closing(self._connect()) as own, closing(own.cursor()) as cursor:
            cursor.execute(query)
            return cursor.fetchall()

    def tell(self, statement: str) -> None:
        with closing(self._connect()) as own:
            own.execute(statement)
            own.commit()


class OnSQLite(OwnDatabase):
    @property
    def path(self) -> Path:
        return self.folder / f"{self.name}.sqlite3"

    @property
    def url(self) -> str:
        return f"sqlite:///{self.path}"

    @contextmanager
    def _made(self, model: "OnSQLite | None" = None) -> Iterator["OnSQLite"]:
        if model:
            shutil.copyfile(model.path, self.path)
        yield self

    def _connect(self) -> sqlite3.Connection:
        return sqlite3.connect(self.path, timeout=20)

    def settle(self) -> None:
        """Nothing of a process outlives it."""


class OnPostgreSQL(OwnDatabase):
    @property
    def full_name(self) -> str:
        return f"{connection.settings_dict['NAME']}_{self.name}"

    @property
    def url(self) -> str:
        facts = connection.settings_dict
        login = ":".join(quote(facts[key], safe="") for key in ("USER", "PASSWORD") if facts[key])
        return f"postgres://{login}@{facts['HOST']}:{facts['PORT'] or 5432}/{self.full_name}"

    @contextmanager
    def _made(self, model: "OnPostgreSQL | None" = None) -> Iterator["OnPostgreSQL"]:
        self._tell(f'DROP DATABASE IF EXISTS "{self.full_name}" WITH (FORCE)')
        self._tell(f'CREATE DATABASE "{self.full_name}"' + (f' TEMPLATE "{model.full_name}"' if model else ""))
        try:
            yield self
        finally:
            self._tell(f'DROP DATABASE "{self.full_name}" WITH (FORCE)')

    def _tell(self, statement: str) -> None:
        with psycopg.connect(self.url.replace(self.full_name, "postgres"), autocommit=True) as it:
            it.execute(statement)

    def _connect(self) -> psycopg.Connection:
        return psycopg.connect(self.url)

    def settle(self) -> None:
        """Wait until the server has noticed that a process is gone."""
        others = "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
        while self.ask(others):
            time.sleep(0.01)
