"""Going on with a contact that is here already."""

from contacts.choices import Via
from contacts.services import create_contact
from tests.services.imports import guest


def test_whoever_uses_the_other_goes_on_there_with_what_was_typed(visit, member, axe_finds):
    known = create_contact(guest(email="ana@example.com"), via=Via.PAGE)
    page = visit("/staff/contacts/new/", member)
    page.get_by_label("Company").fill("Brook Ltd")
    page.get_by_label("E-mail").fill("ana@example.com")
    page.get_by_label("Phone").focus()
    page.get_by_role("button", name="Use that one").click()

    page.get_by_text("Filled in from what you typed: Company.").wait_for()
    assert axe_finds(page) == []
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_text("are saved.").wait_for()
    known.refresh_from_db()
    assert known.company == "Brook Ltd"
