"""What the token addresses refuse, and how (RFC 6749 §5.2)."""

import base64
from datetime import UTC, datetime
from io import BytesIO

import pytest
import time_machine

from contacts.choices import Scope
from contacts.dialects.oauth.views import FAILURES_PER_MINUTE
from contacts.services.clients import create_client, disable_client, renew_secret
from tests.oauth.token_addresses import ADDRESSES, DIVENDO, FORM, JSON, JWT_BEARER, refusal

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "wrong",
    [
        {"client_secret": "0" * 64},
        {"client_secret": "ü"},
        {"client_secret": None},
        {"client_id": "0" * 32},
        {"client_id": "' OR 1=1 --"},
        {"client_id": "a\0b"},
        {"client_id": None},
    ],
)
@pytest.mark.parametrize("address", ADDRESSES)
def test_wrong_credentials_are_refused_in_one_wording(ask, address, wrong):
    response = ask(address, **wrong)

    assert refusal(response) == (401, "invalid_client")
    assert response["WWW-Authenticate"] == 'Basic realm="contacts", charset="UTF-8"'
    assert response.json()["error_description"] == "No active client has this client_id and client_secret."


@pytest.mark.parametrize(
    "header", ["Basic", "Basic ", "Basic  x", "Basic /w==", "Basic ü", "Basic OjpfOg==", "Digest x"]
)
def test_a_garbled_authorization_header_is_refused(ask, header):
    response = ask(headers={"Authorization": header}, client_id=None, client_secret=None)

    assert refusal(response) == (401, "invalid_client")


def test_a_disabled_client_gets_no_token(ask, shop):
    disable_client(shop.client)

    assert refusal(ask()) == (401, "invalid_client")


def test_an_old_secret_gets_no_token(ask, shop):
    renewed = renew_secret(shop.client)

    assert refusal(ask()) == (401, "invalid_client")
    assert ask(client_secret=renewed.client_secret).status_code == 200


def test_credentials_in_the_address_are_not_read(client, shop):
    query = f"client_id={shop.client.client_id}&client_secret={shop.client_secret}"

    response = client.post(f"{DIVENDO}?{query}", "grant_type=client_credentials", FORM)

    assert refusal(response) == (401, "invalid_client")


def test_credentials_sent_in_two_ways_are_refused(ask, shop):
    pair = f"{shop.client.client_id}:{shop.client_secret}".encode()
    header = {"Authorization": "Basic " + base64.b64encode(pair).decode()}

    assert refusal(ask(headers=header)) == (400, "invalid_request")


@pytest.mark.parametrize("grant_type", ["password", "refresh_token", "authorization_code", 'é"\\', "x" * 99])
@pytest.mark.parametrize("address", ADDRESSES)
def test_another_grant_is_refused(ask, address, grant_type):
    assert refusal(ask(address, grant_type=grant_type)) == (400, "unsupported_grant_type")


def test_divendo_takes_no_assertions(ask):
    assert refusal(ask(grant_type=JWT_BEARER, assertion="a.b.c")) == (400, "unsupported_grant_type")


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        ("grant_type=", FORM),
        ("grant_type=client_credentials&grant_type=client_credentials", FORM),
        pytest.param("a=b&" * 1001, FORM, id="many"),
        ("{", JSON),
        ("[]", JSON),
        ("null", JSON),
        ('{"grant_type": null}', JSON),
        ('{"grant_type": ["client_credentials"]}', JSON),
        ('{"grant_type": "client_credentials", "client_id": 1}', JSON),
        ('{"grant_type": "client_credentials", "client_secret": "\\ud800"}', JSON),
        pytest.param("[" * 100_000, JSON, id="deep"),
        (b"\xff\xfe\x00", JSON),
    ],
)
@pytest.mark.parametrize("address", ADDRESSES)
def test_a_body_without_sense_is_an_invalid_request(client, address, body, content_type):
    assert refusal(client.post(address, body, content_type)) == (400, "invalid_request")


@pytest.mark.parametrize("content_type", ["text/plain", "multipart/form-data; boundary=x", "", "x"])
def test_another_media_type_is_refused(client, content_type):
    assert refusal(client.post(DIVENDO, "", content_type)) == (415, "invalid_request")
    assert refusal(client.post(DIVENDO, "grant_type=client_credentials", content_type)) == (415, "invalid_request")


@pytest.mark.parametrize("content_type", [FORM, JSON])
def test_a_body_that_is_too_long_is_refused(client, settings, content_type):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 100

    assert refusal(client.post(DIVENDO, "x" * 101, content_type)) == (413, "invalid_request")


class BrokenOff(BytesIO):
    """A body whose sender goes away."""

    def read(self, *size):
        raise OSError


@pytest.mark.parametrize("content_type", [FORM, JSON])
def test_a_body_that_breaks_off_is_an_invalid_request(client, content_type):
    response = client.post(DIVENDO, "x", content_type, **{"wsgi.input": BrokenOff()})

    assert refusal(response) == (400, "invalid_request")


@pytest.mark.parametrize("method", ["get", "head", "put", "patch", "delete", "options"])
@pytest.mark.parametrize("address", ADDRESSES)
def test_only_post_is_allowed(client, address, method):
    response = getattr(client, method)(address)

    assert (response.status_code, response["Allow"], response["Cache-Control"]) == (405, "POST", "no-store")


def test_no_csrf_token_is_needed(client):
    client.handler.enforce_csrf_checks = True

    assert refusal(client.post(DIVENDO, "{}", JSON)) == (400, "invalid_request")


def test_who_guesses_has_to_wait_for_the_next_minute(ask):
    with time_machine.travel(NOON, tick=False) as clock:
        clock.shift(20)
        for _ in range(FAILURES_PER_MINUTE):
            assert refusal(ask(client_secret="guess")) == (401, "invalid_client")

        response = ask()
        assert refusal(response) == (429, "slow_down")
        assert response["Retry-After"] == "40"

        clock.shift(40)
        assert ask().status_code == 200


@time_machine.travel("2026-01-01T12:00:10+00:00", tick=False)
def test_a_guesser_keeps_nobody_else_out(ask, client):
    other = create_client("Other", Scope.CONTACTS)
    for _ in range(FAILURES_PER_MINUTE):
        ask(client_secret="guess")

    assert ask().status_code == 429
    assert ask(client_id=other.client.client_id, client_secret=other.client_secret).status_code == 200
    client.defaults["REMOTE_ADDR"] = "192.0.2.1"
    assert ask().status_code == 200


def test_a_forwarded_address_is_believed_behind_a_proxy_alone(ask, settings):
    for number in range(FAILURES_PER_MINUTE):
        ask(client_secret="guess", headers={"X-Forwarded-For": f"192.0.2.{number}"})

    assert ask(headers={"X-Forwarded-For": "198.51.100.1"}).status_code == 429


def test_success_is_not_counted_as_a_guess(ask):
    assert {ask().status_code for _ in range(FAILURES_PER_MINUTE + 1)} == {200}
