"""Bringing a file in and taking contacts along, in a browser, with scripts and without."""

import re

import pytest
from playwright.sync_api import expect

from contacts.models import Contact, ImportDraft
from tests.browser.devices import DESK, PHONE
from tests.browser.waiting import follow, settled
from tests.factories import ContactFactory
from tests.pages.managers import own_uploads  # noqa: F401  # a fixture
from tests.workers import work_off

HEADERS = "first_name;Surname;email;Shoe size\n"
PEOPLE = f"{HEADERS}Ana;Brook;ana@example.com;39\nBen;Cole;no mail;40\nCleo;Dale;cleo@example.com;41\n"
STEPS = ("file", "columns", "matching", "review", "rows/3")
FILE = {"name": "people.csv", "mimeType": "text/csv", "buffer": PEOPLE.encode()}


def go_on(page, name):
    follow(page.get_by_role("button", name=re.compile(name)))


def walk_to_review(page, look):
    """Walk from the file to the review; ``look`` is called on each page."""
    look(page)
    page.get_by_label("Choose a file").set_input_files(FILE)
    go_on(page, "Look at the file")
    expect(page.get_by_role("cell", name="ana@example.com")).to_be_visible()
    look(page)
    go_on(page, "Continue to the columns")
    expect(page.get_by_text("1 column is not taken in: Shoe size.")).to_be_visible()
    look(page)
    go_on(page, "Continue to the matching")
    expect(page.get_by_text("3 of 3 rows have one, 1 are here already")).to_be_visible()
    page.get_by_label("Tag all rows with").fill("fair")
    look(page)
    go_on(page, "Continue to the review")
    look(page)
    go_on(page, "^Rehearse$")


@pytest.mark.parametrize(
    ("viewport", "javascript"), [(DESK, True), (PHONE, False)], ids=["desk with scripts", "phone without"]
)
def test_a_file_is_mended_and_comes_in(visit, member, axe_finds, own_uploads, viewport, javascript):  # noqa: F811
    ContactFactory(email="ana@example.com", first_name="Anna", last_name="Brook")
    page = visit("/staff/imports/new/", member, viewport=viewport, javascript=javascript)

    def look(page):
        assert not javascript or axe_finds(page) == []

    walk_to_review(page, look)
    look(page)
    page.get_by_label("email").fill("ben@example.com")
    go_on(page, "Mend")
    expect(page.get_by_text("Line 3 is mended.")).to_be_visible()
    follow(page.get_by_role("link", name="Update"))
    expect(page.get_by_text("Anna", exact=True)).to_be_visible()
    go_on(page, "Take in 3 rows")
    expect(page.get_by_text("You may leave this page").first).to_be_visible()
    work_off()
    page.reload()
    expect(page.get_by_role("link", name="Show the contacts")).to_be_visible()
    look(page)

    assert set(Contact.objects.filter(tags__name="fair").values_list("email", flat=True)) == {
        "ana@example.com",
        "ben@example.com",
        "cleo@example.com",
    }


@pytest.mark.parametrize(
    ("viewport", "color_scheme"), [(PHONE, "light"), (PHONE, "dark"), (DESK, "dark")], ids=["phone", "night", "dark"]
)
def test_axe_finds_nothing_in_the_wizard(visit, member, axe_finds, own_uploads, viewport, color_scheme):  # noqa: F811
    ContactFactory(email="ana@example.com", first_name="Anna", last_name="Brook")
    page = visit("/staff/imports/new/", member, viewport=viewport, color_scheme=color_scheme)
    walk_to_review(page, lambda page: None)
    address = f"/staff/imports/{ImportDraft.objects.get().pk}"

    for path in ("/staff/imports/", *(f"{address}/{step}/" for step in STEPS)):
        page.goto(path)
        assert axe_finds(page) == [], path


def test_a_file_that_is_dropped_is_chosen(visit, member):
    page = visit("/staff/imports/new/", member)

    dropped = page.evaluate_handle("""() => {
        const data = new DataTransfer();
        data.items.add(new File(["email"], "dropped.csv"));
        return data;
    }""")
    page.dispatch_event("[data-drop]", "drop", {"dataTransfer": dropped})

    assert page.locator("#id_file").evaluate("input => input.files[0].name") == "dropped.csv"


def test_a_running_import_tells_of_its_end_by_itself(visit, member, own_uploads):  # noqa: F811
    ContactFactory(email="ana@example.com")
    page = visit("/staff/imports/new/", member)
    walk_to_review(page, lambda page: None)
    go_on(page, "Take in")

    work_off()

    expect(page.get_by_text("Run again with the same settings")).to_be_visible()
    follow(page.get_by_role("link", name="Undo this import"))
    follow(page.get_by_role("button", name="Undo", exact=True))
    expect(page.get_by_role("heading", level=1)).to_contain_text("Undo of Import")
    expect(page.locator("#watched .mark-good")).to_be_visible()
    assert not Contact.objects.filter(email="cleo@example.com").exists()


@pytest.mark.parametrize("javascript", [True, False], ids=["with scripts", "without"])
def test_contacts_are_taken_along_with_columns_in_the_order_that_was_made(visit, member, javascript):
    ContactFactory(email="ana@example.com", first_name="Ana")
    page = visit("/staff/exports/new/?filter=email%3Dana%40example.com", member, javascript=javascript)

    follow(page.get_by_role("button", name="Names, numbers, consent"))
    page.get_by_label("CSV for programs").check()
    page.get_by_role("button", name="Move Title up").click()
    expect(page.locator("[data-columns] li").first).to_contain_text("Title")
    settled(page)
    with page.expect_download() as download:
        page.get_by_role("button", name="Export", exact=True).click()

    with open(download.value.path()) as file:
        assert file.readline().startswith("title,type,first_name,last_name")


@pytest.mark.parametrize("color_scheme", ["light", "dark"])
@pytest.mark.parametrize("viewport", [DESK, PHONE], ids=["desk", "phone"])
def test_axe_finds_nothing_in_the_export_dialog(visit, member, axe_finds, viewport, color_scheme):
    page = visit("/staff/exports/new/", member, viewport=viewport, color_scheme=color_scheme)

    assert axe_finds(page) == []
