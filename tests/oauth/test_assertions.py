"""Tokens for a signed assertion (RFC 7523), as Evance's own clients ask for them."""

from datetime import UTC, datetime

import pytest
import time_machine
from authlib.integrations.requests_client import AssertionSession
from joserfc import jwt
from joserfc.jwk import OctKey, RSAKey

from contacts.choices import Scope
from contacts.dialects.oauth.views import FAILURES_PER_MINUTE
from contacts.dialects.tokens import read_access_token
from contacts.services.clients import create_client, disable_client, renew_secret
from tests.oauth.token_addresses import EVANCE, EVANCE_JSON, FORM, JSON, JWT_BEARER, InProcess, compact_jwt, refusal

HERE = "http://testserver"
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
NOW = int(NOON.timestamp())
HEADER = {"alg": "HS256", "typ": "JWT"}

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def noon():
    with time_machine.travel(NOON, tick=False) as clock:
        yield clock


def claims_of(client, **given):
    """Give what a good assertion of the client says; what is given replaces it, ``None`` leaves a claim out."""
    names = {"iss": client.client_id, "sub": client.client_id, "aud": HERE + EVANCE, "iat": NOW, "exp": NOW + 3600}
    return {name: value for name, value in {**names, **given}.items() if value is not None}


@pytest.fixture
def assertion(shop):
    """Sign an assertion of the shop with its key."""

    def assertion(header=HEADER, **given):
        return compact_jwt(header, claims_of(shop.client, **given), shop.server_key)

    return assertion


@pytest.mark.parametrize("address", [EVANCE, EVANCE_JSON])
@pytest.mark.parametrize("audience", [EVANCE, EVANCE_JSON])
def test_an_assertion_gets_a_token_of_its_client(send, shop, assertion, address, audience):
    answer = send(assertion(aud=HERE + audience), address).json()

    assert list(answer) == ["access_token", "expires_in", "token_type", "scope"]
    assert [answer[name] for name in list(answer)[1:]] == [3600, "Bearer", "contacts"]
    token = read_access_token(answer["access_token"])
    assert token["client_id"] == token["sub"] == shop.client.client_id


def test_an_assertion_may_come_as_a_form(client, assertion):
    assert client.post(EVANCE, f"grant_type={JWT_BEARER}&assertion={assertion()}", FORM).status_code == 200


def test_a_common_oauth_library_gets_a_token_for_its_assertion(client, shop):
    client_id, key = shop.client.client_id, OctKey.import_key(shop.server_key)
    session = AssertionSession(f"https://testserver{EVANCE}", client_id, client_id, alg="HS256", key=key)
    session.mount("https://", InProcess(client))

    session.refresh_token()

    assert session.token["scope"] == "contacts"


@pytest.mark.parametrize(
    "wrong",
    [
        {"aud": None},
        {"aud": f"{HERE}/oauth2/token"},
        {"aud": "https://testserver/admin/oauth/token"},
        {"aud": "http://other.example.com/admin/oauth/token"},
        {"aud": 1},
        {"iss": None},
        {"iss": ""},
        {"iss": 5},
        {"iss": "0" * 32},
        {"iss": "a\0b"},
        {"sub": None},
        {"sub": "0" * 32},
        {"sub": ["x"]},
        {"exp": None},
        {"exp": NOW - 60},
        {"exp": NOW + 3600 + 61},
        {"exp": 10**99},
        {"exp": float("inf")},
        {"exp": str(NOW + 60)},
        {"exp": True},
        {"iat": None},
        {"iat": NOW + 61},
        {"iat": "now"},
        {"nbf": NOW + 61},
        {"header": {"typ": "JWT"}},
        {"header": {"alg": "none"}},
        {"header": {"alg": "HS512"}},
        {"header": {"alg": "RS256"}},
        {"header": {"alg": 'é"\\'}},
        {"header": {"alg": ["HS256"]}},
        {"header": {"alg": "HS256", 'é"\\': 1}},
        {"header": {"alg": "HS256", "crit": ["exp"], "exp": 1}},
        {"header": {"alg": "HS256", "b64": False, "crit": ["b64"]}},
        {"header": ["alg"]},
        {"header": "alg"},
        {"header": 1},
        {"header": b"\xff"},
        {"header": b"{"},
    ],
    ids=ascii,
)
def test_a_wrong_assertion_is_refused(send, assertion, wrong):
    assert refusal(send(assertion(**wrong))) == (400, "invalid_grant")


