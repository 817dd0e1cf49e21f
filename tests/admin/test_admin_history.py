import pytest

from contacts.admin import history
from contacts.choices import Via
from contacts.models import Change
from contacts.services import change_contact, create_contact, delete_contact
from tests.factories import StaffMemberFactory

CHANGES = "/admin/contacts/change/"
USER = {"type": "user", "first_name": "Ana", "last_name": "Brook", "email": "ana@example.com"}


@pytest.fixture
def contact(db):
    contact = create_contact(USER | {"raw_password": "correct horse"}, via=Via.EVANCE)
    author = {"via": Via.PAGE, "by": StaffMemberFactory(name="Sam Staff"), "reason": "Asked by phone"}
    return change_contact(contact.pk, {"company": "Brook & Sons", "sms_optout_reason": "optout"}, **author)


def history_of(client, contact, **parameters):
    return client.get(f"/admin/contacts/contact/{contact.pk}/history/", parameters)


def test_the_history_of_a_contact_says_who_when_why_and_what(pages, contact):
    page = history_of(pages.client, contact).text

    for fact in ("Staff page", "Sam Staff", "Asked by phone", "Brook &amp; Sons", "optout", "Evance API"):
        assert fact in page
    assert page.index("Asked by phone") < page.index("Evance API")


def test_the_history_does_not_show_a_password(pages, contact):
    page = history_of(pages.client, contact).text

    assert "(set)" in page
    assert contact.password not in page


def test_a_long_history_comes_in_pages(pages, contact, monkeypatch):
    monkeypatch.setattr(history, "PAGE_SIZE", 1)

    first = history_of(pages.client, contact)
    second = history_of(pages.client, contact, before=first.context["older"])

    assert [line["change"].version for line in first.context["lines"]] == [2]
    assert [line["change"].version for line in second.context["lines"]] == [1]
    assert second.context["older"] is None


def test_the_history_takes_a_fixed_number_of_queries(pages, contact, django_assert_num_queries):
    # The session, the member, the contact, its changes with who made them.
    for company in ("One", "Two"):
        with django_assert_num_queries(4):
            history_of(pages.client, contact)
        change_contact(contact.pk, {"company": company}, via=Via.PAGE, by=StaffMemberFactory())


def test_the_page_of_a_contact_shows_its_changes_of_consent(pages, contact):
    section = pages.client.get(pages.address(contact)).text.partition("Latest changes of consent")[2]

    for fact in ("SMS", "Opted out", "optout", "Staff page", "Sam Staff"):
        assert fact in section


def test_the_history_of_a_deleted_contact_is_in_the_list_of_changes(pages, contact):
    contact_id = contact.pk
    delete_contact(contact_id, via=Via.COMMAND)

    response = pages.client.get(f"/admin/contacts/contact/{contact_id}/history/", follow=True)

    assert response.redirect_chain[-1][0] == f"{CHANGES}?q={contact_id}"
    assert [change.kind for change in response.context["cl"].result_list] == ["deleted", "changed", "created"]


@pytest.mark.parametrize(
    ("parameters", "kinds"),
    [
        ({"via__exact": "page"}, ["changed"]),
        ({"kind__exact": "created"}, ["created"]),
        ({"at__gte": "2999-01-01 00:00:00+00:00"}, []),
        ({"q": "contact_id"}, ["changed", "created"]),
        ({"q": "object_id"}, ["changed", "created"]),
        ({"q": "1"}, []),
        ({"q": "f" * 24}, []),
        ({"q": "brook"}, []),
    ],
)
def test_changes_are_filtered_and_found_by_the_ids_of_their_contact(pages, contact, parameters, kinds):
    ids = {"contact_id": str(contact.pk), "object_id": contact.object_id.upper()}
    found = pages.client.get(CHANGES, {name: ids.get(value, value) for name, value in parameters.items()})

    assert [change.kind for change in found.context["cl"].result_list] == kinds


def test_a_change_shows_what_it_changed(pages, contact):
    change = Change.objects.latest("pk")

    page = pages.client.get(f"{CHANGES}{change.pk}/change/").text

    for fact in ("Brook &amp; Sons", "Asked by phone", "Sam Staff", contact.object_id):
        assert fact in page


def test_changes_cannot_be_changed(pages, contact):
    change = Change.objects.latest("pk")

    for address in (f"{CHANGES}add/", f"{CHANGES}{change.pk}/change/", f"{CHANGES}{change.pk}/delete/"):
        assert pages.client.post(address, {"reason": "None"}).status_code == 403


def test_the_list_of_changes_takes_a_fixed_number_of_queries(pages, contact, django_assert_num_queries):
    # The session, the member, the count, the rows.
    for company in ("One", "Two"):
        with django_assert_num_queries(4):
            pages.client.get(CHANGES)
        change_contact(contact.pk, {"company": company}, via=Via.PAGE, by=StaffMemberFactory())
