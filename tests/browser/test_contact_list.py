"""The list of contacts in a browser: searching, ticking, keys, columns and views, with script and without."""

import re

import pytest
from playwright.sync_api import expect

from contacts.models import Contact, SavedView
from tests.browser.devices import DESK, PHONE
from tests.browser.waiting import follow, next_page, settled
from tests.factories import ContactFactory

LIST = "/staff/contacts/"


@pytest.fixture
def contacts(transactional_db):
    for name in ("Eve", "Dan", "Cleo", "Bob", "Ana"):
        ContactFactory(first_name=name, last_name="Guest", phone="+44 20 7946 0000")


def names_in(page):
    return page.locator(".row-link")


def test_one_searches_filters_and_saves_a_view(visit, member, contacts):
    page = visit(LIST, member)
    page.locator("#list-q").press_sequentially("cle")
    page.wait_for_url("**/staff/contacts/?q=cle")
    expect(names_in(page)).to_have_text(["Cleo Guest"])
    expect(page.locator("#list-count")).to_have_text("1")
    expect(page.locator("#list-status")).to_have_text("1 contact")
    expect(page.locator("#list-q")).to_be_focused()
    settled(page)

    page.get_by_role("link", name="Clear all").click()
    page.wait_for_url("**/staff/contacts/?")
    expect(page.locator("#list-q")).to_have_value("")
    expect(names_in(page)).to_have_count(5)
    settled(page)

    page.locator("#chip-type").click()
    page.locator("#filter-type").select_option("guest")
    page.locator("#chip-type ~ .menu-body").get_by_role("button", name="Apply").click()
    page.wait_for_url("**type=guest**")
    expect(page.locator("#chip-type")).to_be_focused()
    settled(page)
    expect(names_in(page)).to_have_count(5)

    page.locator("summary", has_text="Save view").click()
    page.locator("#view-name").fill("Guests")
    follow(page.get_by_role("button", name="Save view"))
    page.wait_for_url("**view=*")
    expect(page.locator("h1")).to_have_text(re.compile(r"^\s*Guests"))
    assert SavedView.objects.get().query == "type=guest&sort=-created"
    page.go_back()
    page.wait_for_url("**type=guest**")
    expect(names_in(page)).to_have_count(5)


def test_one_ticks_by_mouse_and_goes_through_the_rows_by_keys(visit, member, contacts):
    page = visit(f"{LIST}?type=guest&sort=created", member)
    expect(page.locator("#bulk")).to_be_hidden()

    page.locator(".tick").nth(1).click()
    page.locator(".tick").nth(3).click(modifiers=["Shift"])
    expect(page.locator("#bulk output")).to_have_text("3 ticked")
    page.get_by_role("button", name="Clear").click()
    expect(page.locator("#bulk")).to_be_hidden()

    page.locator("#main").focus()
    for key in ("j", "j", "x", "j", "Shift+X", "k"):
        page.keyboard.press(key)
    expect(page.locator(".tick:checked")).to_have_count(2)
    expect(page.get_by_role("link", name="Dan Guest")).to_be_focused()

    page.locator("#sort-name").click()
    page.wait_for_url("**sort=name**")
    expect(page.locator("[aria-sort] #sort-name")).to_be_focused()
    settled(page)
    expect(page.locator("#bulk output")).to_have_text("2 ticked")
    expect(page.locator("#bulk output")).to_be_visible()
    page.locator("#main").focus()
    page.keyboard.press("j")
    with next_page(page):
        page.keyboard.press("Enter")
    page.wait_for_url("**/staff/contacts/*/?from=*")


def test_one_chooses_and_orders_columns(visit, member, contacts):
    page = visit(LIST, member)

    page.locator("#display summary").click()
    page.get_by_role("checkbox", name="Phone").uncheck()
    page.get_by_role("button", name="Move Consent up").click()
    page.get_by_role("button", name="Move Consent up").click()
    follow(page.locator("#display").get_by_role("button", name="Apply").last)

    expect(page.locator("thead th:nth-child(n + 2):nth-child(-n + 4)")).to_have_text(["Name", "E-mail", "Consent"])


def test_the_search_beside_every_page_suggests_as_one_types(visit, member, contacts):
    page = visit("/staff/views/", member)
    page.keyboard.press("/")
    page.keyboard.type("cle")
    page.locator(".suggestion", has_text="All that match “cle”").wait_for()
    settled(page)

    page.keyboard.press("ArrowDown")
    expect(page.locator(".suggestion", has_text="Cleo Guest")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator(".suggestion")).to_have_count(0)
    with next_page(page):
        page.keyboard.press("Enter")
    page.wait_for_url("**/staff/contacts/?q=cle")


def test_without_script_one_searches_filters_and_ticks(visit, member, contacts):
    page = visit(LIST, member, javascript=False)
    page.locator("#list-q").fill("guest")
    follow(page.locator(".list-search").get_by_role("button"))
    expect(names_in(page)).to_have_count(5)

    page.locator("#chip-has").click()
    page.locator("#filter-has_number").select_option("yes")
    follow(page.locator("#chip-has ~ .menu-body").get_by_role("button", name="Apply"))
    expect(names_in(page)).to_have_count(5)

    page.locator(".tick").first.check()
    expect(page.locator("#bulk")).to_be_visible()
    follow(page.locator("#bulk").get_by_role("button", name="Tags"))
    expect(page).to_have_url(re.compile("/bulk/"))


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
