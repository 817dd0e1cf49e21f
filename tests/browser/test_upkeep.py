"""Deleting, the trash and the tags in a browser."""

import pytest
from playwright.sync_api import expect

from contacts.choices import Via
from contacts.models import Contact, Tag
from contacts.services import create_contact, delete_contact
from tests.browser.devices import DESK, PHONE
from tests.browser.waiting import follow
from tests.services.imports import guest


@pytest.fixture
def known(transactional_db):
    return create_contact(guest(email="ana@example.com", tags=["vip", "key"]), via=Via.PAGE)


@pytest.mark.parametrize("javascript", [True, False])
def test_a_deleted_contact_comes_back_with_one_click(visit, member, known, javascript):
    page = visit(f"/staff/contacts/{known.pk}/edit/", member, javascript=javascript)
    follow(page.get_by_role("link", name="Delete"))
    follow(page.get_by_role("button", name="Move to the trash"))
    expect(page.get_by_text("is in the trash.")).to_be_visible()
    assert not Contact.objects.filter(pk=known.pk).exists()

    follow(page.locator("#messages").get_by_role("button", name="Undo"))

    expect(page.get_by_text("is back.")).to_be_visible()
    assert Contact.objects.filter(pk=known.pk).exists()


def test_ticked_contacts_come_back_from_the_trash(visit, member):
    for number in range(4):
        contact = create_contact(guest(email=f"n{number}@example.com", first_name=f"N{number}"), via=Via.PAGE)
        delete_contact(contact.pk, via=Via.PAGE)
    page = visit("/staff/trash/", member)

    ticks = page.locator("input[name=pk]")
    ticks.nth(0).click()
    ticks.nth(2).click(modifiers=["Shift"])
    follow(page.get_by_role("button", name="Restore the ticked (3)"))

    expect(page.get_by_text("3 contacts are back.")).to_be_visible()
    assert Contact.objects.filter(first_name__in=["N3", "N2", "N1"]).count() == 3


@pytest.mark.parametrize("javascript", [True, False])
def test_tags_are_merged_and_that_is_undone(visit, member, known, javascript):
    page = visit("/staff/tags/", member, javascript=javascript)
    page.get_by_label("vip", exact=True).check()
    page.get_by_label("Merge the ticked into").fill("key")
    follow(page.get_by_role("button", name="Merge", exact=False))
    expect(page.get_by_text("Merged into “key”.")).to_be_visible()
    assert [tag.name for tag in Tag.objects.all()] == ["key"]

    follow(page.locator("#messages").get_by_role("button", name="Undo"))

    expect(page.locator("#messages")).to_contain_text("Undone.")
    assert Tag.objects.unused().count() == 0
    assert Tag.objects.count() == 2


@pytest.mark.parametrize("color_scheme", ["light", "dark"])
@pytest.mark.parametrize("viewport", [DESK, PHONE], ids=["desk", "phone"])
def test_axe_finds_nothing(visit, member, known, axe_finds, viewport, color_scheme):
    gone = create_contact(guest(email="gone@example.com"), via=Via.PAGE)
    page = visit("/staff/trash/", member, viewport=viewport, color_scheme=color_scheme)
    found = axe_finds(page)
    delete_contact(gone.pk, via=Via.PAGE)
    for address in ("trash/", "tags/", f"tags/{Tag.objects.first().pk}/rename/", "tags/?unused=1"):
        page.goto(f"/staff/{address}")
        found += axe_finds(page)

    assert found == []
