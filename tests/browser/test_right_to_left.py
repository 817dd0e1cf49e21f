"""The pages in a language that is read from right to left."""

import pytest
from playwright.sync_api import expect

from contacts.choices import Via
from contacts.services.bulk_deeds import BulkDeed
from contacts.services.optouts import opt_out
from tests.browser.devices import PHONE
from tests.factories import ContactFactory
from tests.services.bulk_edits import bulk, ticked

# Whether the first letter of an element stands left of its last one.
_READS_RIGHTWARDS = """element => {
  const text = document.createTreeWalker(element, NodeFilter.SHOW_TEXT).nextNode();
  const left = (at) => {
    const range = new Range();
    range.setStart(text, at);
    range.setEnd(text, at + 1);
    return range.getBoundingClientRect().left;
  };
  return left(text.data.search(/\\S/)) < left(text.data.trimEnd().length - 1);
}"""


@pytest.fixture(autouse=True)
def arabic(settings):
    settings.LANGUAGES = [("ar", "Arabic")]
    settings.LANGUAGE_CODE = "ar"


@pytest.fixture
def contact(transactional_db):
    return ContactFactory(user=True, first_name="Ada", company="Acme Ltd.", phone="+44 20 7946 0111")


def place_of(page, selector):
    return page.locator(selector).first.bounding_box()["x"]


def end_of(page, selector):
    box = page.locator(selector).first.bounding_box()
    return box["x"] + box["width"]


def test_no_page_breaks_on_a_phone_when_it_is_mirrored(visit, member, contact, axe_finds):
    opt_out(contact.pk, "sms", "STOP", via=Via.PAGE, by=member)
    operation = bulk(ticked(contact), BulkDeed("tags", added_tags=["vip"]), by=member)
    addresses = ["/staff/", "/staff/contacts/?type=user", f"/staff/contacts/{contact.pk}/?from=", "/staff/me/"]
    addresses += [f"/staff/contacts/{contact.pk}/{rest}/" for rest in ("edit", "lens/divendo", "delete")]
    addresses += [f"/staff/operations/{operation.pk}/{rest}" for rest in ("", "undo/")]
    addresses += [f"/staff/{rest}/" for rest in ("imports/new", "exports/new", "operations", "tags", "trash", "views")]
    page = visit("/staff/sign-in/", viewport=PHONE)
    assert axe_finds(page) == []

    page = visit("/staff/", member, viewport=PHONE)
    for address in addresses:
        page.goto(address)
        expect(page.locator("html")).to_have_attribute("dir", "rtl")
        assert (address, axe_finds(page)) == (address, [])
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), address
    page.goto("/staff/contacts/?type=user")
    assert end_of(page, "td.is-number a") == end_of(page, "td.is-email a") < end_of(page, ".tick")


def test_the_frame_the_menus_and_the_table_are_mirrored(visit, member, contact):
    page = visit("/staff/contacts/?type=user", member)

    assert place_of(page, ".side") > place_of(page, "#main")
    assert place_of(page, ".tick") > place_of(page, ".row-link") > place_of(page, "td.is-email")
    assert place_of(page, "#chip-type") > place_of(page, "#chip-tag")
    page.locator("#chip-type").click()
    expect(page.locator(".menu[open] .menu-body")).to_be_visible()
    assert abs(end_of(page, ".menu[open] .menu-body") - end_of(page, "#chip-type")) < 4


def test_an_arrow_back_points_to_where_one_comes_from(visit, member, contact):
    page = visit(f"/staff/contacts/{contact.pk}/", member)

    arrow = page.locator(".contact-way use").first
    assert arrow.evaluate("use => getComputedStyle(use).transform").startswith("matrix(-1")


def test_what_has_a_direction_of_its_own_keeps_it(visit, member, contact):
    page = visit("/staff/contacts/?type=user", member)
    for selector in ("td.is-number a", ".who-text small"):
        assert page.locator(selector).first.evaluate(_READS_RIGHTWARDS), selector

    page.goto(f"/staff/contacts/{contact.pk}/")
    for selector in (".quick:has-text('+44') bdi", "a[href^='tel:']", ".contact-place"):
        assert page.locator(selector).first.evaluate(_READS_RIGHTWARDS), selector

    page.goto(f"/staff/contacts/{contact.pk}/lens/divendo/")
    assert page.locator("pre").evaluate("pre => getComputedStyle(pre).direction") == "ltr"
