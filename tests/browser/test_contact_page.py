"""The page of a contact, in a browser."""

import re

import pytest
from playwright.sync_api import expect

from contacts.choices import Via
from contacts.services import change_contact, create_contact
from contacts.services.notes import write_note
from contacts.services.optouts import opt_out
from tests.browser.devices import DESK, PHONE
from tests.browser.waiting import follow, next_page, settled

FACTS = {"type": "user", "email": "ada@example.com", "first_name": "Ada", "last_name": "Brook", "company": "Acme"}


@pytest.fixture
def contact(transactional_db):
    facts = {"phone": "+44 20 7946 0111", "address_line1": "1 Mill Lane", "website": "https://example.com/"}
    return create_contact(FACTS | facts | {"tags": ["vip"]}, via=Via.EVANCE)


def address(contact, rest=""):
    return f"/staff/contacts/{contact.pk}/{rest}"


@pytest.mark.parametrize("color_scheme", ["light", "dark"])
@pytest.mark.parametrize("viewport", [DESK, PHONE], ids=["desk", "phone"])
def test_axe_finds_nothing(visit, member, contact, axe_finds, viewport, color_scheme):
    opt_out(contact.pk, "sms", "STOP", via=Via.PAGE, by=member)
    write_note(contact, "Call before noon.", member)
    page = visit(address(contact, "?from=type%3Duser"), member, viewport=viewport, color_scheme=color_scheme)
    page.locator(".ledger summary").click()
    page.locator(".diff summary").first.click()
    assert axe_finds(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")

    page.get_by_label("Change: Access").click()
    page.locator("#block-access form").wait_for()
    settled(page)
    page.get_by_role("link", name="Opt in to SMS").click()
    page.locator(".consent-form").wait_for()
    settled(page)
    assert axe_finds(page) == []

    for rest in ("lens/divendo/", "blocks/address/"):
        page.goto(address(contact, rest))
        assert axe_finds(page) == []


def test_one_saves_and_stays_then_goes_on_within_the_list(visit, member, contact):
    other = create_contact(FACTS | {"email": "bo@example.com", "last_name": "Cole"}, via=Via.EVANCE)
    page = visit("/staff/contacts/?type=user&sort=name", member)
    follow(page.get_by_role("link", name="Ada Brook"))
    page.wait_for_url("**/staff/contacts/*/?from=*")
    expect(page.locator(".contact-neighbours")).to_contain_text("1 of 2")
    with next_page(page):
        page.keyboard.press("e")
    page.wait_for_url("**/edit/?from=*")
    page.get_by_label("Department").fill("Stores")
    with next_page(page):
        page.keyboard.press("Control+s")
    expect(page.locator("#messages")).to_contain_text("are saved.")
    expect(page.get_by_label("Department")).to_be_focused()

    page.get_by_label("Division").fill("North")
    with next_page(page):
        page.keyboard.press("Enter")
    page.wait_for_url("**/staff/contacts/*/?from=*")
    expect(page.locator("#block-work dl")).to_contain_text("North")
    with next_page(page):
        page.keyboard.press("]")
    page.wait_for_url(f"**/staff/contacts/{other.pk}/?from=*")
    with next_page(page):
        page.keyboard.press("u")
    page.wait_for_url("**/staff/contacts/?type=user&sort=name")


def test_a_block_is_changed_in_place_and_the_change_undone(visit, member, contact):
    page = visit(address(contact), member)

    page.get_by_label("Change: Work").click()
    expect(page.locator("#work-company")).to_be_focused()
    settled(page)
    page.keyboard.press("Escape")
    expect(page.get_by_label("Change: Work")).to_be_focused()
    settled(page)

    page.keyboard.press("Enter")
    expect(page.locator("#work-company")).to_be_focused()
    settled(page)
    page.locator("#work-company").fill("Zeta")
    page.keyboard.press("Enter")
    expect(page.locator("#block-work dl")).to_contain_text("Zeta")
    expect(page.get_by_label("Change: Work")).to_be_focused()
    expect(page.locator("#contact-head")).to_contain_text("Zeta")
    expect(page.locator("#timeline .entry").first).to_contain_text("Company")
    settled(page)

    follow(page.locator("#messages").get_by_role("button", name="Undo"))
    expect(page.locator("#messages")).to_contain_text("The change is reverted.")
    expect(page.locator("#block-work dl")).to_contain_text("Acme")


def test_an_error_in_place_has_the_focus_and_leads_to_its_field(visit, member, contact):
    page = visit(address(contact), member)

    page.get_by_label("Change: E-mails and numbers").click()
    expect(page.locator("#reach-email")).to_be_visible()
    settled(page)
    page.locator("#reach-email").fill("no mail")
    page.keyboard.press("Enter")
    expect(page.locator(".error-summary")).to_be_focused()
    settled(page)
    page.locator(".error-summary a").click()
    expect(page.locator("#reach-email")).to_be_focused()


@pytest.mark.parametrize("javascript", [True, False], ids=["script", "plain"])
def test_a_conflict_is_settled_field_by_field(visit, member, contact, axe_finds, javascript):
    page = visit(address(contact), member, javascript=javascript)
    page.get_by_label("Change: Work").click()
    expect(page.locator("#work-company")).to_be_visible()
    settled(page)
    page.locator("#work-company").fill("Mine")
    page.locator("#work-position").fill("Director")
    change_contact(contact.pk, {"company": "Theirs"}, via=Via.EVANCE)
    page.get_by_role("button", name="Save").click()

    expect(page.get_by_role("alert")).to_contain_text("Somebody else has changed the same meanwhile")
    settled(page)
    if javascript:
        assert axe_finds(page) == []
    page.get_by_label(re.compile("Theirs")).check()
    page.get_by_role("button", name="Save what I chose").click()

    expect(page.locator("#block-work dl")).to_contain_text("Theirs")
    expect(page.locator("#block-work dl")).to_contain_text("Director")


@pytest.mark.parametrize("javascript", [True, False], ids=["script", "plain"])
def test_consent_is_taken_down_and_a_change_reverted(visit, member, contact, javascript):
    page = visit(address(contact), member, javascript=javascript)

    page.get_by_role("link", name="Opt out of SMS").click()
    expect(page.locator("#sms-optout_reason")).to_be_visible()
    settled(page)
    page.locator("#sms-optout_reason").fill("replied STOP")
    page.get_by_role("button", name="Opt out").click()
    expect(page.locator("#consent")).to_contain_text("replied STOP")
    settled(page)
    page.get_by_role("link", name="Opt in to SMS").click()
    expect(page.locator("#sms-consent_source")).to_be_visible()
    settled(page)
    page.get_by_role("button", name="Opt in").click()
    expect(page.locator("#consent .error-summary")).to_contain_text("Source of the consent")
    settled(page)
    page.locator("#sms-reason").fill("She asked")
    page.locator("#sms-consent_source").fill("Call of 12 May")
    page.get_by_role("button", name="Opt in").click()
    expect(page.locator("#consent")).to_contain_text("Call of 12 May")
    settled(page)

    page.get_by_role("button", name="Revert version 3").click()
    expect(page.locator("#messages")).to_contain_text("The change is reverted.")
    settled(page)
    expect(page.locator("#contact-head")).to_contain_text("Opted out of SMS")
    follow(page.locator("#messages").get_by_role("button", name="Undo"))
    expect(page.locator("#messages")).to_contain_text("An opt-out stays.")


@pytest.mark.parametrize("javascript", [True, False], ids=["script", "plain"])
def test_tags_and_notes_and_the_lens(visit, member, contact, javascript):
    page = visit(address(contact), member, javascript=javascript)

    page.get_by_label("New tag").fill("trade")
    page.get_by_role("button", name="Add the tag").click()
    expect(page.get_by_role("list", name="Tags")).to_contain_text("trade")
    settled(page)
    page.get_by_role("button", name="Take off the tag vip").click()
    expect(page.get_by_role("list", name="Tags")).not_to_contain_text("vip")
    settled(page)

    page.get_by_label("New note").fill("Call before noon.")
    page.get_by_role("button", name="Add note").click()
    expect(page.locator("#timeline")).to_contain_text("Call before noon.")
    settled(page)
    page.get_by_role("button", name="Delete the note").click()
    expect(page.locator("#messages")).to_contain_text("The note is deleted.")
    settled(page)
    follow(page.locator("#messages").get_by_role("button", name="Undo"))
    expect(page.locator("#timeline")).to_contain_text("Call before noon.")

    page.get_by_role("link", name="Evance JSON").click()
    expect(page.locator("#lens")).to_contain_text('"contact"')


def test_keys_lead_through_the_list(visit, member, contact):
    create_contact(FACTS | {"email": "bea@example.com", "first_name": "Bea"}, via=Via.PAGE)
    page = visit(address(contact, "?from=type%3Duser%26sort%3Dcreated"), member)

    with next_page(page):
        page.keyboard.press("]")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Bea Brook")
    with next_page(page):
        page.keyboard.press("[")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Ada Brook")
    with next_page(page):
        page.keyboard.press("u")
    page.wait_for_url("**/staff/contacts/?type=user&sort=created")


def begin_typing(page):
    page.get_by_label("Change: Work").click()
    expect(page.locator("#work-company")).to_be_focused()
    settled(page)
    page.locator("#work-company").fill("Zeta")


def test_what_was_typed_and_given_up_holds_nobody_back(visit, member, contact):
    page = visit(address(contact), member)
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))

    begin_typing(page)
    page.keyboard.press("Escape")
    page.locator("#block-work dl").wait_for()
    settled(page)
    page.goto("/staff/")
    assert asked == []

    page.goto(address(contact))
    begin_typing(page)
    page.goto("/staff/")
    assert asked == ["beforeunload"]
