import pytest
from django.db import OperationalError, connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder


def test_a_process_is_alive_without_a_database(client):
    response = client.get("/livez")

    assert (response.status_code, response.text) == (200, "ok")


@pytest.mark.django_db
def test_a_process_is_ready_when_the_database_fits_the_code(client):
    response = client.get("/readyz")

    assert (response.status_code, response.text) == (200, "ok")


@pytest.mark.django_db
def test_a_process_is_not_ready_before_its_migrations_ran(client):
    MigrationRecorder(connection).record_unapplied("sessions", "0001_initial")

    response = client.get("/readyz")

    assert response.status_code == 503
    assert response.text == "Run `manage.py migrate`. Not applied yet: sessions.0001_initial."


def test_a_process_is_not_ready_without_its_database(client, monkeypatch):
    def refuse(*args):
        raise OperationalError("connection refused: host=db.internal password=secret")

    monkeypatch.setattr(MigrationExecutor, "__init__", refuse)

    response = client.get("/readyz")

    assert response.status_code == 503
    assert response.text == "The database does not answer."


@pytest.mark.parametrize("address", ["/livez", "/readyz"])
@pytest.mark.django_db
def test_an_answer_about_health_is_never_kept(client, address):
    assert "no-store" in client.get(address)["Cache-Control"]


@pytest.mark.parametrize("address", ["/livez", "/readyz"])
def test_health_is_asked_not_told(client, address):
    assert client.post(address).status_code == 405


@pytest.mark.parametrize("address", ["/livez", "/readyz"])
@pytest.mark.django_db
def test_a_probe_is_not_sent_to_https(client, settings, address):
    settings.SECURE_SSL_REDIRECT = True

    assert client.get(address).status_code == 200
