import pytest
from django.core.exceptions import SuspiciousOperation
from django.db import OperationalError
from django.test import Client
from django.urls import path

from contacts.pages.guards import staff_page
from project import urls as project_urls
from tests.factories import StaffMemberFactory

handler400, handler403 = project_urls.handler400, project_urls.handler403
handler404, handler500 = project_urls.handler404, project_urls.handler500


def _suspicious(request):
    raise SuspiciousOperation("no")


def _broken(request):
    raise OperationalError("password=secret")


urlpatterns = [
    path("suspicious", _suspicious),
    path("broken", _broken),
    path("for-managers", staff_page("bulk_change_contact")(_broken)),
    *project_urls.urlpatterns,
]


@pytest.fixture
def visitor(settings):
    settings.ROOT_URLCONF = __name__
    return Client(raise_request_exception=False, headers={"X-Request-Id": "my-request-7"})


PAGES = [("/nowhere", 404), ("/staff/nowhere/", 404), ("/suspicious", 400), ("/broken", 500)]


@pytest.mark.parametrize(("address", "status"), PAGES)
def test_an_error_has_a_page_with_the_id_of_the_request(visitor, address, status):
    response = visitor.get(address)

    assert response.status_code == status
    assert "<code>my-request-7</code>" in response.text
    assert "To the overview" in response.text
    assert "secret" not in response.text


@pytest.mark.parametrize(("address", "status"), PAGES)
def test_an_error_page_is_never_kept_and_as_guarded_as_any(visitor, address, status):
    response = visitor.get(address)

    assert "no-store" in response["Cache-Control"]
    assert "default-src 'self'" in response["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in response["Content-Security-Policy"]
    assert response["Referrer-Policy"] == "same-origin"


def test_the_page_of_a_broken_store_asks_nothing_of_it(visitor, settings):
    # Tests without the mark for a database may not touch it: this one would fail if the page did.
    visitor.cookies["sessionid"] = "somebodys"
    settings.TEMPLATES[0]["OPTIONS"]["context_processors"] = []

    assert visitor.get("/broken").status_code == 500


@pytest.mark.django_db
def test_who_lacks_a_right_is_told_so(visitor):
    visitor.force_login(StaffMemberFactory())

    response = visitor.get("/for-managers")

    assert response.status_code == 403
    assert "You may not do this" in response.text


@pytest.mark.django_db
def test_a_form_from_elsewhere_is_told_why(settings):
    response = Client(enforce_csrf_checks=True).post("/staff/sign-in/", headers={"X-Request-Id": "my-request-8"})

    assert response.status_code == 403
    assert "This form has grown too old" in response.text
    assert "my-request-8" in response.text


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/contacts/x/y", "/api/x", "/contacts", "/api/contacts.json"])
def test_the_apis_answer_in_their_own_words(visitor, address):
    response = visitor.get(address)

    assert response.status_code in (401, 404)
    assert "json" in response["Content-Type"]


def test_an_error_speaks_the_language_of_the_browser(visitor):
    response = visitor.get("/nowhere", headers={"Accept-Language": "de"})

    assert '<html lang="de"' in response.text
