"""How often a caller may call, and how it learns what it has left."""

from datetime import UTC, datetime

import pytest
import time_machine
from django.core.cache import cache

from contacts.choices import Scope
from contacts.services.clients import create_client
from tests.oauth.access_tokens import token_of

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.oauth.access_tokens")]


@pytest.fixture(autouse=True)
def noon(settings):
    """Stop the clock 17 seconds into a minute in which each caller has three requests."""
    settings.API_REQUESTS_PER_MINUTE = 3
    with time_machine.travel(datetime(2026, 3, 1, 12, 0, 17, tzinfo=UTC), tick=False) as clock:
        yield clock


def test_a_client_may_call_so_often_in_a_minute(call, shop, noon):
    token = token_of(shop.client)
    assert [call(token).status_code for _ in range(4)] == [200, 200, 200, 429]

    noon.shift(42)
    assert call(token).status_code == 429

    noon.shift(1)
    assert call(token).status_code == 200


def test_who_called_too_often_is_told_how_long_to_wait(call, shop):
    token = token_of(shop.client)

    response = [call(token) for _ in range(5)][-1]

    assert response["Retry-After"] == "43"
    assert response["RateLimit"] == '"default";r=0;t=43'


def test_every_answer_tells_what_is_left(call, shop):
    token = token_of(shop.client)

    responses = [call(token), call(token, "head"), call(token, "trace")]

    assert [response["RateLimit"] for response in responses] == [f'"default";r={left};t=43' for left in (2, 1, 0)]
    assert {response["RateLimit-Policy"] for response in responses} == {'"default";q=3;w=60'}
    assert responses[-1].status_code == 405


def test_refused_requests_count_too(call):
    reader = token_of(create_client("Reader", Scope.CONTACTS_READONLY).client)

    assert [call(reader, "post").status_code for _ in range(4)] == [403, 403, 403, 429]


@pytest.mark.parametrize("token", [None, "guess"])
def test_who_guesses_is_counted_by_address(call, client, shop, token):
    responses = [call(token) for _ in range(4)]

    assert [response.status_code for response in responses] == [401, 401, 401, 429]
    assert responses[0]["RateLimit"] == '"default";r=2;t=43'
    assert responses[-1]["Retry-After"] == "43"
    assert call(token_of(shop.client)).status_code == 200
    client.defaults["REMOTE_ADDR"] = "192.0.2.1"
    assert call(token).status_code == 401


def test_nobody_gets_another_address_by_claiming_one(call):
    claims = [call(**{"X-Forwarded-For": f"192.0.2.{number}"}).status_code for number in range(4)]

    assert claims == [401, 401, 401, 429]


def test_clients_have_requests_of_their_own_and_tokens_of_one_client_share_them(call, shop):
    other = create_client("Other", Scope.CONTACTS).client

    assert [call(token_of(shop.client)).status_code for _ in range(4)] == [200, 200, 200, 429]
    assert call(token_of(other)).status_code == 200


def test_a_request_costs_at_most_two_operations_on_the_cache(call, shop, monkeypatch):
    done = []
    for name in ("get", "set", "add", "incr", "delete", "touch"):
        monkeypatch.setattr(cache, name, noting(done, name, getattr(cache, name)))
    token = token_of(shop.client)

    call(token)
    assert done == ["incr", "add"]

    call(token)
    assert done == ["incr", "add", "incr"]


def noting(done, name, operation):
    def noted(*args, **kwargs):
        done.append(name)
        return operation(*args, **kwargs)

    return noted
