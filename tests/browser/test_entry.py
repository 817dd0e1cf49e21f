"""The way in, in a browser: signing in, being locked out, a second factor, choices, messages and error pages."""

import re
from base64 import b32decode

import pytest
from django.core.cache import cache
from django_otp.oath import totp
from playwright.sync_api import expect

from contacts.services.second_factors import second_factor_of
from tests.browser.devices import DESK, PHONE
from tests.browser.waiting import follow
from tests.factories import ContactFactory

PASSWORD = "correct horse battery"
SIGN_IN = "/staff/sign-in/"

everywhere = pytest.mark.parametrize("viewport", [DESK, PHONE], ids=["desk", "phone"])
by_day_and_night = pytest.mark.parametrize("color_scheme", ["light", "dark"])


@pytest.fixture
def kim(member):
    member.email = "kim@example.com"
    member.set_password(PASSWORD)
    member.save()
    cache.clear()
    return member


def sign_in(page, password=PASSWORD):
    page.get_by_label("E-mail").fill("Kim@example.com")
    page.get_by_label("Password").fill(password)
    follow(page.get_by_role("button", name="Sign in"))


def code_of(key: str) -> str:
    return f"{totp(b32decode(key)):06d}"


@everywhere
@by_day_and_night
def test_axe_finds_nothing_on_the_way_in(visit, axe_finds, viewport, color_scheme, transactional_db):
    for address in (SIGN_IN, "/staff/password/reset/", "/staff/password/reset/sent/", "/docs/"):
        page = visit(address, viewport=viewport, color_scheme=color_scheme)
        assert (address, axe_finds(page)) == (address, [])


@everywhere
@by_day_and_night
def test_axe_finds_nothing_on_the_pages_behind_it(visit, axe_finds, kim, headquarters, viewport, color_scheme):
    addresses = ["/staff/", "/staff/me/", "/staff/me/password/", "/staff/me/second-factor/"]
    for address in addresses:
        page = visit(address, kim, viewport=viewport, color_scheme=color_scheme)
        assert (address, axe_finds(page)) == (address, [])
    ContactFactory.create_batch(3)
    page = visit("/staff/?growth=weeks", kim, viewport=viewport, color_scheme=color_scheme)
    assert axe_finds(page) == []


@pytest.mark.parametrize("javascript", [True, False], ids=["script", "no-script"])
def test_a_second_factor_from_setting_up_to_signing_in_with_it(visit, axe_finds, kim, headquarters, javascript):
    page = visit(f"{SIGN_IN}?next=/staff/me/second-factor/", javascript=javascript)
    sign_in(page)
    key = page.locator(".secret").inner_text()
    assert page.locator(".scan-picture").evaluate("picture => picture.naturalWidth") > 0 if javascript else True
    page.get_by_label("Code").fill(code_of(key))
    follow(page.get_by_role("button", name="Turn on"))
    codes = page.locator(".codes code")
    expect(codes).to_have_count(10)
    recovery_code = codes.first.inner_text()
    assert second_factor_of(kim)
    follow(page.get_by_role("link", name="I have kept them"))
    follow(page.get_by_role("button", name="Sign out"))

    sign_in(page)
    expect(page.get_by_role("heading", name="Second step")).to_be_visible()
    # The code that has set it up opens no more.
    page.get_by_label("Code").fill(recovery_code)
    follow(page.get_by_role("button", name="Continue"))

    expect(page).to_have_url(re.compile("/staff/$"))
    page.goto("/staff/me/second-factor/")
    expect(page.get_by_text("9 codes are left")).to_be_visible()
    if javascript:
        assert axe_finds(page) == []


def test_after_six_failures_a_page_says_for_how_long(visit, axe_finds, kim, meant_statuses):
    page = visit(SIGN_IN)
    for _each in range(6):
        sign_in(page, "wrong")

    expect(page.get_by_text("Wait 15 minutes, then try again.")).to_be_visible()
    assert axe_finds(page) == []
    meant_statuses.append(429)


def test_the_theme_that_is_chosen_wins_over_the_systems(visit, kim, headquarters):
    page = visit("/staff/me/", kim, color_scheme="light")
    paper = "getComputedStyle(document.body).backgroundColor"
    by_day = page.evaluate(paper)

    page.get_by_label("Theme").select_option("dark")
    page.get_by_role("checkbox", name="Keyboard shortcuts").uncheck()
    follow(page.get_by_role("button", name="Save"))

    expect(page.get_by_text("Your choices are kept.")).to_be_visible()
    assert page.evaluate(paper) != by_day
    page.locator("#main").focus()
    page.keyboard.press("?")
    expect(page.locator("#shortcuts")).to_be_hidden()


def test_a_message_stays_until_it_is_dismissed(visit, kim, headquarters):
    page = visit("/staff/me/", kim)
    follow(page.get_by_role("button", name="Save"))
    message = page.get_by_text("Your choices are kept.")
    expect(message).to_be_visible()

    page.get_by_role("button", name="Dismiss").click()

    expect(message).to_be_hidden()
    expect(page.locator("#main")).to_be_focused()


@everywhere
@by_day_and_night
def test_an_error_page_helps_on(visit, axe_finds, kim, meant_statuses, viewport, color_scheme):
    meant_statuses.append(404)
    page = visit("/staff/nowhere/", kim, viewport=viewport, color_scheme=color_scheme)

    assert axe_finds(page) == []
    expect(page.locator("footer")).to_contain_text(re.compile(r"Request [0-9a-f]{32}"))
    follow(page.get_by_role("link", name="To the overview"))
    expect(page.get_by_role("heading", name="Overview")).to_be_visible()


def test_the_columns_of_the_overview_lead_to_their_lists(visit, kim, headquarters):
    ContactFactory.create_batch(3, last_name="Moss")
    page = visit("/staff/", kim)

    follow(page.locator(".chart-column").last)

    expect(page).to_have_url(re.compile("created_min="))
    expect(page.get_by_role("link", name="Ana Moss")).to_have_count(3)
