"""Adding and editing contacts in a browser, with JavaScript and without."""

import pytest
from playwright.sync_api import expect

from contacts.choices import Via
from contacts.models import Contact
from contacts.services import create_contact
from tests.browser.devices import DESK, PHONE
from tests.browser.waiting import follow, next_page, settled
from tests.factories import ContactFactory
from tests.services.imports import guest

NEW = "/staff/contacts/new/"
# Gives the picture to the page as a person would: dropped on it, or pasted.
GIVE_PICTURE = """async ([selector, name]) => {
  const canvas = Object.assign(document.createElement("canvas"), { width: 30, height: 20 });
  canvas.getContext("2d").fillRect(0, 0, 30, 20);
  const blob = await new Promise((done) => canvas.toBlob(done, "image/png"));
  const transfer = new DataTransfer();
  transfer.items.add(new File([blob], "picture.png", { type: "image/png" }));
  const facts = { bubbles: true, cancelable: true };
  const event = name === "paste" ? new ClipboardEvent(name, { ...facts, clipboardData: transfer })
    : new DragEvent(name, { ...facts, dataTransfer: transfer });
  document.querySelector(selector).dispatchEvent(event);
}"""


@pytest.fixture
def known(transactional_db):
    return create_contact(guest(email="ana@example.com", tags=["trade fair"], company="Brook & Sons"), via=Via.PAGE)


def test_somebody_is_added_quickly(visit, member, known):
    page = visit(NEW, member)
    page.get_by_label("Type").select_option("branch")
    expect(page.get_by_text("Branch: needs e-mail and company.")).to_be_visible()
    expect(page.locator("label[for=id_company]")).to_have_class("form-label required")

    page.get_by_label("Company").fill("Brook Ltd")
    page.get_by_label("E-mail").fill("ANA@example.com")
    page.get_by_label("Phone").focus()
    page.get_by_text("Is it somebody who is here already?").wait_for()
    expect(page.get_by_text("Same e-mail: ana@example.com")).to_be_visible()
    settled(page)
    page.get_by_role("checkbox", name="someone else").click()
    page.locator("#doubles-title").wait_for(state="detached")
    settled(page)
    page.get_by_label("Tags").fill("trade fair")
    page.keyboard.press("Enter")
    expect(page.locator(".tag-chip")).to_have_text("trade fair")
    page.get_by_label("Tags").fill("new")
    with next_page(page):
        page.keyboard.press("Control+Enter")

    expect(page.get_by_text("Brook Ltd is saved.")).to_be_visible()
    contact = Contact.objects.whole().get(type="branch")
    assert sorted(contact.tag_names) == ["new", "trade fair"]


def test_somebody_is_added_quickly_without_script(visit, member, known):
    page = visit(NEW, member, javascript=False)
    page.get_by_label("E-mail").fill("ana@example.com")
    follow(page.get_by_role("button", name="Save", exact=True))
    expect(page.get_by_role("alert").get_by_role("link", name="First name")).to_be_visible()

    page.get_by_label("First name").fill("Ana")
    page.get_by_label("Last name").fill("Other")
    page.get_by_label("Tags").fill("one\ntwo")
    follow(page.get_by_role("button", name="Save", exact=True))
    follow(page.get_by_role("button", name="All of them are someone else: save"))

    expect(page.get_by_text("Ana Other is saved.")).to_be_visible()
    assert sorted(Contact.objects.whole().get(last_name="Other").tag_names) == ["one", "two"]


def test_what_is_wrong_is_told_at_the_top_and_what_was_typed_is_not_lost(visit, member):
    page = visit(NEW, member)
    page.get_by_label("First name").fill("Ana")
    follow(page.get_by_role("button", name="Save", exact=True))
    expect(page.locator(".error-summary")).to_be_focused()
    page.get_by_role("link", name="Last name").click()
    expect(page.locator("#id_last_name")).to_be_focused()

    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    page.get_by_label("Last name").fill("Brook")
    with page.expect_event("dialog"):
        page.get_by_role("link", name="Cancel").click()

    assert asked == ["beforeunload"]
    expect(page.get_by_label("First name")).to_have_value("Ana")


