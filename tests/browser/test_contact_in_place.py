"""Notes and reverted changes on the page of a contact, which renews the part alone."""

import pytest
from playwright.sync_api import expect

from contacts.choices import Via
from contacts.services import change_contact, create_contact
from tests.browser.waiting import settled
from tests.services.imports import guest


@pytest.fixture
def contact(transactional_db):
    return create_contact(guest(email="ada@example.com", company="Acme"), via=Via.EVANCE)


def test_notes_are_written_and_changed_in_place(visit, member, contact):
    page = visit(f"/staff/contacts/{contact.pk}/", member)
    page.locator(".ledger summary").click()

    page.get_by_label("New note").fill("<b>Call</b>")
    page.get_by_role("button", name="Add note").click()
    expect(page.locator(".error-summary")).to_be_focused()
    expect(page.get_by_label("New note")).to_have_value("<b>Call</b>")
    settled(page)
    page.get_by_label("New note").fill("Call before noon.")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#timeline .note-text")).to_have_text("Call before noon.")
    expect(page.locator("#messages")).to_contain_text("The note is added.")
    expect(page.get_by_label("New note")).to_have_value("")
    expect(page.get_by_label("New note")).to_be_focused()

    settled(page)
    page.get_by_label("Change the note").click()
    expect(page.get_by_label("Note", exact=True)).to_be_focused()
    settled(page)
    page.get_by_label("Note", exact=True).fill("Call after noon.")
    page.get_by_role("button", name="Save").click()
    expect(page.locator("#timeline .note-text")).to_have_text("Call after noon.")
    expect(page.get_by_label("Change the note")).to_be_focused()

    settled(page)
    page.get_by_role("button", name="Delete the note").click()
    expect(page.locator("#timeline .note-text")).to_have_count(0)
    expect(page.locator("#timeline-title")).to_be_focused()
    # All that while the page was never loaded anew.
    expect(page.locator(".ledger")).to_have_attribute("open", "")


def test_a_change_is_reverted_in_place_and_sweeps_away_nothing_that_is_typed(visit, member, contact):
    change_contact(contact.pk, {"company": "Zeta", "city": "Leeds"}, via=Via.EVANCE)
    page = visit(f"/staff/contacts/{contact.pk}/", member)
    page.get_by_label("Change: Address").click()
    expect(page.locator("#address-address_line1")).to_be_visible()
    settled(page)
    page.locator("#address-address_line1").fill("2 Mill Lane")

    page.get_by_role("button", name="Revert version 2").click()
    expect(page.locator("#messages")).to_contain_text("The change is reverted.")
    expect(page.locator("#block-work dl")).to_contain_text("Acme")
    expect(page.locator("#contact-head")).to_contain_text("Acme")
    expect(page.locator("#timeline .entry")).to_have_count(3)
    expect(page.get_by_role("button", name="Revert version 2")).to_be_focused()
    expect(page.locator("#address-address_line1")).to_have_value("2 Mill Lane")
