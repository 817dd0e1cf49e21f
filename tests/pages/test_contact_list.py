"""The list of contacts: what it shows, how it is paged and counted, what it costs."""

import gzip
import re

import pytest
from django.contrib.auth.models import Group
from django.contrib.staticfiles import finders
from django.urls import reverse

from contacts.choices import Via
from contacts.models import Contact
from contacts.services import change_contact
from tests.factories import ContactFactory, StaffMemberFactory
from tests.queries import statements

pytestmark = pytest.mark.django_db
LIST = "/staff/contacts/"
KILOBYTE = 1000


@pytest.fixture
def member():
    return StaffMemberFactory(is_superuser=True)


@pytest.fixture
def staff(client, member):
    client.force_login(member)
    return client


def shown(response):
    """Give the names in the list, in their order."""
    assert response.status_code == 200
    return [row.name for row in response.context["list"].rows]


def many(count):
    """Make guests without a history: A Guest00000 and so on."""
    drafts = [
        Contact(type="guest", email=f"g{n}@example.com", first_name="A", last_name=f"Guest{n:05}") for n in range(count)
    ]
    for draft in drafts:
        draft.derive()
    Contact.objects.bulk_create(drafts)


def test_a_row_tells_who_it_is_and_how_to_reach_them(staff):
    ContactFactory(
        first_name="Ana", last_name="Brook", company="Acme", position="Buyer", email="ana@example.com",
        phone="+44 20 7946 0000", address_city="Łódź", address_country="PL",
        sms_optout_reason="optout", sms_optout_date="2017-06-15T10:00:00+00:00",
    )  # fmt: skip

    page = staff.get(LIST, {"q": "ana"}).content.decode()

    assert "Buyer · Acme" in page
    assert 'href="mailto:ana@example.com"' in page
    assert 'href="tel:+442079460000"' in page
    assert "Łódź, Poland" in page
    assert 'aria-label="SMS: opted out 15 June 2017"' in page
    assert 'aria-label="E-mail: open"' in page


def test_of_many_tags_three_are_shown_and_the_others_told(staff):
    contact = ContactFactory()
    change_contact(contact.pk, {"tags": ["d", "b", "a", "c", "e"]}, via=Via.PAGE)

    row = staff.get(LIST, {"q": contact.email}).context["list"].rows[0]

    assert (row.first_tags, row.more_tags) == (["a", "b", "c"], ["d", "e"])


def test_nothing_that_a_contact_holds_becomes_part_of_the_page(staff, member):
    evil = '"><script>alert(1)</script>'
    contact = ContactFactory(first_name="x")
    text_fields = [
        field.name for field in Contact._meta.fields if field.get_internal_type() in ("CharField", "TextField")
    ]
    changed = {name: evil[: Contact._meta.get_field(name).max_length] for name in text_fields}
    kept = ("type", "created_via", "object_id", "number_order", "reference_key", "search_text", "address_country")
    Contact.objects.filter(pk=contact.pk).update(**{name: value for name, value in changed.items() if name not in kept})
    columns = (
        "email,phone,mobile,tags,place,consent,company,website,position,department,reference,username,address_line1"
    )

    page = staff.get(LIST, {"columns": columns, "q": evil, "company": evil, "tag": evil}).content.decode()
    page += staff.get(LIST, {"columns": columns}).content.decode()
    page += staff.get(reverse("staff:search"), {"q": "x"}, headers={"HX-Request": "true"}).content.decode()

    assert "<script>alert" not in page
    assert "&lt;script&gt;" in page


@pytest.mark.parametrize("sort", ["name", "-name", "created", "-created", "email", "-email", "modified", "-company"])
def test_pages_lead_through_all_contacts_once_and_back(staff, member, sort):
    many(60)
    member.preferences = {"page_size": 25}
    member.save()

    address, pages = f"{LIST}?sort={sort}", []
    while address:
        response = staff.get(address)
        pages.append(shown(response))
        address = response.context["list"].next_address and LIST + response.context["list"].next_address
        last = response
    back = staff.get(LIST + last.context["list"].previous_address)

    names = [name for page in pages for name in page]
    assert [len(page) for page in pages] == [25, 25, 11]
    assert len(set(names)) == 61
    assert shown(back) == pages[1]


