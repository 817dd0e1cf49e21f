"""What the page of a contact tells of the past, and what it hands to the clipboard."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from contacts.choices import Via
from contacts.models import ConsentEvent
from contacts.services import create_contact
from contacts.services.notes import write_note
from contacts.services.optouts import opt_out
from tests.browser.waiting import settled
from tests.services.imports import guest

# What is copied is said for a moment only.
HEAR = """() => new MutationObserver((changes) => {
  for (const node of changes.flatMap((one) => [...one.addedNodes])) {
    if (node.matches?.("button [role=status]")) document.documentElement.dataset.heard = node.textContent;
  }
}).observe(document.body, { childList: true, subtree: true })"""


@pytest.fixture
def contact(member):
    contact = create_contact(guest(email="ana@example.com"), via=Via.PAGE)
    opt_out(contact.pk, "sms", "STOP", via=Via.PAGE, by=member)
    write_note(contact, "Call before noon.", member)
    return contact


@pytest.mark.parametrize("javascript", [True, False], ids=["script", "no script"])
def test_consent_is_shown_as_of_a_day_and_the_timeline_by_kind(visit, member, contact, javascript):
    ConsentEvent.objects.update(recorded_at=timezone.now() - timedelta(days=3))
    page = visit(f"/staff/contacts/{contact.pk}/", member, javascript=javascript)
    page.get_by_label("As of").fill("2001-01-31")
    page.get_by_role("button", name="Show").click()
    expect(page.locator("#consent")).to_contain_text("the contact was not here yet")
    settled(page)
    page.get_by_role("link", name="Today").click()
    expect(page.locator("#consent")).to_contain_text("STOP")
    settled(page)

    page.locator(".kinds").get_by_role("link", name="Notes").click()
    expect(page.locator("#timeline .entry")).to_have_count(1)
    expect(page.locator("#timeline")).to_contain_text("Call before noon.")


def test_an_e_mail_is_copied_and_said_to_be(visit, member, contact):
    page = visit(f"/staff/contacts/{contact.pk}/", member)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.evaluate(HEAR)

    page.get_by_role("button", name="Copy ana@example.com").click()

    expect(page.locator("html")).to_have_attribute("data-heard", "Copied")
    assert page.evaluate("navigator.clipboard.readText()") == "ana@example.com"
