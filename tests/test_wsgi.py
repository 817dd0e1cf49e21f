"""What a server hands over, where Django would read it otherwise than clients mean it (contract §1)."""

import json
from io import BytesIO
from wsgiref.util import setup_testing_defaults

import pytest

from contacts.choices import Scope
from contacts.models import Contact
from contacts.services.clients import create_client
from project.wsgi import application
from tests.dialects.caller import Caller
from tests.dialects.samples import SEARCH, guest
from tests.factories import ContactFactory

# The application closes the connection after each request, which would take an open transaction along.
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def ask():
    """Call the application as a server does; give the status and the body of its answer."""
    token = Caller(create_client("Shop", Scope.CONTACTS).client).with_token({})["Authorization"]

    def ask(**facts):
        environ = {"HTTP_HOST": "testserver", "HTTP_AUTHORIZATION": token, "CONTENT_TYPE": "application/json", **facts}
        setup_testing_defaults(environ)
        statuses = []
        answer = b"".join(application(environ, lambda status, headers: statuses.append(status)))
        return statuses[0], answer

    return ask


@pytest.mark.parametrize("charset", ["utf-8", "utf-16", "base64", "hex", "rot13", "idna", "no-such-charset"])
def test_the_charset_of_a_body_says_nothing_about_the_query(ask, charset):
    found = ContactFactory(first_name="Zoë")

    status, answer = ask(
        PATH_INFO=SEARCH, QUERY_STRING="q=zo%C3%AB", CONTENT_TYPE=f"application/json; charset={charset}"
    )

    assert (status, str(found.pk).encode() in answer) == ("200 OK", True)


def chunked(body):
    """Give what a server hands over of a body whose length it was not told."""
    return {
        "REQUEST_METHOD": "POST",
        "PATH_INFO": "/contacts",
        "HTTP_TRANSFER_ENCODING": "chunked",
        "wsgi.input": BytesIO(body),
        "wsgi.input_terminated": True,
    }


def test_a_body_may_come_in_chunks(ask):
    status, answer = ask(**chunked(json.dumps(guest()).encode()))

    assert status == "200 OK"
    assert Contact.objects.filter(object_id=json.loads(answer)["id"]).exists()


def test_a_body_in_chunks_has_an_end_too(ask):
    status, _ = ask(**chunked(b" " * (10 * 1024 * 1024 + 1)))

    assert status.startswith("413")
