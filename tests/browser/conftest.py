"""A real browser in front of the running store, which tells of everything that goes wrong behind the page."""

import os

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect, sync_playwright

from contacts.models import Contact
from tests.browser.devices import ARGUMENTS, DESK
from tests.browser.waiting import PATIENCE
from tests.factories import ContactFactory, StaffMemberFactory

# The browser's own loop runs in this thread, which Django would take for asynchronous code.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
expect.set_options(timeout=PATIENCE)


@pytest.fixture(scope="session")
def browser():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def member(transactional_db):
    """A member of the staff who may do everything."""
    return StaffMemberFactory(is_superuser=True)


@pytest.fixture
def headquarters(transactional_db):
    """The headquarters, which a test before may have emptied away with all tables."""
    there = Contact.objects.filter(type="hq").first()
    return there or ContactFactory(type="hq", email="hq@example.com", company="Headquarters")


@pytest.fixture
def meant_statuses():
    """Give a list to put the statuses in that a test means to be answered, such as 404, which browsers complain of."""
    return []


@pytest.fixture
def visit(browser, live_server, client, meant_statuses):
    """Give what opens a page for a member of the staff; the test fails on whatever goes wrong in one.

    ``visit(address, member, viewport=PHONE, javascript=False, color_scheme="dark")`` gives Playwright's page.
    """
    contexts, faults = [], []

    def opened(address, member=None, *, viewport=DESK, javascript=True, color_scheme="light"):
        context = browser.new_context(
            base_url=live_server.url,
            viewport=viewport,
            java_script_enabled=javascript,
            color_scheme=color_scheme,
            # What is on its way from one colour or place to another has neither.
            reduced_motion="reduce",
        )
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        if member:
            client.force_login(member)
            context.add_cookies(
                [{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}]
            )
        page = context.new_page()
        _watch(page, live_server.url, faults)
        page.goto(address)
        return page

    yield opened
    for context in contexts:
        context.close()
    meant = tuple(f"with a status of {status}" for status in meant_statuses)
    assert [fault for fault in faults if not any(words in fault for words in meant)] == []


def _watch(page, origin, faults):
    page.on("pageerror", lambda error: faults.append(f"script: {error}"))
    page.on("console", lambda message: faults.append(_told(message)) if message.type == "error" else None)
    page.on("request", lambda request: None if _is_own(request.url, origin) else faults.append(f"left: {request.url}"))


def _told(message):
    return f"console: {message.text} ({message.location['url']})"


def _is_own(address, origin):
    return address.startswith((f"{origin}/", "data:", "blob:", "about:"))


@pytest.fixture
def axe_finds():
    """Give what tells the faults that axe finds on a page, for people who use it in other ways than by eye."""

    def found(page) -> list[str]:
        # Style sheets that axe fetches itself it applies inline, which our policy refuses.
        violations = Axe().run(page, options={"preload": False}).response["violations"]
        return [f"{one['id']}: {node['target']}" for one in violations for node in one["nodes"]]

    return found
