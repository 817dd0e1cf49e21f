"""The bulk deeds beside the editing of fields: consent, deletion, and taking the ticked along."""

import pytest
from playwright.sync_api import expect

from contacts.models import Contact
from tests.browser.waiting import follow
from tests.factories import ContactFactory


@pytest.fixture
def guests(member):
    return [ContactFactory(email=f"guest{number}@example.com", sms_optout_reason="moved") for number in range(3)]


def list_with_ticks(visit, member, guests):
    page = visit("/staff/contacts/?type=guest", member)
    for guest in guests:
        page.locator(f"input[name=pk][value='{guest.pk}']").check()
    return page


def test_nobody_is_opted_in_without_a_source_and_a_reason(visit, member, guests):
    page = list_with_ticks(visit, member, guests[:2])
    follow(page.locator("#bulk button[value=consent]"))
    page.get_by_label("SMS").select_option("in")
    follow(page.get_by_role("button", name="Look at what it would do"))
    expect(page.locator("#errors")).to_contain_text("nobody is opted in without")
    page.get_by_label("Where the consents come from").fill("Forms of the fair")
    follow(page.get_by_role("button", name="Look at what it would do"))
    page.get_by_role("button", name="Apply").click()
    assert page.locator("#reason").evaluate("input => input.validity.valueMissing")

    page.get_by_label("Reason").fill("They asked")
    follow(page.get_by_role("button", name="Apply"))

    page.wait_for_url("**/staff/contacts/?type=guest")
    assert set(Contact.objects.open_to("sms").filter(type="guest")) == set(guests[:2])


def test_the_ticked_are_deleted_after_a_look_and_come_back(visit, member, guests):
    page = list_with_ticks(visit, member, guests[:2])
    follow(page.locator("#bulk button[value=delete]"))
    follow(page.get_by_role("button", name="Look at what it would do"))
    expect(page.locator(".going")).to_contain_text("guest0@example.com")
    follow(page.get_by_role("button", name="Delete", exact=True))
    page.wait_for_url("**/staff/contacts/?type=guest")
    assert Contact.objects.filter(type="guest").count() == 1

    follow(page.locator("#messages [formaction]"))

    expect(page.locator("#messages")).to_contain_text("Undone.")
    assert Contact.objects.filter(type="guest").count() == 3


def test_the_ticked_are_taken_along(visit, member, guests):
    page = list_with_ticks(visit, member, guests[:2])
    follow(page.locator("#bulk").get_by_role("button", name="Export"))
    page.get_by_label("CSV for programs").check()
    with page.expect_download() as download:
        page.get_by_role("button", name="Export", exact=True).click()

    with open(download.value.path()) as file:
        text = file.read()
    assert [guest.email in text for guest in guests] == [True, True, False]
