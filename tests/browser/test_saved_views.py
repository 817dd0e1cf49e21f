"""A view from being saved to being deleted, by its owner and by a colleague."""

import pytest
from playwright.sync_api import expect

from contacts.models import SavedView
from contacts.services.saved_views import keep_view
from tests.browser.devices import PHONE
from tests.browser.waiting import follow, settled
from tests.factories import ContactFactory, StaffMemberFactory


@pytest.mark.parametrize("javascript", [True, False], ids=["script", "no script"])
def test_a_view_that_was_changed_is_saved_over_shared_and_deleted(visit, member, javascript):
    ContactFactory(company="ACME")
    view = keep_view(member, name="Guests", query="type=guest&sort=-created", columns=[], is_shared=False)
    page = visit(f"/staff/contacts/?view={view.pk}", member, javascript=javascript)
    page.locator("#chip-company").click()
    page.locator("#filter-company").fill("acme")
    page.locator("#chip-company ~ .menu-body").get_by_role("button", name="Apply").click()
    expect(page.locator(".save-view")).to_contain_text("changed")
    settled(page)
    follow(page.locator(".save-view").get_by_role("button", name="Save", exact=True))
    expect(page.locator(".save-view")).to_have_count(0)
    view.refresh_from_db()
    assert "company=acme" in view.query

    page.goto("/staff/views/")
    follow(page.get_by_role("link", name="Rename or share Guests"))
    page.get_by_label("Name").fill("ACME")
    page.get_by_label("Shared").check()
    follow(page.get_by_role("button", name="Save view"))
    page.wait_for_url("**/staff/views/")
    follow(page.get_by_role("button", name="Delete ACME"))
    expect(page.locator("#main")).to_contain_text("No saved views yet")
    assert not SavedView.objects.exists()


def test_a_colleague_sees_a_shared_view_in_the_menu_and_cannot_change_it(visit, member):
    keep_view(StaffMemberFactory(), name="Ours", query="type=guest", columns=[], is_shared=True)
    page = visit("/staff/views/", member)

    expect(page.get_by_role("navigation", name="Main").get_by_role("link", name="Ours")).to_be_visible()
    expect(page.get_by_role("button", name="Delete Ours")).to_have_count(0)


def test_on_a_phone_a_view_has_its_deeds_beside_its_name(visit, member):
    keep_view(member, name="Guests of the spring fair in York", query="type=guest", columns=[], is_shared=True)
    page = visit("/staff/views/", member, viewport=PHONE)

    expect(page.get_by_role("link", name="Guests of the spring fair in York", exact=True)).to_be_visible()
    expect(page.get_by_role("link", name="Rename or share Guests")).to_be_in_viewport(ratio=1)
    expect(page.get_by_role("button", name="Delete Guests")).to_be_in_viewport(ratio=1)
    expect(page.get_by_text("Rename or share", exact=True)).to_be_hidden()
    expect(page.locator("thead")).to_be_hidden()
