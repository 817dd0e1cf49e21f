import json

import pytest

from contacts.choices import Scope
from contacts.services.clients import create_client
from contacts.services.idempotency import claim_key
from tests.dialects.caller import Caller


@pytest.fixture
def api_client(db):
    return create_client("Shop", Scope.CONTACTS).client


@pytest.fixture
def reader(db):
    return create_client("Newsletter", Scope.CONTACTS_READONLY).client


@pytest.fixture
def api(api_client):
    return Caller(api_client)


@pytest.fixture
def reading_api(reader):
    return Caller(reader)


@pytest.fixture
def running_key(api_client):
    """Claim a key as a first request does that is not answered yet; each call gives another key."""
    keys = iter(range(100))

    def claim(path, body):
        key = f"running {next(keys)}"
        claim_key(api_client, "POST", path, key, json.dumps(body).encode())
        return key

    return claim
