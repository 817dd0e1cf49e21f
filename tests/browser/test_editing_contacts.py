"""Adding and editing contacts in a browser, with JavaScript and without."""

import pytest

from contacts.choices import Via
from contacts.models import Contact
from contacts.services import create_contact
from tests.browser.devices import DESK, PHONE
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
    assert page.get_by_text("Branch: needs e-mail and company.").is_visible()
    assert page.locator("label[for=id_company]").get_attribute("class") == "form-label required"

    page.get_by_label("Company").fill("Brook Ltd")
    page.get_by_label("E-mail").fill("ANA@example.com")
    page.get_by_label("Phone").focus()
    page.get_by_text("Is it somebody who is here already?").wait_for()
    assert page.get_by_text("Same e-mail: ana@example.com").is_visible()
    page.get_by_role("checkbox", name="someone else").click()
    page.locator("#doubles-title").wait_for(state="detached")
    page.get_by_label("Tags").fill("trade fair")
    page.keyboard.press("Enter")
    assert page.locator(".tag-chip").inner_text() == "trade fair"
    page.get_by_label("Tags").fill("new")
    page.keyboard.press("Control+Enter")

    page.get_by_text("Brook Ltd is saved.").wait_for()
    contact = Contact.objects.whole().get(type="branch")
    assert sorted(contact.tag_names) == ["new", "trade fair"]


def test_somebody_is_added_quickly_without_script(visit, member, known):
    page = visit(NEW, member, javascript=False)
    page.get_by_label("E-mail").fill("ana@example.com")
    page.get_by_role("button", name="Save", exact=True).click()
    assert page.get_by_role("alert").get_by_role("link", name="First name").is_visible()

    page.get_by_label("First name").fill("Ana")
    page.get_by_label("Last name").fill("Other")
    page.get_by_label("Tags").fill("one\ntwo")
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_role("button", name="All of them are someone else: save").click()

    assert page.get_by_text("Ana Other is saved.").is_visible()
    assert sorted(Contact.objects.whole().get(last_name="Other").tag_names) == ["one", "two"]


def test_what_is_wrong_is_told_at_the_top_and_what_was_typed_is_not_lost(visit, member):
    page = visit(NEW, member)
    page.get_by_label("First name").fill("Ana")
    page.get_by_role("button", name="Save", exact=True).click()
    page.locator(".error-summary").wait_for()
    assert page.evaluate("document.activeElement.className") == "error-summary"
    page.get_by_role("link", name="Last name").click()
    assert page.evaluate("document.activeElement.id") == "id_last_name"

    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    page.get_by_label("Last name").fill("Brook")
    page.get_by_role("link", name="Cancel").click()
    page.wait_for_timeout(300)

    assert asked == ["beforeunload"]
    assert page.get_by_label("First name").input_value() == "Ana"


def test_a_contact_is_edited_with_a_dropped_picture_and_the_change_undone(visit, member, known):
    page = visit(f"/staff/contacts/{known.pk}/edit/", member)
    page.get_by_label("Country").select_option("US")
    assert page.get_by_text("ZIP code").is_visible()
    page.get_by_label("Mobile").fill("2025550143")
    page.get_by_label("Mobile").press("Tab")
    page.get_by_text("Dialled as +1 202-555-0143").wait_for()
    assert page.get_by_label("Mobile").input_value() == "2025550143"
    page.locator(".field-more_emails .row-add").click()
    page.keyboard.type("second@example.com")
    page.evaluate(GIVE_PICTURE, ["[data-picture]", "drop"])
    page.locator(".picture-shown").wait_for()
    page.keyboard.press("Control+Enter")
    page.get_by_text("are saved.").wait_for()

    known.refresh_from_db()
    assert (known.more_emails, known.address_country, bool(known.thumbnail)) == (["second@example.com"], "US", True)
    page.locator("#messages").get_by_role("button", name="Undo").click()
    page.wait_for_load_state()
    known.refresh_from_db()
    assert (known.more_emails, bool(known.thumbnail)) == ([], False)


def test_a_pasted_picture_is_shown_whole_and_outlives_a_refusal(visit, member, known):
    page = visit(f"/staff/contacts/{known.pk}/edit/", member)
    page.locator("#id_last_name").fill("")
    page.evaluate(GIVE_PICTURE, ["body", "paste"])
    page.locator(".picture-shown").wait_for()
    assert page.locator(".picture-shown").evaluate("image => getComputedStyle(image).objectFit") == "contain"
    page.get_by_role("button", name="Save", exact=True).click()
    page.locator(".error-summary").wait_for()
    assert page.locator(".picture-shown").is_visible()

    page.locator("#id_last_name").fill("Moss")
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_text("are saved.").wait_for()

    known.refresh_from_db()
    assert (known.last_name, bool(known.thumbnail)) == ("Moss", True)


def test_a_contact_is_edited_without_script(visit, member, known):
    page = visit(f"/staff/contacts/{known.pk}/edit/", member, javascript=False)
    page.get_by_label("More e-mails").fill("b@example.com\nc@example.com")
    page.locator("#id_company").fill("Moss Ltd")
    page.get_by_role("button", name="Save", exact=True).click()

    assert page.get_by_text("are saved.").is_visible()
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
    found += axe_finds(page)
    page.get_by_role("button", name="Save", exact=True).click()
    page.locator(".error-summary").wait_for()
    found += axe_finds(page)
    for address in (f"/staff/contacts/{known.pk}/edit/", f"/staff/contacts/{known.pk}/delete/", f"{NEW}full/"):
        page.on("dialog", lambda dialog: dialog.accept())
        page.goto(address)
        found += axe_finds(page)

    assert found == []
