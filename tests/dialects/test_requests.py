"""What every request of both APIs has to put up with (contract §1)."""

import re

import pytest
from django.test import Client

from contacts.models import Contact
from tests.dialects.samples import SEARCH, divendo_path, evance_path, guest
from tests.factories import ContactFactory

pytestmark = pytest.mark.django_db

PATHS = {"divendo": divendo_path, "evance": evance_path}

each_address = pytest.mark.parametrize("path_of", PATHS.values(), ids=PATHS)


@pytest.mark.parametrize("given", ["abc-123", "a" * 128, "A.b_c:d-0"])
def test_a_sane_request_id_is_taken(api, given):
    assert api.get(SEARCH, x_request_id=given)["X-Request-Id"] == given


@pytest.mark.parametrize("given", ["", "a" * 129, "a b", "a\r\nSet-Cookie: a=b", "<script>", "é", "a;b", "%00"])
def test_another_request_id_is_made_anew(api, given):
    made = api.get(SEARCH, x_request_id=given)["X-Request-Id"]

    assert re.fullmatch("[0-9a-f]{32}", made)
    assert api.get(SEARCH)["X-Request-Id"] != made


def test_every_answer_tells_the_rate_and_the_request_id(api, reading_api):
    stored = ContactFactory()
    answers = [
        *(api.get(divendo_path(stored)), api.post("/contacts", guest()), api.delete(evance_path(stored))),
        *(api.get("/contacts"), api.get(SEARCH), api.get(SEARCH, {"limit": "x"}), api.get("/contacts/x")),
        *(api.post("/contacts", b"{"), api.request("PATCH", SEARCH), reading_api.post("/contacts", guest())),
        *(Client().get("/contacts"), api.request("OPTIONS", SEARCH), api.request("HEAD", SEARCH), api.get("/api/")),
    ]

    for answer in answers:
        assert re.fullmatch(r'"default";r=\d+;t=\d+', answer["RateLimit"])
        assert answer["RateLimit-Policy"] == '"default";q=1200;w=60'
        assert answer["X-Request-Id"]
        assert answer["Cache-Control"] == "private, no-cache"


@pytest.mark.parametrize("path", ["/contacts", SEARCH, "/contacts/email?search=a", "/api/contacts/1234567890.json"])
@pytest.mark.parametrize("token", ["", "Bearer", "Bearer x", "Basic YTpi", "Bearer é", "Bearer a b c", "bearer null"])
def test_without_a_good_token_nobody_comes_in(path, token):
    answer = Client().get(path, headers={"Authorization": token})

    assert (answer.status_code, answer["WWW-Authenticate"].startswith("Bearer ")) == (401, True)


def test_nothing_is_carried_out_without_a_good_token():
    stored = ContactFactory()
    http = Client()

    for path in (divendo_path(stored), evance_path(stored), "/contacts", "/api/contacts.json"):
        for method in ("POST", "PUT", "DELETE", "PATCH"):
            assert http.generic(method, path, b"{}", "application/json").status_code == 401
    assert Contact.objects.filter(pk=stored.pk).exists()


@each_address
def test_head_answers_as_get_does_without_a_body(reading_api, path_of):
    path = path_of(ContactFactory())

    get, head = reading_api.get(path), reading_api.request("HEAD", path)

    assert (head.status_code, head.content) == (200, b"")
    for name in ("ETag", "Content-Type"):
        assert head[name] == get[name]


@each_address
def test_options_names_the_methods(reading_api, path_of):
    answer = reading_api.request("OPTIONS", path_of(ContactFactory()))

    assert (answer.status_code, answer.content) == (204, b"")
    assert answer["Allow"] == "GET, PUT, DELETE, HEAD, OPTIONS"


@pytest.mark.parametrize(
    "accept", ["text/html", "application/xml;q=0.9", "*/*", "nonsense", "", "application/json;q=0"]
)
def test_there_is_one_form_of_answer_whatever_a_client_would_rather_have(api, accept):
    answer = api.get(SEARCH, accept=accept)

    assert (answer.status_code, answer["Content-Type"]) == (200, "application/json; charset=utf-8")


@pytest.mark.parametrize("path", ["/contacts", SEARCH])
def test_a_page_of_an_allowed_site_may_send_and_read_every_header(api, settings, path):
    settings.CORS_ALLOWED_ORIGINS = ["https://shop.example.com"]
    ours = {"authorization", "content-type", "idempotency-key", "if-match", "if-none-match", "x-request-id"}

    asked = Client().options(
        path, headers={"Origin": "https://shop.example.com", "Access-Control-Request-Method": "GET"}
    )
    answered = api.get(path, origin="https://shop.example.com")

    assert asked["Access-Control-Allow-Origin"] == "https://shop.example.com"
    assert ours <= set(asked["Access-Control-Allow-Headers"].split(", "))
    assert {"ETag", "Idempotent-Replayed", "Link"} <= set(answered["Access-Control-Expose-Headers"].split(", "))
    assert "Access-Control-Allow-Origin" not in api.get(path, origin="https://evil.example.com")
