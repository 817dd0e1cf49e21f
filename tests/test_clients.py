import json
import sqlite3
from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from contacts.choices import Scope
from contacts.models import ApiClient, IdempotentRequest
from contacts.models.clients import narrowed_scope
from contacts.services.clients import (
    create_client,
    disable_client,
    enable_client,
    has_secret,
    note_use,
    read_server_key,
    renew_secret,
)
from contacts.services.keys import derived_keys

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)

pytestmark = pytest.mark.django_db


def make_command(*arguments):
    out = StringIO()
    call_command("create_api_client", "Web shop", *arguments, stdout=out)
    return out.getvalue()


def stored(client):
    return ApiClient.objects.get(pk=client.pk)


def test_a_new_client_has_credentials_that_nobody_else_has():
    first, second = create_client("Shop", Scope.CONTACTS), create_client("Shop", Scope.CONTACTS)

    assert len({first.client.client_id, second.client.client_id}) == 2
    assert len({first.client_secret, second.client_secret}) == 2
    assert len(first.client.client_id) == 32
    assert len(first.client_secret) == 64
    assert first.server_key is None


def test_the_store_keeps_no_secret_in_the_clear():
    credentials = create_client("Shop", Scope.CONTACTS, with_key=True)

    row = ApiClient.objects.filter(pk=credentials.client.pk).values_list().get()

    assert [text for text in map(str, row) if credentials.client_secret in text or credentials.server_key in text] == []
    assert credentials.client_secret not in repr(credentials)
    assert credentials.server_key not in repr(credentials)


def test_a_client_is_known_by_its_secret_alone():
    credentials = create_client("Shop", Scope.CONTACTS)
    client = stored(credentials.client)

    assert has_secret(client, credentials.client_secret)
    assert not has_secret(client, credentials.client_secret.upper())
    assert not has_secret(client, "")
    assert not has_secret(client, "\ud800")


def test_a_server_key_can_be_read_back():
    credentials = create_client("Shop", Scope.CONTACTS, with_key=True)

    assert read_server_key(stored(credentials.client)) == credentials.server_key
    assert read_server_key(create_client("Other", Scope.CONTACTS).client) == ""


def test_a_server_key_outlives_a_new_secret_key_that_names_the_old_one(settings):
    credentials = create_client("Shop", Scope.CONTACTS, with_key=True)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another " * 8

    assert read_server_key(credentials.client) == credentials.server_key


def test_a_server_key_that_cannot_be_read_is_none_and_the_log_names_the_way_out(settings, caplog):
    credentials = create_client("Shop", Scope.CONTACTS, with_key=True)
    settings.SECRET_KEY = "another " * 8

    assert read_server_key(credentials.client) == ""
    assert "SECRET_KEY_FALLBACKS" in caplog.text


@pytest.mark.parametrize(
    ("name", "scope", "field"),
    [
        ("", Scope.CONTACTS, "name"),
        ("<b>Shop", Scope.CONTACTS, "name"),
        ("a\0b", Scope.CONTACTS, "name"),
        ("x" * 101, Scope.CONTACTS, "name"),
        ("Shop", "products", "scope"),
        ("Shop", "", "scope"),
    ],
)
def test_a_client_obeys_its_model(name, scope, field):
    with pytest.raises(ValidationError) as refusal:
        create_client(name, scope)

    assert list(refusal.value.message_dict) == [field]
    assert not ApiClient.objects.exists()


def test_each_purpose_has_a_key_of_its_own(settings):
    settings.SECRET_KEY_FALLBACKS = ["former secret"]

    keys = derived_keys("one purpose") + derived_keys("another purpose")

    assert {len(key) for key in keys} == {32}
    assert len(set(keys)) == 4
    assert derived_keys("one purpose") == keys[:2]


def test_a_renewed_secret_ends_the_old_one_and_the_old_key():
    old = create_client("Shop", Scope.CONTACTS, with_key=True)

    with time_machine.travel(timezone.now() + timedelta(days=1), tick=False):
        new = renew_secret(stored(old.client))

        client = stored(old.client)
        assert client.secret_changed_at == timezone.now()
    assert not has_secret(client, old.client_secret)
    assert has_secret(client, new.client_secret)
    assert read_server_key(client) == new.server_key != old.server_key


