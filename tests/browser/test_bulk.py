"""Bulk edits in a browser, from the list to the undo: with a script and without, at a desk and on a phone."""

import re

import pytest
from django.db.models import F
from django.utils import timezone
from playwright.sync_api import expect

from contacts import tasks
from contacts.choices import Via
from contacts.models import Contact, Operation
from contacts.services.bulk_deeds import BulkDeed
from contacts.services.bulk_edits import begin_bulk
from contacts.services.selections import Selection
from tests.browser.devices import DESK, PHONE
from tests.browser.waiting import follow, settled
from tests.factories import ContactFactory
from tests.workers import work_off


@pytest.fixture
def users(member):
    return ContactFactory.create_batch(3, user=True)


@pytest.mark.parametrize("javascript", [True, False], ids=["script", "no script"])
def test_from_the_list_to_the_undo(visit, member, users, javascript):
    page = visit("/staff/contacts/?type=user", member, javascript=javascript)
    for user in users[:2]:
        page.locator(f"input[name=pk][value='{user.pk}']").check()
    follow(page.locator("#bulk button[value=edit]"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Edit fields of 2 contacts")

    if not javascript:
        page.select_option("[name=company-how]", "set")
    page.locator("#id_company").fill("ACME")
    expect(page.locator("[name=company-how]")).to_have_value("set")
    follow(page.get_by_role("button", name="Look at what it would do"))
    expect(page.locator("ins")).to_have_text(["ACME", "ACME"])

    page.get_by_label("Reason").fill("New name")
    follow(page.get_by_role("button", name="Apply"))
    page.wait_for_url("**/staff/contacts/?type=user")
    expect(page.locator("#messages")).to_contain_text("2 contacts changed.")
    assert Contact.objects.filter(company="ACME").count() == 2

    follow(page.locator("#messages [formaction]"))
    expect(page.locator("#messages")).to_contain_text("Undone.")
    expect(page).to_have_url(re.compile(r"\?type=user"))
    assert Contact.objects.filter(company="ACME").count() == 0


def test_a_big_one_is_watched_until_it_is_done(visit, member, users, monkeypatch):
    monkeypatch.setattr(tasks, "AT_ONCE", 1)
    page = visit("/staff/bulk/?filter=type%3Duser&deed=tags", member)
    page.get_by_label("Add these tags").fill("vip")
    follow(page.get_by_role("button", name="Look at what it would do"))
    follow(page.get_by_role("button", name="Apply"))
    page.wait_for_url("**/staff/operations/*/")
    expect(page.get_by_role("progressbar")).to_be_visible()
    expect(page.locator("#main")).to_contain_text("No worker runs")
    follow(page.get_by_role("button", name="Pause"))
    follow(page.get_by_role("button", name="Go on"))

    work_off()

    expect(page.locator(".page-head .mark-good")).to_be_visible()
    expect(page.get_by_role("progressbar")).to_be_hidden()
    expect(page.locator(".tile").first).to_have_text("3 changed", use_inner_text=True)


def test_of_all_that_match_some_are_left_out(visit, member, users):
    ContactFactory.create_batch(48, user=True)
    page = visit("/staff/contacts/?type=user", member)
    page.locator(".tick").first.check()
    page.get_by_label("Select all 51 that match").check()
    expect(page.locator(".tick:not(:checked)")).to_have_count(0)
    for at in (2, 4):
        page.locator(".tick").nth(at).uncheck()
    left_out = page.locator(".tick:not(:checked)").evaluate_all("boxes => boxes.map((box) => Number(box.value))")
    page.locator("#page-next").click()
    page.wait_for_url("**after=*")
    expect(page.locator("#page-previous[href]")).to_be_visible()
    settled(page)
    expect(page.locator("#bulk output")).to_have_text("without 2")
    expect(page.locator(".tick:not(:checked)")).to_have_count(0)

    follow(page.locator("#bulk button[value=tags]"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Add or remove tags of 49 contacts")
    page.get_by_label("Add these tags").fill("vip")
    follow(page.get_by_role("button", name="Look at what it would do"))
    expect(page.locator("#main")).to_contain_text("all with Type: User; Without: 2")
    follow(page.get_by_role("button", name="Apply"))
    page.wait_for_url("**/staff/contacts/**")

    untagged = Contact.objects.filter(type="user").exclude(tags__name="vip")
    assert set(untagged.values_list("pk", flat=True)) == set(left_out)


def test_watching_disturbs_neither_the_focus_nor_who_listens(visit, member, users):
    deed = begin_bulk(Selection(query="type=user"), BulkDeed("tags", added_tags=["vip"]), via=Via.PAGE)
    page = visit(f"/staff/operations/{deed.pk}/", member)
    pause = page.get_by_role("button", name="Pause")
    pause.focus()
    page.evaluate("""() => {
        window.focused = document.activeElement;
        window.heard = [];
        const status = document.querySelector("[role=status]");
        const note = () => heard.push(status.textContent);
        new MutationObserver(note).observe(status, {childList: true, characterData: true, subtree: true});
    }""")

    Operation.objects.update(done_rows=1)
    expect(page.locator("#watched")).to_contain_text("1 of 3")
    expect(pause).to_be_focused()
    assert page.evaluate("focused.isConnected")
    Operation.objects.update(done_rows=F("total_rows"), state="done", ended_at=timezone.now())
    expect(page.locator(".page-head .mark-good")).to_be_visible()

    assert page.evaluate("heard") == ["30 percent done", "Done"]
    expect(page.locator("#main")).to_be_focused()
    expect(page.locator("#watched[hx-get]")).to_have_count(0)


@pytest.mark.parametrize("color_scheme", ["light", "dark"])
@pytest.mark.parametrize("viewport", [DESK, PHONE], ids=["desk", "phone"])
def test_axe_finds_nothing_on_any_step(visit, member, users, axe_finds, viewport, color_scheme):
    page = visit(
        "/staff/bulk/?filter=type%3Duser&count=99&deed=edit", member, viewport=viewport, color_scheme=color_scheme
    )
    faults = axe_finds(page)
    follow(page.get_by_role("button", name="Look at what it would do"))
    faults += axe_finds(page)
    page.locator("#id_company").fill("ACME")
    follow(page.get_by_role("button", name="Look at what it would do"))
    faults += axe_finds(page)
    follow(page.get_by_role("button", name="Apply"))
    page.wait_for_url("**/staff/contacts/**")
    number = Operation.objects.get().pk
    for address in ("", f"{number}/", f"{number}/undo/"):
        page.goto(f"/staff/operations/{address}")
        faults += axe_finds(page)
    for deed in ("replace", "tags", "consent", "delete"):
        page.goto(f"/staff/bulk/?filter=type%3Duser&deed={deed}")
        faults += axe_finds(page)
    assert faults == []
