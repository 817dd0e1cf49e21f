"""The page of the trash: who deleted what, for how long it can be had back, and having it back."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from contacts.choices import Via
from contacts.models import Change, Contact, Operation
from contacts.services import delete_contact
from contacts.services.bulk_deletes import delete_contacts
from tests.admin.browser import messages_of
from tests.factories import ContactFactory, StaffMemberFactory
from tests.pages.groups import a_member_of
from tests.queries import statements
from tests.services.imports import an_operation

pytestmark = pytest.mark.django_db

TRASH = "/staff/trash/"


@pytest.fixture(autouse=True)
def manager(client):
    member = a_member_of("Manager")
    client.force_login(member)
    return member


def deleted(**facts):
    author = facts.pop("author", {})
    contact = ContactFactory(**facts)
    delete_contact(contact.pk, **{"via": Via.PAGE, **author})
    return contact


def test_it_tells_who_deleted_what_through_which_face_and_why(client):
    staff = StaffMemberFactory(name="Sam Staff")
    deleted(first_name="Zoe", company="Zoe & Sons", author={"by": staff, "reason": "Asked for", "via": Via.ADMIN})

    page = client.get(TRASH).text

    for words in ("Zoe Brook", "Zoe &amp; Sons", "Sam Staff", "Admin", "Asked for", "30 days", "just now"):
        assert words in page


def test_it_says_that_it_is_empty(client):
    assert "The trash is empty" in client.get(TRASH).text
    assert "Nothing in the trash has “&lt;b&gt;”" in client.get(f"{TRASH}?q=<b>").text


def test_one_contact_comes_back_with_a_link_and_an_undo(client, manager):
    contact = deleted(first_name="Zoe")

    response = client.post(f"{TRASH}{contact.pk}/restore/", {"next": "/staff/contacts/?q=x"}, follow=True)

    assert response.redirect_chain[0][0] == "/staff/contacts/?q=x"
    (message,) = messages_of(response)
    assert f'<a href="/staff/contacts/{contact.pk}/">Zoe Brook</a> is back.' in message
    assert f'formaction="/staff/contacts/{contact.pk}/delete/"' in message
    assert contact.changes.latest("pk").by == manager


def test_nobody_is_led_away_to_another_site(client):
    contact = deleted()

    response = client.post(f"{TRASH}{contact.pk}/restore/", {"next": "https://evil.example/"})

    assert response.url == TRASH


def test_the_ticked_come_back_as_one_operation_that_can_be_undone(client):
    contacts = [deleted(), deleted(), deleted()]

    response = client.post(f"{TRASH}restore/", {"pk": [contacts[0].pk, contacts[1].pk, "x", "9" * 30]}, follow=True)

    deed = Operation.objects.get()
    (message,) = messages_of(response)
    assert "2 contacts are back." in message
    assert f'formaction="/staff/operations/{deed.pk}/undo/"' in message
    assert set(Contact.objects.filter(type="guest")) == set(contacts[:2])
    assert client.get(f"/staff/operations/{deed.pk}/").status_code == 200


def test_what_could_not_come_back_is_said(client):
    gone = deleted(user=True, first_name="Zoe")
    change = gone.changes.latest("pk")
    grant = {"reference": "dealer", "status": "active", "expires": None}
    lost = {"grants": [grant], "thumbnail": "pictures/aa/gone.png"}
    Change.objects.filter(pk=change.pk).update(before={**change.before, **lost})

    response = client.post(f"{TRASH}{gone.pk}/restore/", follow=True)

    back, without = messages_of(response)
    assert "is back." in back
    assert f'<a href="/staff/contacts/{gone.pk}/">Zoe Brook</a> came back without all that it had.' in without
    assert "There is no access role “dealer” any more. The picture is not stored any more." in without


def test_who_is_in_the_way_is_linked_to(client):
    gone = deleted(user=True, email="ana@example.com")
    rival = ContactFactory(user=True, email="ana@example.com", first_name="Rival &")

    response = client.post(f"{TRASH}{gone.pk}/restore/", follow=True)

    (message,) = messages_of(response)
    assert "stays in the trash. Another user or newsletter recipient has this e-mail address." in message
    assert f'<a href="/staff/contacts/{rival.pk}/">Rival &amp; Brook</a>' in message


def test_what_is_there_already_is_said_and_what_never_was_is_not_found(client):
    contact = ContactFactory()

    response = client.post(f"{TRASH}{contact.pk}/restore/", follow=True)

    assert messages_of(response) == ["Somebody has brought this contact back already."]
    assert client.post(f"{TRASH}{'9' * 30}/restore/").status_code == 404
    assert client.post(f"{TRASH}1/restore/").status_code == 404


def test_what_an_operation_deleted_leads_to_its_undo(client):
    deed = an_operation()
    delete_contacts([ContactFactory().pk], via=Via.PAGE, operation=deed)

    page = client.get(TRASH).text

    assert f'href="/staff/operations/{deed.pk}/"' in page
    assert f'href="/staff/operations/{deed.pk}/undo/"' in page


def test_the_last_days_are_marked(client, manager, settings):
    deleted()

    with time_machine.travel(timezone.now() + timedelta(days=settings.TRASH_DAYS - 1)):
        client.force_login(manager)
        page = client.get(TRASH).text

    assert "mark-warn" in page


def test_pages_follow_each_other_without_gap_or_double(client, monkeypatch):
    monkeypatch.setattr("contacts.pages.trash.lists.PAGE", 2)
    contacts = [deleted(first_name=f"N{number}") for number in range(5)]
    Change.objects.update(at=timezone.now())

    first = client.get(TRASH)
    second = client.get(TRASH + first.context["older"])
    third = client.get(TRASH + second.context["older"])
    back = client.get(TRASH + second.context["newer"])

    shown = [[row.contact.pk for row in page.context["rows"]] for page in (first, second, third, back)]
    assert shown[0] + shown[1] + shown[2] == [contact.pk for contact in reversed(contacts)]
    assert shown[3] == shown[0]
    assert (third.context["older"], first.context["newer"]) == ("", "")


@pytest.mark.parametrize("place", ["before=x", "after=-1", "before=" + "9" * 30, "after=0", "q=%00", "before=1"])
def test_an_address_that_nobody_was_given_shows_a_page(client, place):
    deleted()

    assert client.get(f"{TRASH}?{place}").status_code == 200


@pytest.mark.parametrize("group", ["Reader", "Editor"])
def test_who_may_not_delete_looks_without_buttons(client, group):
    contact = deleted(first_name="Zoe")
    client.force_login(a_member_of(group))

    page = client.get(TRASH).text

    assert "Zoe" in page
    assert "/restore/" not in page.partition("<table")[2]
    assert client.post(f"{TRASH}{contact.pk}/restore/").status_code == 403
    assert client.post(f"{TRASH}restore/", {"pk": contact.pk}).status_code == 403


def test_it_costs_the_same_for_one_and_for_many(client):
    deleted()
    client.get(TRASH)
    with statements() as for_one:
        client.get(TRASH)
    for _ in range(20):
        deleted(author={"by": StaffMemberFactory(), "operation": an_operation()})

    with statements() as for_many:
        client.get(TRASH)

    assert len(for_one) == len(for_many) <= 8
