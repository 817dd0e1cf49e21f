import pytest

from contacts.choices import Scope
from contacts.services.clients import create_client
from tests.oauth.token_addresses import DIVENDO, JSON, JWT_BEARER


@pytest.fixture
def shop():
    return create_client("Shop", Scope.CONTACTS, with_key=True)


@pytest.fixture
def ask(client, shop):
    """Ask for a token with the shop's credentials; what is given replaces them, ``None`` leaves a parameter out."""

    def ask(address=DIVENDO, content_type=JSON, headers=None, **given):
        known = {"client_id": shop.client.client_id, "client_secret": shop.client_secret}
        parameters = {"grant_type": "client_credentials", **known, **given}
        data = {name: value for name, value in parameters.items() if value is not None}
        return client.post(address, data, content_type, headers=headers)

    return ask


@pytest.fixture
def send(client):
    """Send an assertion to Evance's address."""

    def send(assertion, address="/admin/oauth/token", **beside):
        return client.post(address, {"grant_type": JWT_BEARER, "assertion": assertion, **beside}, JSON)

    return send


@pytest.fixture
def call(client):
    """Call the guarded view with a token, or without one."""

    def call(token=None, method="get", **headers):
        authorization = {} if token is None else {"Authorization": f"Bearer {token}"}
        return getattr(client, method)("/guarded", headers={**authorization, **headers})

    return call
