"""Tokens for client credentials, as RFC 6749 and the vendors' pages describe them."""

import base64
import logging
from datetime import UTC, datetime

import pytest
import time_machine
from authlib.integrations.requests_client import OAuth2Session
from joserfc import jwt
from joserfc.jwk import OctKey

from contacts.choices import Scope
from contacts.models import ApiClient
from contacts.services.clients import create_client
from contacts.services.keys import derived_keys
from tests.oauth.token_addresses import ADDRESSES, EVANCE, EVANCE_JSON, FORM, JSON, InProcess, refusal

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)

pytestmark = pytest.mark.django_db


def basic(*credentials):
    return {"Authorization": "Basic " + base64.b64encode(":".join(credentials).encode()).decode()}


def test_divendo_answers_as_its_page_shows(ask):
    response = ask()

    assert response.status_code == 200
    assert response["Content-Type"] == "application/json; charset=utf-8"
    assert response["Cache-Control"] == "no-store"
    assert list(response.json()) == ["access_token", "token_type", "expires_in"]
    assert (response.json()["token_type"], response.json()["expires_in"]) == ("bearer", 21599)


@pytest.mark.parametrize("address", [EVANCE, EVANCE_JSON])
def test_evance_answers_as_its_page_shows(ask, address):
    answer = ask(address).json()

    assert list(answer) == ["access_token", "expires_in", "token_type", "scope"]
    assert [answer[name] for name in list(answer)[1:]] == [3600, "Bearer", "contacts"]


@pytest.mark.parametrize("address", ADDRESSES)
def test_the_credentials_may_come_as_form_as_json_or_in_the_header(client, ask, shop, address):
    form = f"grant_type=client_credentials&client_id={shop.client.client_id}&client_secret={shop.client_secret}"
    header = basic(shop.client.client_id, shop.client_secret)

    assert client.post(address, form, FORM).status_code == 200
    assert client.post(address, form, f"{FORM}; charset=latin1").status_code == 200
    assert ask(address, f"{JSON}; charset=latin1").status_code == 200
    assert client.post(address, "grant_type=client_credentials", FORM, headers=header).status_code == 200
    assert ask(address, headers=header, client_secret=None).status_code == 200


@pytest.mark.parametrize("method", ["client_secret_basic", "client_secret_post"])
def test_a_common_oauth_library_gets_a_token(client, shop, method):
    session = OAuth2Session(
        shop.client.client_id, shop.client_secret, token_endpoint_auth_method=method, scope="contacts.readonly"
    )
    session.mount("https://", InProcess(client))

    token = session.fetch_token(f"https://testserver{EVANCE}", grant_type="client_credentials")

    assert token["scope"] == "contacts.readonly"


def test_a_token_is_a_jwt_access_token(ask, shop):
    with time_machine.travel(NOON, tick=False):
        token = ask(EVANCE, scope="contacts.readonly").json()["access_token"]
        decoded = jwt.decode(token, OctKey.import_key(derived_keys("access tokens")[0]))

    assert decoded.header == {"typ": "at+jwt", "alg": "HS256"}
    client_id, now = shop.client.client_id, int(NOON.timestamp())
    assert len(decoded.claims.pop("jti")) == 16
    assert decoded.claims == {
        "iss": "contact-store",
        "aud": "contact-store",
        "sub": client_id,
        "client_id": client_id,
        "scope": "contacts.readonly",
        "iat": now,
        "exp": now + 3600,
        "secret_changed_at": shop.client.secret_changed_at.timestamp(),
    }


def test_no_two_tokens_are_the_same(ask):
    assert ask().json()["access_token"] != ask().json()["access_token"]


def test_no_log_shows_a_secret_or_a_token(ask, shop, caplog):
    with caplog.at_level(logging.DEBUG):
        token = ask(EVANCE).json()["access_token"]
        ask(client_secret="wrong secret")

    assert "oauth2/token" in caplog.text
    assert [text for text in (token, shop.client_secret, "wrong secret") if text in caplog.text] == []


def test_getting_a_token_counts_as_use(ask, shop):
    with time_machine.travel(NOON, tick=False):
        ask()

    assert ApiClient.objects.get().last_used_at == NOON


def test_a_token_of_a_reader_reads_only(client):
    reader = create_client("Reader", Scope.CONTACTS_READONLY)
    credentials = {"client_id": reader.client.client_id, "client_secret": reader.client_secret}
    asked = {"grant_type": "client_credentials", **credentials}

    assert client.post(EVANCE, asked, JSON).json()["scope"] == "contacts.readonly"
    assert refusal(client.post(EVANCE, {**asked, "scope": "contacts"}, JSON)) == (400, "invalid_scope")


@pytest.mark.parametrize("scope", ["products", "contacts products", "CONTACTS", "contacts\0", "é"])
def test_an_unknown_scope_is_refused(ask, scope):
    assert refusal(ask(scope=scope)) == (400, "invalid_scope")


@pytest.mark.parametrize("scope", ["", " ", None])
def test_who_asks_for_no_scope_gets_its_own(ask, scope):
    assert ask(EVANCE, scope=scope).json()["scope"] == "contacts"
