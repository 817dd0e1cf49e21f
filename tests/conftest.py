import os

import pytest
from django.core.cache import cache
from django.db import connection

from contacts.models import Contact
from tests.factories import ContactFactory

LEFT_OUT = ("skipped", "xfailed", "xpassed")


@pytest.fixture(autouse=True)
def own_surroundings(settings, tmp_path):
    """Give each test an empty folder for pictures, an empty cache and passwords that are cheap to hash."""
    settings.MEDIA_ROOT = tmp_path / "content"
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    cache.clear()


@pytest.fixture
def ana() -> Contact:
    """Give a contact with something out of the way in each of its texts; there is another one beside it."""
    ContactFactory(first_name="Bo", last_name="Cargo", email="bo@example.org", company="Cargo Ltd")
    return ContactFactory(
        first_name="Ana María",
        last_name="O'Brien-Łęcka",
        email="ana.brook@example.com",
        more_emails=["post@bücher.example"],
        company="Müller & Söhne, 100%_GmbH",
        reference="REF/2026-7",
        phone="+44 (0)20 7946-0000",
        more_numbers=["0151 23456789"],
    )


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix, tmp_path_factory):
    """Keep SQLite's test database in a file: two connections to one in memory would not wait for each other."""
    if connection.vendor == "sqlite":
        folder = tmp_path_factory.mktemp("database")
        connection.settings_dict["TEST"]["NAME"] = str(folder / "contacts.sqlite3")


def pytest_configure(config):
    config.addinivalue_line("markers", "postgresql: what it is about only PostgreSQL has")


def pytest_collection_modifyitems(config, items):
    """Collect what only PostgreSQL has on PostgreSQL alone, and what axe sees, which is the same on both, on SQLite."""
    strangers = [item for item in items if _is_stranger(item)]
    if strangers:
        items[:] = [item for item in items if item not in strangers]
        config.hook.pytest_deselected(items=strangers)


def _is_stranger(item):
    if connection.vendor == "postgresql":
        return "axe_finds_nothing" in item.name
    return item.get_closest_marker("postgresql")


def pytest_sessionfinish(session):
    """On CI a test that was left out, or is known to fail, fails the run."""
    if os.environ.get("CI") and _left_out(session.config):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter, config):
    left_out = _left_out(config)
    if os.environ.get("CI") and left_out:
        terminalreporter.section("left out, which CI does not allow", red=True)
        for report in left_out:
            terminalreporter.write_line(f"{report.nodeid}: {report.outcome}")


def _left_out(config):
    # Only the process that prints the totals has a reporter; the workers of a parallel run have none.
    reporter = config.pluginmanager.get_plugin("terminalreporter")
    return [report for outcome in LEFT_OUT for report in reporter.stats.get(outcome, [])] if reporter else []
