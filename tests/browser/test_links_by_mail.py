"""What people do who follow a link of ours in a mail: a new password for the staff, a first one for a user."""

import re

import pytest
from django.contrib.auth.hashers import check_password
from django.core import mail
from django.core.cache import cache
from playwright.sync_api import expect

from contacts.pages.entry import passwords
from contacts.services.invitations import make_invitation
from tests.browser.devices import DESK, PHONE
from tests.browser.waiting import follow
from tests.factories import ContactFactory

NEW = "staple battery horse"


@pytest.fixture
def prompt_postman(monkeypatch):
    cache.clear()
    monkeypatch.setattr(passwords.postman, "submit", lambda deliver, letter: deliver(letter))


def test_a_forgotten_password_is_set_anew_and_opens(visit, member, axe_finds, prompt_postman):
    page = visit("/staff/sign-in/")
    follow(page.get_by_role("link", name="Forgotten your password?"))
    page.get_by_label("E-mail").fill(member.email)
    follow(page.get_by_role("button", name="Send the link"))
    page.wait_for_url("**/reset/sent/")

    page.goto(re.search(r"http://[^/]+(/staff/password/reset/\S+)", mail.outbox[0].body)[1])
    assert axe_finds(page) == []
    for field in page.locator("input[type=password]").all():
        field.fill(NEW)
    follow(page.get_by_role("button", name="Set password"))

    page.get_by_label("E-mail").fill(member.email)
    page.get_by_label("Password").fill(NEW)
    follow(page.get_by_role("button", name="Sign in"))
    page.wait_for_url("**/staff/")
    follow(page.get_by_role("button", name="Sign out"))
    page.wait_for_url("**/staff/sign-in/")


@pytest.mark.parametrize("color_scheme", ["light", "dark"])
@pytest.mark.parametrize("viewport", [DESK, PHONE], ids=["desk", "phone"])
def test_an_invited_user_sets_a_password(visit, transactional_db, axe_finds, viewport, color_scheme):
    user = ContactFactory(user=True, first_name="Ana")
    page = visit(f"/invitations/{make_invitation(user)}/", viewport=viewport, color_scheme=color_scheme)
    faults = axe_finds(page)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")

    page.get_by_label("New password").fill(NEW)
    page.get_by_label("The same again").fill("another")
    follow(page.get_by_role("button", name="Set password"))
    faults += axe_finds(page)
    page.get_by_label("New password").fill(NEW)
    page.get_by_label("The same again").fill(NEW)
    follow(page.get_by_role("button", name="Set password"))

    expect(page.get_by_role("heading", name="Your password is set")).to_be_visible()
    assert faults + axe_finds(page) == []
    user.refresh_from_db()
    assert check_password(NEW, user.password)
