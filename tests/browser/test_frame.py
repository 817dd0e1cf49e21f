"""The frame around the pages, in a browser."""

import pytest
from playwright.sync_api import expect

from tests.browser.devices import DESK, PHONE


@pytest.mark.parametrize("color_scheme", ["light", "dark"])
@pytest.mark.parametrize("viewport", [DESK, PHONE], ids=["desk", "phone"])
def test_axe_finds_nothing_in_the_frame(visit, member, axe_finds, viewport, color_scheme):
    page = visit("/staff/", member, viewport=viewport, color_scheme=color_scheme)

    assert axe_finds(page) == []


def test_a_slash_leads_to_the_search_and_a_question_mark_to_the_list_of_keys(visit, member):
    page = visit("/staff/", member)

    page.keyboard.press("/")
    expect(page.locator("#global-search")).to_be_focused()
    page.keyboard.press("Escape")
    page.locator("#main").focus()
    page.keyboard.press("?")
    expect(page.locator("#shortcuts")).to_be_visible()


def test_on_a_phone_the_menu_opens_without_script(visit, member):
    page = visit("/staff/", member, viewport=PHONE, javascript=False)
    expect(page.get_by_role("navigation")).to_be_hidden()

    page.locator(".side-toggle summary").click()

    expect(page.get_by_role("navigation")).to_be_visible()
