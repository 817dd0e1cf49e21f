from datetime import UTC, datetime

import pytest
from django.urls import reverse

from contacts.choices import Via
from contacts.models import Contact
from contacts.services import create_contact
from tests.admin.browser import messages_of
from tests.factories import ContactFactory
from tests.queries import statements

LIST = "/admin/contacts/contact/"


@pytest.fixture(autouse=True)
def no_headquarters(db):
    """Leave the list to the contacts of the test."""
    Contact.objects.filter(type="hq").delete()


def listed(client, **parameters):
    response = client.get(LIST, parameters)
    assert response.status_code == 200
    return [contact.last_name for contact in response.context["cl"].result_list]


def add(last_name, **changes):
    facts = {"type": "guest", "first_name": "Ana", "email": f"{last_name.lower()}@example.com"}
    return create_contact(facts | {"last_name": last_name} | changes, via=Via.DIVENDO)


def test_the_latest_contacts_come_first(pages):
    ContactFactory(last_name="Old", created_at=datetime(2020, 1, 1, tzinfo=UTC))
    ContactFactory(last_name="New", created_at=datetime(2024, 1, 1, tzinfo=UTC))

    assert listed(pages.client) == ["New", "Old"]


def test_a_row_says_who_where_and_which_tags(pages):
    add("Brook", company="Brook & Sons", address_country="GB", tags=["vip", "Fair"])

    page = pages.client.get(LIST).text

    for cell in ("Ana Brook", "brook@example.com", "Brook &amp; Sons", ">GB<", "Fair, vip"):
        assert cell in page


@pytest.mark.parametrize("order", ["1", "-1", "3", "-3", "4.1", "-7"])
def test_a_list_is_sorted_as_an_index_is(pages, order):
    ordering = pages.client.get(LIST, {"o": order}).context["cl"].queryset.query.order_by

    column, tie = ordering
    assert column.lstrip("-") in ("last_name", "email", "company", "created_at")
    assert tie == ("-pk" if order.startswith("-") else "pk")


@pytest.mark.parametrize(
    "words", ["moss", "BEA mo", "bea2@example", "Bakers", "0207946", "ref-7", "C 10099", "bea2@example.com"]
)
def test_the_search_box_finds_by_words_and_by_customer_number(pages, words):
    ContactFactory(last_name="Brook")
    changes = {"first_name": "Bea", "more_emails": ["bea2@example.com"], "company": "Bakers Ltd", "reference": "Ref-7"}
    add("Moss", phone="020 7946 0000", customer_number="C 10099", **changes)

    assert listed(pages.client, q=words) == ["Moss"]


@pytest.mark.parametrize("words", ["C 1009", "moss brook", "z " * 5000])
def test_the_search_box_finds_nothing_else(pages, words):
    add("Moss", customer_number="C 10099")
    add("Brook")

    assert listed(pages.client, q=words) == []


def test_the_pages_of_a_search_lead_through_all_that_it_finds(pages, monkeypatch):
    monkeypatch.setattr("contacts.admin.contacts.ContactAdmin.list_per_page", 2)
    add("Brook")
    for number in range(5):
        add("Moss", first_name="Bea", email=f"bea.{number}@example.com")

    found = [pages.client.get(LIST, {"q": "bea moss", "o": "3", "p": page}).context["cl"].result_list for page in "123"]

    assert [[contact.email[:5] for contact in page] for page in found] == [
        ["bea.0", "bea.1"],
        ["bea.2", "bea.3"],
        ["bea.4"],
    ]


def test_a_page_of_a_search_is_cut_out_of_the_few_that_match(pages):
    for number in range(101):
        add("Moss", email=f"bea.{number}@example.com")

    with statements() as sent:
        pages.client.get(LIST, {"q": "bea"})

    assert sum(sql.lstrip().startswith("WITH matches") for sql in sent) == 1


def test_a_search_for_what_no_text_holds_is_told(pages):
    response = pages.client.get(LIST, {"q": "\x00"})

    assert messages_of(response) == ["Null characters are not allowed."]


