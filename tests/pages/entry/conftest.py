import pytest
from django.test import Client

from tests.factories import StaffMemberFactory

PASSWORD = "correct horse battery"


@pytest.fixture
def kim(db):
    """Somebody who works here, and may look at everything."""
    kim = StaffMemberFactory(email="kim@example.com", name="Kim")
    kim.set_password(PASSWORD)
    kim.save()
    return kim


@pytest.fixture
def at_the_desk(client, kim) -> Client:
    """A browser in which Kim is signed in."""
    client.force_login(kim)
    return client


@pytest.fixture
def sign_in(client, kim):
    """Give what types an e-mail and a password into the sign-in page."""

    def typed(email="kim@example.com", password=PASSWORD, address="/staff/sign-in/", **more):
        return client.post(address, {"username": email, "password": password}, **more)

    return typed
