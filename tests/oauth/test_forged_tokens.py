"""What is no access token of ours, however much it looks like one (RFC 9068 §4)."""

from datetime import UTC, datetime

import pytest
import time_machine
from joserfc import jwt
from joserfc.jwk import RSAKey

from contacts.services.keys import derived_keys
from tests.oauth.access_tokens import forged_token, token_of

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
NOW = int(NOON.timestamp())

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.oauth.access_tokens")]


def test_a_token_made_as_the_rfc_says_is_good(call, shop):
    """The forged tokens below are refused for what is wrong with them, and not for how they are made."""
    assert call(forged_token(shop.client)).status_code == 200
    assert call(forged_token(shop.client, {"alg": "HS256", "typ": "application/AT+JWT"})).status_code == 200


@pytest.mark.parametrize("token", ["", " ", "x", "a.b.c", "..", "é", "\0", "\udcff", "a b", "x" * 200_000], ids=ascii)
def test_what_is_no_token_is_refused(call, token):
    response = call(token)

    assert response.status_code == 401
    assert response["WWW-Authenticate"] == 'Bearer realm="contacts", error="invalid_token"'


@pytest.mark.parametrize(
    "wrong",
    [
        {"header": {"alg": "HS256"}},
        {"header": {"alg": "HS256", "typ": "JWT"}},
        {"header": {"alg": "HS256", "typ": 1}},
        {"header": {"alg": "HS512", "typ": "at+jwt"}},
        {"header": {"alg": "none", "typ": "at+jwt"}},
        {"header": {"alg": "RS256", "typ": "at+jwt"}},
        {"header": {"alg": "HS256", "typ": "at+jwt", "crit": ["exp"]}},
        {"header": ["alg"]},
        {"header": 1},
        {"key": b""},
        {"key": b"another key"},
        {"iss": "other"},
        {"iss": None},
        {"aud": "other"},
        {"aud": None},
        {"exp": NOW},
        {"exp": None},
        {"exp": "soon"},
        {"exp": float("nan")},
        {"iat": NOW + 6},
        {"iat": None},
        {"nbf": NOW + 6},
        {"sub": None},
        {"jti": None},
        {"client_id": None},
        {"client_id": "0" * 32},
        {"scope": None},
        {"scope": "products"},
        {"secret_changed_at": None},
        {"secret_changed_at": 1.5},
        {"secret_changed_at": "x"},
    ],
    ids=ascii,
)
def test_a_forged_token_is_refused(call, shop, wrong):
    with time_machine.travel(NOON, tick=False):
        response = call(forged_token(shop.client, **wrong))

    assert response.status_code == 401
    assert response["WWW-Authenticate"] == 'Bearer realm="contacts", error="invalid_token"'


def test_a_token_signed_with_a_public_key_algorithm_is_refused(call):
    assert call(jwt.encode({"alg": "RS256", "typ": "at+jwt"}, {}, RSAKey.generate_key(2048))).status_code == 401


def test_an_unsigned_token_is_refused(call, shop):
    for header in ({"alg": "none", "typ": "at+jwt"}, None):
        assert call(forged_token(shop.client, header).rpartition(".")[0] + ".").status_code == 401


def test_a_new_secret_key_ends_all_tokens_unless_it_names_the_old_one(call, shop, settings):
    first, second, old_key = token_of(shop.client), token_of(shop.client), settings.SECRET_KEY

    settings.SECRET_KEY = "another " * 8
    assert call(first).status_code == 401

    settings.SECRET_KEY_FALLBACKS = [old_key]
    assert call(second).status_code == 200
    assert call(forged_token(shop.client, key=derived_keys("access tokens")[0])).status_code == 200