@pytest.mark.parametrize(
    "parameters",
    [
        {"type__exact": "branch"},
        {"tag": "VIP"},
        {"sms_consent": "out"},
        {"created_min": "2024-02-01", "created_max": "2024-02-01"},
        {"modified_min": "2024-03-01"},
        {"tag": "vip", "sms_consent": "out", "q": "moss"},
    ],
)
def test_filters_narrow_the_list(pages, parameters):
    add("Brook", tags=["other"])
    moss = add("Moss", type="branch", company="Moss Ltd", tags=["vip"], sms_optout_reason="optout")
    Contact.objects.update(created_at=datetime(2024, 1, 31, tzinfo=UTC), modified_at=datetime(2024, 1, 31, tzinfo=UTC))
    Contact.objects.filter(pk=moss.pk).update(
        created_at=datetime(2024, 2, 1, 23, 59, 59, tzinfo=UTC), modified_at=datetime(2024, 3, 1, tzinfo=UTC)
    )

    assert listed(pages.client, **parameters) == ["Moss"]


def test_who_never_opted_out_is_opted_in(pages):
    add("Brook")
    add("Moss", sms_optout_reason="optout")

    assert listed(pages.client, sms_consent="in") == ["Brook"]


def test_a_day_that_is_none_is_told_and_finds_nothing(pages):
    add("Brook")

    response = pages.client.get(LIST, {"created_min": "yesterday"})

    assert "Give a day, or an instant such as" in response.text
    assert not response.context["cl"].result_list


def test_a_filter_keeps_what_else_narrows_the_list(pages):
    page = pages.client.get(LIST, {"q": "moss", "sms_consent": "out", "tag": "vip"}).text

    assert '<input type="hidden" name="q" value="moss">' in page
    assert '<input type="hidden" name="sms_consent" value="out">' in page


def test_tags_are_suggested_and_can_be_looked_up(pages):
    add("Brook", tags=["vip", "Fair"])

    page = pages.client.get(LIST).text

    assert 'list="tag-suggestions"' in page
    assert '<option value="Fair">' in page
    assert reverse("admin:contacts_tag_changelist") in page


def test_a_tag_leads_to_its_contacts(pages):
    add("Brook", tags=["R&D"])
    add("Moss", tags=["vip"])

    page = pages.client.get("/admin/contacts/tag/", {"q": "r&d"}).text

    assert 'href="/admin/contacts/contact/?tag=R%26D"' in page
    assert "vip" not in page


def test_a_long_list_is_not_counted_to_its_end(pages, monkeypatch):
    for module in ("contacts.paging", "contacts.admin.lists"):
        monkeypatch.setattr(f"{module}.REACH", 5)
    ContactFactory.create_batch(7)

    response = pages.client.get(LIST)

    assert response.context["cl"].result_count == 5
    assert "more than 5 contacts: search or filter to see the others" in " ".join(response.text.split())


def test_a_short_list_is_counted(pages):
    ContactFactory.create_batch(2)

    assert "2 contacts" in " ".join(pages.client.get(LIST).text.split())


def test_the_list_takes_as_many_queries_for_a_hundred_contacts_as_for_one(pages, django_assert_num_queries):
    add("Brook", tags=["vip"])
    pages.client.get(LIST)
    # The session, the member, the suggested tags, the count, the rows.
    with django_assert_num_queries(5):
        pages.client.get(LIST)

    for number in range(99):
        add(f"Moss{number}", tags=["vip", f"tag {number}"])
    with django_assert_num_queries(5):
        assert len(listed(pages.client)) == 100


def test_the_page_of_a_contact_takes_as_many_queries_whatever_it_holds(pages, django_assert_num_queries):
    lean = add("Brook")
    rich = add("Moss", tags=["a", "b", "c"], sms_optout_reason="optout", post_optout_reason="moved")
    # A process asks for the type of the content once.
    pages.client.get(pages.address(lean))
    # The session, the member, the contact, the roles, its consent events.
    for contact in (lean, rich):
        with django_assert_num_queries(5):
            pages.client.get(pages.address(contact))
