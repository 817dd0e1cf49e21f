"""What was done is told once: with the next page, or with the next fragment of one."""

import pytest
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path

from contacts.pages.frame import tell
from contacts.pages.guards import staff_page
from project.urls import urlpatterns as all_addresses
from tests.factories import StaffMemberFactory

pytestmark = pytest.mark.django_db


@staff_page()
def fragment(request):
    tell(request, "Changed <b>Ana</b>.", undo="/staff/operations/7/undo/")
    return HttpResponse("<tr><td>Ana</td></tr>")


@staff_page()
def elsewhere(request):
    tell(request, "Deleted.")
    response = HttpResponse()
    response["HX-Redirect"] = "/page"
    return response


@staff_page()
def refusal(request):
    tell(request, "Nothing was done.", level=messages.ERROR)
    return redirect("/page")


@staff_page()
def page(request):
    return render(request, "staff/base.html")


urlpatterns = [
    path("fragment", fragment),
    path("elsewhere", elsewhere),
    path("refusal", refusal),
    path("page", page),
    *all_addresses,
]


@pytest.fixture
def member_at(client, settings):
    settings.ROOT_URLCONF = __name__
    client.force_login(StaffMemberFactory())
    return client


HTMX = {"HX-Request": "true"}


def test_a_fragment_brings_its_message_along_with_the_way_back(member_at):
    text = member_at.get("/fragment", headers=HTMX).text

    assert text.startswith("<tr>")
    assert '<div id="messages" aria-live="polite" hx-swap-oob="innerHTML">' in text
    assert "Changed &lt;b&gt;Ana&lt;/b&gt;." in text
    assert 'form="way-back" formaction="/staff/operations/7/undo/"' in text


def test_a_message_is_told_once(member_at):
    member_at.get("/fragment", headers=HTMX)

    assert "Changed" not in member_at.get("/page").text


def test_without_script_the_next_page_tells_it(member_at):
    member_at.get("/fragment")

    page = member_at.get("/page").text
    assert "Changed" in page
    assert '<form id="way-back" method="post" hidden>' in page


def test_a_message_waits_for_the_page_that_the_fragment_leads_to(member_at):
    assert "Deleted" not in member_at.get("/elsewhere", headers=HTMX).text

    assert "Deleted." in member_at.get("/page").text


def test_an_error_is_told_at_once_to_who_hears_the_page(member_at):
    text = member_at.get("/refusal", follow=True).text

    assert 'class="alert alert-danger message" role="alert"' in text
