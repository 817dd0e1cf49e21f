"""The way in, in a browser: signing in, being locked out, a second factor, choices, messages and error pages."""

import re
from base64 import b32decode

import pytest
from django.core.cache import cache
from django_otp.oath import totp

from contacts.services.second_factors import second_factor_of
from tests.browser.devices import DESK, PHONE
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
    page.get_by_role("button", name="Sign in").click()


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
    page.get_by_role("button", name="Turn on").click()
    codes = page.locator(".codes code").all_inner_texts()
    assert len(codes) == 10
    assert second_factor_of(kim)
    page.get_by_role("link", name="I have kept them").click()
    page.get_by_role("button", name="Sign out").click()

    sign_in(page)
    assert page.get_by_role("heading", name="Second step").is_visible()
    # The code that has set it up opens no more.
    page.get_by_label("Code").fill(codes[0])
    page.get_by_role("button", name="Continue").click()

    assert page.url.endswith("/staff/")
    page.goto("/staff/me/second-factor/")
    assert page.get_by_text("9 codes are left").is_visible()
    if javascript:
        assert axe_finds(page) == []


def test_after_six_failures_a_page_says_for_how_long(visit, axe_finds, kim, meant_statuses):
    page = visit(SIGN_IN)
    for _each in range(6):
        sign_in(page, "wrong")

    assert page.get_by_text("Wait 15 minutes, then try again.").is_visible()
    assert axe_finds(page) == []
    meant_statuses.append(429)


def test_the_theme_that_is_chosen_wins_over_the_systems(visit, kim, headquarters):
    page = visit("/staff/me/", kim, color_scheme="light")
    paper = "getComputedStyle(document.body).backgroundColor"
    by_day = page.evaluate(paper)

    page.get_by_label("Theme").select_option("dark")
    page.get_by_role("checkbox", name="Keyboard shortcuts").uncheck()
    page.get_by_role("button", name="Save").click()

    assert page.get_by_text("Your choices are kept.").is_visible()
    assert page.evaluate(paper) != by_day
    page.locator("#main").focus()
    page.keyboard.press("?")
    assert not page.locator("#shortcuts").is_visible()


def test_a_message_stays_until_it_is_dismissed(visit, kim, headquarters):
    page = visit("/staff/me/", kim)
    page.get_by_role("button", name="Save").click()
    message = page.get_by_text("Your choices are kept.")
    assert message.is_visible()

    page.get_by_role("button", name="Dismiss").click()

    assert not message.is_visible()
    assert page.evaluate("document.activeElement.id") == "main"


@everywhere
@by_day_and_night
def test_an_error_page_helps_on(visit, axe_finds, kim, meant_statuses, viewport, color_scheme):
    meant_statuses.append(404)
    page = visit("/staff/nowhere/", kim, viewport=viewport, color_scheme=color_scheme)

    assert axe_finds(page) == []
    assert re.search(r"Request [0-9a-f]{32}", page.locator("footer").inner_text())
    page.get_by_role("link", name="To the overview").click()
    assert page.get_by_role("heading", name="Overview").is_visible()


def test_the_columns_of_the_overview_lead_to_their_lists(visit, kim, headquarters):
    ContactFactory.create_batch(3, last_name="Moss")
    page = visit("/staff/", kim)

    page.locator(".chart-column").last.click()

    assert "created_min=" in page.url
    assert page.get_by_role("link", name="Ana Moss").count() == 3
