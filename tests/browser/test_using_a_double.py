"""Going on with a contact that is here already."""

from playwright.sync_api import expect

from contacts.choices import Via
from contacts.services import create_contact
from tests.browser.waiting import follow, settled
from tests.services.imports import guest


def test_whoever_uses_the_other_goes_on_there_with_what_was_typed(visit, member, axe_finds):
    known = create_contact(guest(email="ana@example.com"), via=Via.PAGE)
    page = visit("/staff/contacts/new/", member)
    page.get_by_label("Company").fill("Brook Ltd")
    page.get_by_label("E-mail").fill("ana@example.com")
    page.get_by_label("Phone").focus()
    expect(page.get_by_role("button", name="Use that one")).to_be_visible()
    settled(page)
    follow(page.get_by_role("button", name="Use that one"))

    expect(page.get_by_text("Filled in from what you typed: Company.")).to_be_visible()
    assert axe_finds(page) == []
    follow(page.get_by_role("button", name="Save", exact=True))
    expect(page.get_by_text("are saved.")).to_be_visible()
    known.refresh_from_db()
    assert known.company == "Brook Ltd"
