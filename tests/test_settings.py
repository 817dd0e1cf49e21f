"""What the environment decides. Settings are read once, so each test starts a process of its own."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

from project.secrets import kept_secret

PRODUCTION = {"SECRET_KEY": "k" * 50, "ALLOWED_HOSTS": "contacts.example.com"}


def start(code: str, **environment: str) -> subprocess.CompletedProcess:
    """Run the code in a fresh process that knows these settings alone."""
    inherited = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return subprocess.run(
        [sys.executable, "-c", f"import django\nfrom django.conf import settings\ndjango.setup()\n{code}"],
        env={**inherited, "DJANGO_SETTINGS_MODULE": "project.settings", **environment},
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=False,
    )


def said(code: str, **environment: str) -> str:
    started = start(code, **environment)
    assert started.returncode == 0, started.stderr
    return started.stdout.strip()


def test_production_without_a_secret_stops_and_names_it():
    started = start("print('started')", ALLOWED_HOSTS="contacts.example.com")

    assert started.returncode != 0
    assert "SECRET_KEY" in started.stderr.splitlines()[-1]


def test_production_starts_with_a_secret_and_is_strict():
    names = ["DEBUG", "SECURE_SSL_REDIRECT", "SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE"]

    assert said(f"print([getattr(settings, name) for name in {names}])", **PRODUCTION) == "[False, True, True, True]"


def test_an_empty_variable_is_none():
    numbers = {"HSTS_SECONDS": "", "TRASH_DAYS": "", "DATABASE_URL": "", "CACHE_URL": "", "REPLICA_DATABASE_URL": ""}

    assert said("print(settings.TRASH_DAYS, list(settings.DATABASES))", **PRODUCTION, **numbers) == "30 ['default']"


@pytest.mark.parametrize(("name", "value"), [("TRASH_DAYS", "soon"), ("DATABASE_URL", "contacts:password")])
def test_a_variable_that_means_nothing_stops_the_start_and_is_named(name, value):
    started = start("print('started')", **PRODUCTION, **{name: value})

    assert started.returncode != 0
    assert name in started.stderr.splitlines()[-1]
    assert "password" not in started.stderr.splitlines()[-1].partition(" such as ")[0]


def test_a_demonstration_starts_without_any_setting():
    assert said("print(len(settings.SECRET_KEY) >= 50)", DEBUG="true") == "True"


def test_the_database_is_the_one_that_the_environment_names():
    code = "database = settings.DATABASES['default']\nprint(database['ENGINE'], database['HOST'], database['NAME'])"

    answer = said(code, DATABASE_URL="postgres://clerk@db.example.com/store", **PRODUCTION)

    assert answer == "project.postgresql db.example.com store"


def test_options_in_the_database_url_win():
    code = "print(settings.DATABASES['default']['OPTIONS']['timeout'])"

    assert said(code, DATABASE_URL="sqlite:///:memory:?timeout=3", **PRODUCTION) == "3"


def test_sqlite_keeps_a_write_ahead_log_and_foreign_keys(tmp_path):
    code = """
from django.db import connection
with connection.cursor() as cursor:
    for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout"):
        print(cursor.execute(f"PRAGMA {name}").fetchone()[0])
"""
    answer = said(code, DATABASE_URL=f"sqlite:///{tmp_path}/new/contacts.sqlite3", **PRODUCTION)

    assert answer.split() == ["wal", "1", "1", "20000"]


def test_a_transaction_on_sqlite_holds_the_write_lock_from_its_start(tmp_path):
    code = f"""
import sqlite3
from django.db import transaction
with transaction.atomic():
    try:
        sqlite3.connect("{tmp_path}/contacts.sqlite3", timeout=0).execute("BEGIN IMMEDIATE")
    except sqlite3.OperationalError as refusal:
        print(refusal)
"""
    assert said(code, DATABASE_URL=f"sqlite:///{tmp_path}/contacts.sqlite3", **PRODUCTION) == "database is locked"


def test_a_kept_secret_is_made_once_and_for_its_owner_alone(tmp_path):
    path = tmp_path / "new" / "secret"

    secret = kept_secret(path)

    assert len(secret) == 64
    assert kept_secret(path) == secret
    assert path.stat().st_mode & 0o777 == 0o600
    assert list(path.parent.iterdir()) == [path]


def test_the_readme_lists_every_setting_and_no_other():
    root = Path(settings.BASE_DIR)
    read = set(re.findall(r'\benv(?:\.\w+)?\(\s*"([A-Z_]+)"', (root / "project" / "settings.py").read_text()))
    told = set(re.findall(r"^\| `([A-Z_]+)` \|", (root / "README.md").read_text(), re.MULTILINE))

    assert told == read
