import pytest

from contacts.choices import Scope
from contacts.services.clients import create_client
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
