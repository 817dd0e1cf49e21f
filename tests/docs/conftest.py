import pytest
from django.core.signals import request_finished, request_started
from django.db import close_old_connections

from contacts.choices import Scope
from contacts.services.clients import create_client
from tests.docs.known import OF_DIVENDO, OF_EVANCE, ROLES
from tests.factories import AccessRoleFactory, ContactFactory
from tests.oauth.access_tokens import token_of


@pytest.fixture
def one_connection(db):
    """Keep the connection that holds the test's transaction open between requests, as Django's own test client does."""
    request_started.disconnect(close_old_connections)
    request_finished.disconnect(close_old_connections)
    yield
    request_started.connect(close_old_connections)
    request_finished.connect(close_old_connections)


@pytest.fixture
def store(one_connection, settings):
    """Fill the store with what is known of it, and let schemathesis call it as often as it likes."""
    settings.ALLOWED_HOSTS = ["localhost"]
    settings.API_REQUESTS_PER_MINUTE = 1_000_000
    # A recipient needs no names: whatever is changed of it through Divendo fits its type.
    ContactFactory(recipient=True, object_id=OF_DIVENDO)
    ContactFactory(user=True, id=OF_EVANCE, company="Brook Ltd", with_address=True)
    for reference in ROLES:
        AccessRoleFactory(reference=reference)


@pytest.fixture
def headers(store):
    """Give the headers of a client that may do all."""
    return {"Authorization": f"Bearer {token_of(create_client('Shop', Scope.CONTACTS).client)}"}
