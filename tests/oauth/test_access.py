"""Who may come in with which token."""

from datetime import UTC, datetime

import pytest
import time_machine

from contacts.choices import Scope
from contacts.dialects import callers
from contacts.dialects.callers import CLIENT_KNOWN_FOR_SECONDS, VerifiedTokens
from contacts.models import ApiClient
from contacts.services.clients import create_client, disable_client, enable_client, renew_secret
from tests.oauth.access_tokens import forged_token, token_of

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.oauth.access_tokens")]


class Clock:
    seconds = 0.0

    def __call__(self):
        return self.seconds


@pytest.fixture
def clock(monkeypatch):
    """The clock that tells how long a client has been known."""
    clock = Clock()
    monkeypatch.setattr(callers, "monotonic", clock)
    return clock


def test_a_token_lets_its_client_in(call, shop):
    response = call(token_of(shop.client))

    assert response.status_code == 200
    assert response.json() == {"client": shop.client.client_id, "scope": "contacts"}


@pytest.mark.parametrize("header", ["", "Basic eDp5", "Token x", "bearer-x y"])
def test_who_shows_no_token_is_asked_for_one(client, header):
    response = client.get("/guarded", headers={"Authorization": header} if header else {})

    assert response.status_code == 401
    assert response["WWW-Authenticate"] == 'Bearer realm="contacts"'


@pytest.mark.parametrize("scheme", ["Bearer", "bearer", "BEARER"])
def test_the_scheme_is_read_without_case(client, shop, scheme):
    headers = {"Authorization": f"{scheme} {token_of(shop.client)}"}

    assert client.get("/guarded", headers=headers).status_code == 200


def test_a_token_is_good_until_it_expires(call, shop):
    with time_machine.travel(NOON, tick=False) as clock:
        token = token_of(shop.client, lifetime=60)

        clock.shift(59)
        assert call(token).status_code == 200

        clock.shift(1)
        assert call(token).status_code == 401


def test_an_expired_token_is_refused_where_it_was_never_seen(call, shop):
    with time_machine.travel(NOON, tick=False) as clock:
        token = token_of(shop.client, lifetime=60)
        clock.shift(60)

        assert call(token).status_code == 401


def test_a_disabled_client_is_out_within_five_seconds(call, shop, clock):
    token = token_of(shop.client)
    assert call(token).status_code == 200
    disable_client(shop.client)

    clock.seconds += CLIENT_KNOWN_FOR_SECONDS
    assert CLIENT_KNOWN_FOR_SECONDS < 5
    assert call(token).status_code == 401

    enable_client(shop.client)
    clock.seconds += CLIENT_KNOWN_FOR_SECONDS
    assert call(token).status_code == 200


def test_a_new_secret_ends_the_tokens_of_the_old_one_within_five_seconds(call, shop, clock):
    old = token_of(shop.client)
    assert call(old).status_code == 200
    renew_secret(shop.client)

    clock.seconds += CLIENT_KNOWN_FOR_SECONDS
    assert call(old).status_code == 401
    assert call(token_of(shop.client)).status_code == 200


def test_a_deleted_client_is_out(call, shop):
    token = token_of(shop.client)
    ApiClient.objects.all().delete()

    assert call(token).status_code == 401


def test_a_reader_only_reads(call):
    token = token_of(create_client("Reader", Scope.CONTACTS_READONLY).client)

    assert {call(token, method).status_code for method in ("get", "head", "options")} == {200}
    for method in ("post", "put", "patch", "delete"):
        response = call(token, method)
        assert response.status_code == 403
        assert 'error="insufficient_scope", scope="contacts"' in response["WWW-Authenticate"]


def test_a_writer_does_all_unless_its_token_reads_only(call, shop):
    writing, reading = token_of(shop.client), token_of(shop.client, "contacts.readonly")

    assert {call(writing, method).status_code for method in ("get", "post", "put", "patch", "delete")} == {200}
    assert call(reading, "post").status_code == 403


def test_a_client_that_becomes_a_reader_takes_its_tokens_along(call, shop):
    token = token_of(shop.client)
    ApiClient.objects.update(scope=Scope.CONTACTS_READONLY)

    assert call(token, "post").status_code == 403
    assert call(token).json()["scope"] == "contacts.readonly"


def test_a_known_caller_costs_no_query(call, shop, clock, django_assert_num_queries):
    token, another = token_of(shop.client), token_of(shop.client)
    call(token)

    clock.seconds += CLIENT_KNOWN_FOR_SECONDS - 0.1
    with django_assert_num_queries(0):
        call(token)
        call(another)


def test_a_caller_is_looked_up_again_by_one_query(call, shop, clock, django_assert_num_queries):
    token = token_of(shop.client)
    call(token)

    clock.seconds += CLIENT_KNOWN_FOR_SECONDS
    with django_assert_num_queries(1):
        call(token)
        call(token)


def test_who_guesses_tokens_costs_no_query(call, shop, django_assert_num_queries):
    with django_assert_num_queries(0):
        call(forged_token(shop.client, key=b"guess"))


def test_the_use_of_a_client_is_noted(call, shop):
    with time_machine.travel(NOON, tick=False):
        call(token_of(shop.client))

    assert ApiClient.objects.get().last_used_at == NOON


def test_a_verified_token_is_not_verified_again_and_the_longest_unused_is_forgotten(shop, monkeypatch):
    verified = []
    read = callers.read_access_token
    monkeypatch.setattr(callers, "read_access_token", lambda token: verified.append(token) or read(token))
    tokens = VerifiedTokens(2)
    one, two, three = (token_of(shop.client) for _ in range(3))

    for token in (one, two, one, three, one, two):
        assert tokens.read(token)["client_id"] == shop.client.client_id

    assert verified == [one, two, three, two]
    assert len(tokens) == 2
    assert one not in repr(vars(tokens))
