"""The filters over the list of contacts, and the search beside every page."""

import pytest

from contacts.choices import Via
from contacts.services import change_contact
from tests.factories import ContactFactory, StaffMemberFactory
from tests.pages.saved_views import keep

pytestmark = pytest.mark.django_db
LIST, SEARCH, HTMX = "/staff/contacts/", "/staff/search/", {"HX-Request": "true"}


@pytest.fixture
def member():
    return StaffMemberFactory(is_superuser=True)


@pytest.fixture
def staff(client, member):
    client.force_login(member)
    return client


def shown(response):
    return [row.name for row in response.context["list"].rows]


def test_a_chip_shows_its_value_and_lifts_only_itself(staff):
    response = staff.get(LIST, {"type": "guest", "country": "gb", "sms_consent": "out", "q": "x", "sort": "name"})

    chips = {chip.name: chip for chip in response.context["active"]}
    assert {name: chip.value for name, chip in chips.items()} == {
        "q": "x", "type": "Guest", "country": "United Kingdom", "consent": "SMS opted out",
    }  # fmt: skip
    assert chips["country"].address_without == "?q=x&type=guest&sms_consent=out&sort=name"
    assert response.context["query"].cleared == "?sort=name"


def test_the_form_of_a_chip_keeps_what_else_narrows_the_list(staff):
    response = staff.get(LIST, {"type": "guest", "q": "x", "created_min": "2020-01-01", "after": "gone"})

    created = next(chip for chip in response.context["chips"] if chip.name == "created")
    assert created.rest == {"q": "x", "type": "guest"}
    assert 'type="date" value="2020-01-01"' in response.content.decode()


def test_a_filter_that_hides_everything_says_so_and_offers_to_lift_it(staff):
    ContactFactory()

    page = staff.get(LIST, {"type": "supplier", "q": "nobody"}).content.decode()

    assert "No contact matches" in page
    assert 'href="?q=nobody"' in page
    assert 'href="?type=supplier"' in page


def test_a_value_that_cannot_be_finds_nothing_and_says_why(staff):
    ContactFactory()

    response = staff.get(LIST, {"country": "XX"})

    assert shown(response) == []
    page = response.content.decode()
    assert 'role="alert"' in page
    assert "Give a country as its two letters, such as GB or DE." in page


def test_a_store_without_contacts_offers_to_import_and_to_begin(staff):
    page = staff.get(LIST).content.decode()

    assert "No contacts yet" in page
    assert "Import a file" in page


def test_rare_filters_show_where_they_narrow_the_list(staff):
    contact = ContactFactory(email="ana@example.com")
    assert "chip-email" not in staff.get(LIST).content.decode()

    response = staff.get(LIST, {"email": "ANA@example.com"})

    assert shown(response) == [str(contact)]
    assert "chip-email" in response.content.decode()


def test_rows_lead_to_contacts_that_know_the_list(staff):
    contact = ContactFactory(first_name="Ana")

    page = staff.get(LIST, {"q": "ana", "sort": "name"}).content.decode()

    assert f'href="/staff/contacts/{contact.pk}/?from=q%3Dana%26sort%3Dname"' in page


def test_the_tags_are_suggested_to_who_is_about_to_type_one(staff):
    change_contact(ContactFactory().pk, {"tags": ["VIP"]}, via=Via.PAGE)

    assert '<option value="VIP">' in staff.get("/staff/contacts/tag-options/").content.decode()


def test_the_search_suggests_contacts_views_and_tags(staff, member):
    for _ in range(9):
        contact = ContactFactory(first_name="Vipin")
    keep(member, name="All VIPs")
    change_contact(contact.pk, {"tags": ["VIP"]}, via=Via.PAGE)

    response = staff.get(SEARCH, {"q": "vip"}, headers=HTMX)

    assert len(response.context["rows"]) == 8
    page = response.content.decode()
    assert "All VIPs" in page
    assert 'href="/staff/contacts/?tag=VIP"' in page
    assert 'href="/staff/contacts/?q=vip"' in page
    assert "<html" not in page


def test_enter_leads_from_the_search_to_the_list(staff):
    assert staff.get(SEARCH, {"q": " ana & co "})["Location"] == "/staff/contacts/?q=ana+%26+co"
    assert staff.get(SEARCH)["Location"] == "/staff/contacts/"
    assert staff.get(SEARCH, {"q": ""}, headers=HTMX).content.strip() == b""


@pytest.mark.parametrize("address", [SEARCH, LIST, "/staff/views/", "/staff/contacts/tag-options/"])
def test_who_may_not_see_contacts_is_refused_everywhere(client, address):
    client.force_login(StaffMemberFactory())

    assert client.get(address).status_code == 403


def test_what_is_ticked_goes_to_the_export_dialog(staff):
    ticked = staff.post("/staff/contacts/export/", {"pk": ["12", "34"], "count": "50"})
    all_of_them = staff.post("/staff/contacts/export/", {"pk": ["12"], "filter": "type=guest", "count": "50"})

    assert ticked["Location"].endswith("?pk=12&pk=34")
    assert all_of_them["Location"].endswith("?filter=type%3Dguest")
