"""The list of contacts in a browser: searching, ticking, keys, columns and views, with script and without."""

import pytest
from playwright.sync_api import expect

from contacts.models import Contact, SavedView
from tests.browser.devices import DESK, PHONE
from tests.factories import ContactFactory

LIST = "/staff/contacts/"


@pytest.fixture
def contacts(transactional_db):
    for name in ("Eve", "Dan", "Cleo", "Bob", "Ana"):
        ContactFactory(first_name=name, last_name="Guest", phone="+44 20 7946 0000")


def names_in(page):
    return page.locator(".row-link").all_inner_texts()


def test_one_searches_filters_and_saves_a_view(visit, member, contacts):
    page = visit(LIST, member)
    page.locator("#list-q").press_sequentially("cle")
    page.wait_for_url("**/staff/contacts/?q=cle")
    assert names_in(page) == ["Cleo Guest"]
    assert page.locator("#list-count").inner_text() == "1"
    assert page.locator("#list-status").inner_text() == "1 contact"
    assert page.evaluate("document.activeElement.id") == "list-q"

    page.get_by_role("link", name="Clear all").click()
    page.wait_for_url("**/staff/contacts/?")
    assert page.locator("#list-q").input_value() == ""

    page.locator("#chip-type").click()
    page.locator("#filter-type").select_option("guest")
    page.locator("#chip-type ~ .menu-body").get_by_role("button", name="Apply").click()
    page.wait_for_url("**type=guest**")
    page.wait_for_function("document.activeElement.id === 'chip-type'")
    assert len(names_in(page)) == 5

    page.locator("summary", has_text="Save view").click()
    page.locator("#view-name").fill("Guests")
    page.get_by_role("button", name="Save view").click()
    page.wait_for_url("**view=*")
    assert page.locator("h1").inner_text().startswith("Guests")
    assert SavedView.objects.get().query == "type=guest&sort=-created"
    page.go_back()
    page.wait_for_url("**type=guest**")
    assert len(names_in(page)) == 5


def test_one_ticks_by_mouse_and_goes_through_the_rows_by_keys(visit, member, contacts):
    page = visit(f"{LIST}?type=guest&sort=created", member)
    assert not page.locator("#bulk").is_visible()

    page.locator(".tick").nth(1).click()
    page.locator(".tick").nth(3).click(modifiers=["Shift"])
    assert page.locator("#bulk output").inner_text() == "3 ticked"
    page.get_by_role("button", name="Clear").click()
    assert not page.locator("#bulk").is_visible()

    page.locator("#main").focus()
    for key in ("j", "j", "x", "j", "Shift+X", "k"):
        page.keyboard.press(key)
    assert page.locator(".tick:checked").count() == 2
    assert page.evaluate("document.activeElement.textContent") == "Dan Guest"

    page.locator("#sort-name").click()
    page.wait_for_url("**sort=name**")
    assert page.evaluate("document.activeElement.id") == "sort-name"
    assert page.locator("#bulk output").inner_text() == "2 ticked"
    expect(page.locator(".htmx-settling, .htmx-added")).to_have_count(0)
    page.wait_for_timeout(50)
    expect(page.locator("#bulk output")).to_be_visible()
    page.locator("#main").focus()
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url("**/staff/contacts/*/?from=*")


def test_one_chooses_and_orders_columns(visit, member, contacts):
    page = visit(LIST, member)

    page.locator("#display summary").click()
    page.get_by_role("checkbox", name="Phone").uncheck()
    page.get_by_role("button", name="Move Consent up").click()
    page.get_by_role("button", name="Move Consent up").click()
    page.locator("#display").get_by_role("button", name="Apply").last.click()
    page.wait_for_load_state()

    assert page.locator("thead th").all_inner_texts()[1:4] == ["Name", "E-mail", "Consent"]


def test_the_search_beside_every_page_suggests_as_one_types(visit, member, contacts):
    page = visit("/staff/views/", member)
    page.keyboard.press("/")
    page.keyboard.type("cle")
    page.locator(".suggestion", has_text="All that match “cle”").wait_for()

    page.keyboard.press("ArrowDown")
    assert "Cleo Guest" in page.evaluate("document.activeElement.textContent")
    page.keyboard.press("Escape")
    assert page.locator(".suggestion").count() == 0
    page.keyboard.press("Enter")
    page.wait_for_url("**/staff/contacts/?q=cle")


def test_without_script_one_searches_filters_and_ticks(visit, member, contacts):
    page = visit(LIST, member, javascript=False)
    page.locator("#list-q").fill("guest")
    page.locator(".list-search").get_by_role("button").click()
    assert len(names_in(page)) == 5

    page.locator("#chip-has").click()
    page.locator("#filter-has_number").select_option("yes")
    page.locator("#chip-has ~ .menu-body").get_by_role("button", name="Apply").click()
    assert len(names_in(page)) == 5

    page.locator(".tick").first.check()
    assert page.locator("#bulk").is_visible()
    page.locator("#bulk").get_by_role("button", name="Tags").click()
    assert "bulk" in page.url


@pytest.mark.parametrize("color_scheme", ["light", "dark"])
@pytest.mark.parametrize("viewport", [DESK, PHONE], ids=["desk", "phone"])
def test_axe_finds_nothing_in_the_list(visit, member, axe_finds, contacts, viewport, color_scheme):
    Contact.objects.filter(first_name="Ana").update(sms_optout_reason="optout")
    for address in (f"{LIST}?type=guest&has_number=yes", f"{LIST}?q=nobody", "/staff/views/new/", "/staff/views/"):
        page = visit(address, member, viewport=viewport, color_scheme=color_scheme)
        assert axe_finds(page) == [], address
    page = visit(LIST, member, viewport=viewport, color_scheme=color_scheme)
    page.locator(".tick").first.click()
    assert axe_finds(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
