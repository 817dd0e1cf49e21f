"""What operators and programmers open: the admin and the documentation of the APIs, under the same policy."""

import pytest
from playwright.sync_api import expect

from contacts.choices import Via
from contacts.models import Operation
from contacts.services import create_contact
from contacts.services.bulk_deeds import BulkDeed
from tests.browser.waiting import next_page
from tests.services.bulk_edits import bulk, ticked
from tests.services.imports import guest


@pytest.mark.parametrize("color_scheme", ["light", "dark"])
def test_the_pages_of_the_admin_keep_to_the_policy_and_axe_finds_nothing(visit, member, axe_finds, color_scheme):
    contact = create_contact(guest(email="ana@example.com", tags=["vip"]), via=Via.PAGE)
    deed = bulk(ticked(contact), BulkDeed("tags", added_tags=["key"]), by=member)
    page = visit("/admin/", member, color_scheme=color_scheme)
    for address in (
        "contact/",
        f"contact/{contact.pk}/change/",
        f"contact/{contact.pk}/history/",
        f"operation/{deed.pk}/change/",
        "change/",
        "tag/",
        "staffmember/",
        "apiclient/",
    ):
        assert page.goto(f"/admin/contacts/{address}").status == 200, address
        expect(page.locator("#content")).to_be_visible()
        assert axe_finds(page) == [], address


@pytest.mark.parametrize("dialect", ["divendo", "evance"])
def test_the_documentation_draws_every_call_and_asks_nobody_else(visit, dialect, transactional_db):
    page = visit(f"/docs/{dialect}/")

    expect(page.locator(".opblock").first).to_be_visible()


def test_operations_are_narrowed_as_soon_as_a_kind_is_chosen(visit, member):
    contact = create_contact(guest(email="ana@example.com"), via=Via.PAGE)
    bulk(ticked(contact), BulkDeed("tags", added_tags=["key"]), by=member)
    Operation.objects.create(kind="import", via=Via.COMMAND, state="done")
    page = visit("/staff/operations/", member)
    expect(page.locator("tbody tr")).to_have_count(2)

    with next_page(page):
        page.get_by_label("Kind").select_option("import")

    page.wait_for_url("**kind=import**")
    expect(page.locator("tbody tr")).to_have_count(1)
