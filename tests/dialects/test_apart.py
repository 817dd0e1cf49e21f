"""The APIs' requests pass what every request passes, and nothing that only browsers need."""

import pytest
from django.test import Client

from tests.dialects.samples import divendo_path, evance_path
from tests.factories import ContactFactory

in_both_dialects = pytest.mark.parametrize("path", [divendo_path, evance_path])


@in_both_dialects
def test_an_answer_is_data_that_no_browser_shows_as_a_page(api, path):
    answer = api.get(path(ContactFactory()))

    assert answer["Content-Security-Policy"] == "default-src 'none'; frame-ancestors 'none'"
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["X-Content-Type-Options"] == "nosniff"


@in_both_dialects
def test_an_answer_depends_on_the_token_and_on_no_cookie(api, path):
    answer = api.get(path(ContactFactory()))

    assert "Authorization" in answer["Vary"]
    assert "Cookie" not in answer["Vary"]
    assert not answer.cookies


@in_both_dialects
def test_an_answer_tells_its_language_and_its_length(api, path):
    for asked, language in (("de", "de"), ("xx", "en"), ("", "en")):
        answer = api.get(path(ContactFactory()), accept_language=asked)

        assert answer["Content-Language"] == language
        assert answer["Content-Length"] == str(len(answer.content))
        assert "Accept-Language" in answer["Vary"]


@in_both_dialects
def test_an_answer_is_in_the_language_of_its_own_request(api, path):
    api.get(path(ContactFactory()), accept_language="de")

    assert api.get(path(ContactFactory()))["Content-Language"] == "en"


@pytest.mark.parametrize("path", ["/contacts", "/api/contacts.json", "/oauth2/token"])
def test_a_host_that_is_not_ours_is_refused(db, path):
    assert Client().get(path, headers={"host": "elsewhere.example"}).status_code == 400


@pytest.mark.parametrize("path", ["/contactsheet", "/apiary", "/oauth2/tokens"])
def test_an_address_that_only_begins_like_one_of_an_api_is_none(path):
    assert Client().get(path).status_code == 404


def test_pages_keep_what_browsers_need(db):
    answer = Client().get("/staff/sign-in/")

    assert "default-src 'self'" in answer["Content-Security-Policy"]
