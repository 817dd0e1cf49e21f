from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError
from django.db.migrations.executor import MigrationExecutor

from contacts.models import Contact, StaffMember

pytestmark = pytest.mark.django_db


@pytest.fixture
def var(settings, tmp_path):
    settings.VAR_DIR = tmp_path / "var"
    settings.STATIC_ROOT = tmp_path / "static"
    return settings.VAR_DIR


def prepare() -> str:
    out = StringIO()
    call_command("prepare", stdout=out)
    return out.getvalue()


def test_a_demonstration_gets_contacts_and_a_welcome(var, settings):
    settings.DEBUG = True

    assert "curl" in prepare()
    assert Contact.objects.count() >= 200


def test_a_demonstration_is_filled_once(var, settings):
    settings.DEBUG = True
    prepare()
    contacts = Contact.objects.count()

    prepare()

    assert Contact.objects.count() == contacts


def test_production_gets_its_static_files_and_nothing_else(var, settings):
    contacts = Contact.objects.count()

    assert "DEBUG is off" in prepare()
    assert (settings.STATIC_ROOT / "admin" / "css" / "base.css").exists()
    assert Contact.objects.count() == contacts
    assert not StaffMember.objects.exists()


def test_a_database_that_does_not_answer_is_named(monkeypatch):
    def refuse(*args):
        raise OperationalError("connection refused")

    monkeypatch.setattr(MigrationExecutor, "__init__", refuse)

    with pytest.raises(CommandError, match="Start it, or correct DATABASE_URL"):
        prepare()