def test_a_contact_that_comes_or_goes_neither_doubles_nor_hides_another(staff, member):
    many(60)
    member.preferences = {"page_size": 25}
    member.save()
    first = staff.get(LIST, {"sort": "-name"})
    last = shown(first)[-1]

    Contact.objects.filter(last_name=last.split()[1]).delete()
    ContactFactory(first_name="A", last_name="Zebra")
    second = shown(staff.get(LIST + first.context["list"].next_address))

    assert last == "A Guest00035"
    assert second[0] == "A Guest00034"


def test_a_cursor_of_another_order_begins_the_list_anew(staff):
    many(3)

    assert len(shown(staff.get(LIST, {"sort": "name", "after": "made:up"}))) == 4


@pytest.mark.parametrize("column", ["name", "email"])
def test_a_head_sorts_and_says_so(staff, column):
    page = staff.get(LIST, {"sort": column}).content.decode()

    assert page.count('aria-sort="ascending"') == 1
    assert f'href="?sort=-{column}"' in page


def test_the_count_is_exact_to_10_000_and_beyond_only_when_asked_for(staff, monkeypatch):
    many(60)
    monkeypatch.setattr("contacts.paging.REACH", 10)
    monkeypatch.setattr("contacts.pages.contact_list.lists.REACH", 10)

    listed = staff.get(LIST).context["list"]
    exact = staff.get(LIST + listed.exact_address).context["list"]

    assert (listed.count, listed.short_count) == ("more than 10 contacts", "more than 10")
    assert (exact.count, exact.short_count) == ("61 contacts", "61")


@pytest.mark.parametrize("is_superuser", [True, False])
def test_the_list_takes_as_many_queries_for_many_contacts_as_for_one(client, is_superuser):
    member = StaffMemberFactory(is_superuser=is_superuser)
    member.groups.add(Group.objects.get(name="Manager"))
    client.force_login(member)
    with statements() as of_one:
        client.get(LIST)
    many(10_000)
    with statements() as of_many:
        client.get(LIST)

    # Session, person, views and page, and the count where not all stand on one page; two more for rights by group.
    assert len(of_one) == (4 if is_superuser else 6)
    assert len(of_many) == (5 if is_superuser else 7)


def test_a_part_for_htmx_costs_no_more(staff):
    many(60)
    with statements() as sent:
        response = staff.get(LIST, {"q": "guest"}, headers={"HX-Request": "true"})

    assert len(sent) == 4
    assert b"<html" not in response.content
    assert response["HX-Push-Url"] == f"{LIST}?q=guest"
    assert "HX-Request" in response["Vary"]


def test_going_back_in_the_history_gives_the_whole_page(staff):
    headers = {"HX-Request": "true", "HX-History-Restore-Request": "true"}
    assert b"<html" in staff.get(LIST, headers=headers).content


def test_a_list_of_50_weighs_less_than_180_kilobytes(staff):
    Contact.objects.bulk_create(
        [
            Contact(
                type="guest", first_name=f"Name {n * 7919}", last_name=f"Last {n * 104729}", email=f"m{n}@example.com",
                phone=f"+44 20 7946 {n:04}", company=f"Company {n * 31}", address_city="London", address_country="GB",
            )
            for n in range(60)
        ]
    )  # fmt: skip
    page = staff.get(LIST).content
    names = {name.decode() for name in re.findall(rb"/static/([\w./-]+)", page)}
    weights = {name: len(gzip.compress(finders_bytes(name))) for name in names}

    assert len(names) >= 6
    assert len(gzip.compress(page)) + sum(weights.values()) < 180 * KILOBYTE, weights


def finders_bytes(name):
    with open(finders.find(name), "rb") as file:
        return file.read()


def test_who_may_not_see_contacts_gets_403_and_strangers_are_asked_to_sign_in(client):
    assert client.get(LIST).status_code == 302
    client.force_login(StaffMemberFactory())
    assert client.get(LIST).status_code == 403


def test_a_reader_sees_the_same_list_without_the_buttons(client):
    reader = StaffMemberFactory()
    reader.groups.add(Group.objects.get(name="Reader"))
    client.force_login(reader)
    ContactFactory(first_name="Ana", last_name="Brook")

    page = client.get(LIST).content.decode()

    assert "Ana Brook" in page
    for word in (
        'class="tick',
        'id="bulk"',
        reverse("staff:contacts-new"),
        'name="deed"',
        reverse("staff:exports-new"),
    ):
        assert word not in page