@pytest.mark.parametrize(
    "payload", [b"", b"{", b"[]", b"1", b'"iss"', b"\xff", b"[" * 60_000, b'{"exp":1' + b"0" * 5000 + b"}"]
)
def test_an_assertion_that_is_no_jwt_is_refused(send, shop, payload):
    assert refusal(send(compact_jwt(HEADER, payload, shop.server_key))) == (400, "invalid_grant")


@pytest.mark.parametrize("text", ["x", "a.b", "..", "a.b.c", "é.é.é", "a.b.c.d.e", "\0", "x" * 200_000], ids=len)
def test_a_text_that_is_no_jwt_is_refused(send, text):
    assert refusal(send(text)) == (400, "invalid_grant")


def test_an_assertion_has_to_be_sent(send):
    assert refusal(send("")) == (400, "invalid_request")


def test_an_assertion_signed_with_another_key_is_refused(send, shop):
    other = create_client("Other", Scope.CONTACTS, with_key=True)

    for key in (other.server_key, shop.client_secret, bytes.fromhex(shop.server_key), ""):
        assert refusal(send(compact_jwt(HEADER, claims_of(shop.client), key))) == (400, "invalid_grant")


def test_an_assertion_signed_with_a_public_key_algorithm_is_refused(send, shop):
    key = RSAKey.generate_key(2048)

    assert refusal(send(jwt.encode({"alg": "RS256"}, claims_of(shop.client), key))) == (400, "invalid_grant")


def test_an_unsigned_assertion_is_refused(send, assertion):
    unsigned = assertion(header={"alg": "none"}).rpartition(".")[0] + "."

    assert refusal(send(unsigned)) == (400, "invalid_grant")


def test_a_client_without_a_key_signs_nothing(send):
    client = create_client("Shop", Scope.CONTACTS).client

    assert refusal(send(compact_jwt(HEADER, claims_of(client)))) == (400, "invalid_grant")


def test_a_disabled_client_signs_nothing(send, shop, assertion):
    disable_client(shop.client)

    assert refusal(send(assertion())) == (400, "invalid_grant")


def test_a_renewed_key_ends_the_old_one(send, shop, assertion):
    renewed = renew_secret(shop.client)

    assert refusal(send(assertion())) == (400, "invalid_grant")
    assert send(compact_jwt(HEADER, claims_of(shop.client), renewed.server_key)).status_code == 200


def test_clocks_may_differ_by_a_minute(send, assertion):
    assert send(assertion(iat=NOW + 60, exp=NOW + 3660)).status_code == 200
    assert send(assertion(iat=NOW - 3600, exp=NOW - 59)).status_code == 200


@pytest.mark.parametrize(
    ("signed", "beside", "granted"),
    [
        (None, "", "contacts"),
        ("", "", "contacts"),
        ("contacts.readonly", "", "contacts.readonly"),
        ("contacts", "contacts.readonly", "contacts.readonly"),
        (None, "contacts.readonly", "contacts.readonly"),
    ],
)
def test_the_scope_stands_in_the_assertion_or_beside_it(send, assertion, signed, beside, granted):
    assert send(assertion(scope=signed), scope=beside).json()["scope"] == granted


@pytest.mark.parametrize(
    ("signed", "beside"),
    [("products", ""), ("contacts.readonly", "contacts"), (None, "products"), (["contacts"], ""), (1, ""), ({}, "")],
)
def test_a_wider_or_unknown_scope_is_refused(send, assertion, signed, beside):
    assert refusal(send(assertion(scope=signed), scope=beside)) == (400, "invalid_scope")


def test_an_access_token_is_no_assertion(send, shop, ask):
    assert refusal(send(ask(EVANCE, JSON).json()["access_token"])) == (400, "invalid_grant")


def test_who_guesses_assertions_has_to_wait(send, assertion):
    for _ in range(FAILURES_PER_MINUTE):
        send(assertion(exp=NOW - 60))

    response = send(assertion())
    assert refusal(response) == (429, "slow_down")
    assert response["Retry-After"] == "60"