def test_a_contact_is_edited_with_a_dropped_picture_and_the_change_undone(visit, member, known):
    page = visit(f"/staff/contacts/{known.pk}/edit/", member)
    page.get_by_label("Country").select_option("US")
    expect(page.get_by_text("ZIP code")).to_be_visible()
    page.get_by_label("Mobile").fill("2025550143")
    page.get_by_label("Mobile").press("Tab")
    page.get_by_text("Dialled as +1 202-555-0143").wait_for()
    settled(page)
    expect(page.get_by_label("Mobile")).to_have_value("2025550143")
    page.locator(".field-more_emails .row-add").click()
    page.keyboard.type("second@example.com")
    page.evaluate(GIVE_PICTURE, ["[data-picture]", "drop"])
    page.locator(".picture-shown").wait_for()
    with next_page(page):
        page.keyboard.press("Control+Enter")

    expect(page.get_by_text("are saved.")).to_be_visible()
    known.refresh_from_db()
    assert (known.more_emails, known.address_country, bool(known.thumbnail)) == (["second@example.com"], "US", True)
    follow(page.locator("#messages").get_by_role("button", name="Undo"))
    expect(page.locator("#messages")).to_contain_text("The change is reverted.")
    known.refresh_from_db()
    assert (known.more_emails, bool(known.thumbnail)) == ([], False)


def test_a_pasted_picture_is_shown_whole_and_outlives_a_refusal(visit, member, known):
    page = visit(f"/staff/contacts/{known.pk}/edit/", member)
    page.locator("#id_last_name").fill("")
    page.evaluate(GIVE_PICTURE, ["body", "paste"])
    page.locator(".picture-shown").wait_for()
    assert page.locator(".picture-shown").evaluate("image => getComputedStyle(image).objectFit") == "contain"
    follow(page.get_by_role("button", name="Save", exact=True))
    expect(page.locator(".error-summary")).to_be_visible()
    expect(page.locator(".picture-shown")).to_be_visible()

    page.locator("#id_last_name").fill("Moss")
    follow(page.get_by_role("button", name="Save", exact=True))
    expect(page.get_by_text("are saved.")).to_be_visible()
    known.refresh_from_db()
    assert (known.last_name, bool(known.thumbnail)) == ("Moss", True)


def test_a_contact_is_edited_without_script(visit, member, known):
    page = visit(f"/staff/contacts/{known.pk}/edit/", member, javascript=False)
    page.get_by_label("More e-mails").fill("b@example.com\nc@example.com")
    page.locator("#id_company").fill("Moss Ltd")
    follow(page.get_by_role("button", name="Save", exact=True))

    expect(page.get_by_text("are saved.")).to_be_visible()
    known.refresh_from_db()
    assert (known.company, known.more_emails) == ("Moss Ltd", ["b@example.com", "c@example.com"])


@pytest.mark.parametrize("color_scheme", ["light", "dark"])
@pytest.mark.parametrize("viewport", [DESK, PHONE], ids=["desk", "phone"])
def test_axe_finds_nothing(visit, member, known, axe_finds, viewport, color_scheme):
    ContactFactory(email="other@example.com")
    page = visit(NEW, member, viewport=viewport, color_scheme=color_scheme)
    found = axe_finds(page)
    page.get_by_label("E-mail").fill("other@example.com")
    page.get_by_label("Phone").focus()
    page.locator(".doubles").wait_for()
    settled(page)
    found += axe_finds(page)
    follow(page.get_by_role("button", name="Save", exact=True))
    page.locator(".error-summary").wait_for()
    found += axe_finds(page)
    page.on("dialog", lambda dialog: dialog.accept())
    for address in (f"/staff/contacts/{known.pk}/edit/", f"/staff/contacts/{known.pk}/delete/", f"{NEW}full/"):
        page.goto(address)
        found += axe_finds(page)

    assert found == []