def test_a_renewal_makes_no_key_for_a_client_without_one():
    assert renew_secret(create_client("Shop", Scope.CONTACTS).client).server_key is None


def test_a_client_can_be_disabled_and_enabled():
    client = create_client("Shop", Scope.CONTACTS).client

    disable_client(client)
    assert not stored(client).is_active

    enable_client(client)
    assert stored(client).is_active


@pytest.mark.parametrize(
    ("held", "asked", "granted"),
    [
        ("contacts", "", "contacts"),
        ("contacts", "contacts.readonly", "contacts.readonly"),
        ("contacts", "contacts.readonly  contacts", "contacts"),
        ("contacts", "contacts products", None),
        ("contacts.readonly", "", "contacts.readonly"),
        ("contacts.readonly", "contacts", None),
        ("contacts.readonly", "contacts contacts.readonly", None),
    ],
)
def test_a_scope_can_be_narrowed_and_never_widened(held, asked, granted):
    assert narrowed_scope(held, asked) == granted


def test_the_use_of_a_client_is_noted_once_a_minute(django_assert_num_queries):
    client = create_client("Shop", Scope.CONTACTS).client

    with time_machine.travel(NOON, tick=False) as clock:
        note_use(client)
        assert stored(client).last_used_at == NOON

        clock.shift(59)
        with django_assert_num_queries(0):
            note_use(client)

        clock.shift(1)
        note_use(client)
        assert stored(client).last_used_at == NOON + timedelta(seconds=60)


def test_sqlite_is_told_not_to_wait_for_the_note_alone():
    client = create_client("Shop", Scope.CONTACTS).client

    with CaptureQueriesContext(connection) as queries:
        note_use(client)

    told = [query["sql"] for query in queries if "PRAGMA" in query["sql"]]
    asked = ["PRAGMA busy_timeout", "PRAGMA busy_timeout = 0", "PRAGMA busy_timeout = 20000"]
    assert told == (asked if connection.vendor == "sqlite" else [])


@pytest.mark.django_db(transaction=True)
def test_a_reader_does_not_wait_for_a_writer_on_sqlite():
    """On PostgreSQL, where no writer holds the store, the use is noted."""
    client = create_client("Shop", Scope.CONTACTS).client
    on_sqlite = connection.vendor == "sqlite"
    writer = sqlite3.connect(connection.settings_dict["NAME"] if on_sqlite else ":memory:", isolation_level=None)
    writer.execute("BEGIN IMMEDIATE")

    note_use(client)

    writer.close()
    assert (stored(client).last_used_at is None) == on_sqlite


def test_the_command_prints_the_credentials_once():
    lines = dict(line.split(": ") for line in make_command("--scope", "contacts", "--server-key").splitlines())

    client = ApiClient.objects.get(name="Web shop")
    assert list(lines) == ["client_id", "client_secret", "server_key"]
    assert lines["client_id"] == client.client_id
    assert client.scope == Scope.CONTACTS
    assert has_secret(client, lines["client_secret"])
    assert read_server_key(client) == lines["server_key"]


def test_the_command_speaks_json():
    shown = json.loads(make_command("--json"))

    client = ApiClient.objects.get(client_id=shown["client_id"])
    assert set(shown) == {"client_id", "client_secret"}
    assert client.scope == Scope.CONTACTS_READONLY


def test_the_command_names_what_is_wrong():
    with pytest.raises(CommandError, match="HTML"):
        call_command("create_api_client", "<b>Shop</b>")


def test_an_idempotency_key_has_one_answer_for_each_client_method_and_path():
    client = create_client("Shop", Scope.CONTACTS).client
    facts = {"method": "POST", "path": "/contacts", "key": "k", "fingerprint": "0" * 64}
    IdempotentRequest.objects.create(client=client, **facts)
    IdempotentRequest.objects.create(client=client, **{**facts, "path": "/api/contacts.json"})
    IdempotentRequest.objects.create(client=create_client("Other", Scope.CONTACTS).client, **facts)

    with pytest.raises(IntegrityError):
        IdempotentRequest.objects.create(client=client, **facts)
