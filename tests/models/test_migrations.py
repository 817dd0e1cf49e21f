"""What the migrations leave behind, beside the tables of the models."""

from importlib import import_module
from io import StringIO

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection

from contacts.models import Change, Contact
from contacts.search_index import drop_search_index, make_search_index
from contacts.texts import folded

pytestmark = pytest.mark.django_db

TRIGGERS = {"contact_search_insert", "contact_search_delete", "contact_search_update"}
INDEXES = {"contact_search_text_trigrams", "contact_search_text_pairs", "contact_more_emails_values"}
BUILT = {"sqlite": {*TRIGGERS, "contacts_contact_search"}, "postgresql": INDEXES}
CATALOGUE = {
    "sqlite": "SELECT name FROM sqlite_master WHERE tbl_name LIKE 'contacts_contact%'",
    "postgresql": "SELECT indexname FROM pg_indexes WHERE tablename = 'contacts_contact'",
}
make_headquarters = import_module("contacts.migrations.0003_headquarters").make_headquarters


def things_in_the_database() -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute(CATALOGUE[connection.vendor])
        return {name for (name,) in cursor.fetchall()}


def test_no_migration_is_missing():
    call_command("makemigrations", "--check", "--dry-run", stdout=StringIO())


def test_the_search_index_stands_after_all_migrations():
    assert BUILT[connection.vendor] <= things_in_the_database()


def test_the_search_index_may_be_made_twice_dropped_twice_and_made_again():
    contact = Contact.objects.create(type="guest", email="ana@example.com", search_text="ana@example.com")
    editor = connection.SchemaEditorClass(connection)
    for build in (make_search_index, drop_search_index, drop_search_index):
        build(apps, editor)
    assert not BUILT[connection.vendor] & things_in_the_database()
    for build in (make_search_index, make_search_index):
        build(apps, editor)

    assert BUILT[connection.vendor] <= things_in_the_database()
    assert contact in Contact.objects.search("ana@exa")


def test_the_headquarters_exists_from_the_start(settings):
    headquarters = Contact.objects.get(type="hq")

    assert (headquarters.email, headquarters.company) == (settings.HQ_EMAIL.lower(), settings.HQ_COMPANY)
    assert headquarters.id >= 10**9
    assert len(headquarters.object_id) == 24


def test_the_migrated_headquarters_keeps_the_law_and_is_found():
    headquarters = Contact.objects.get(type="hq")
    stored = headquarters.search_text

    headquarters.full_clean()
    headquarters.derive()

    assert headquarters.search_text == stored
    assert headquarters in Contact.objects.search(folded(headquarters.company))


def test_the_headquarters_comes_from_the_settings_and_only_once(settings):
    Contact.objects.filter(type="hq").delete()
    settings.HQ_EMAIL, settings.HQ_COMPANY = "Office@Example.com", "Bücher Ltd"

    make_headquarters(apps, None)
    make_headquarters(apps, None)

    headquarters = Contact.objects.get(type="hq")
    assert (headquarters.email, headquarters.company) == ("office@example.com", "Bücher Ltd")
    assert headquarters in Contact.objects.search("bucher office")
    assert not Change.objects.exists()
