import pytest

from contacts.choices import ChangeKind, OperationKind, Via
from contacts.models import Change, Contact, Operation
from contacts.services import delete_contact
from tests.admin.browser import messages_of
from tests.factories import ContactFactory

LIST = "/admin/contacts/contact/"


def delete_address(contact):
    return f"{LIST}{contact.pk}/delete/"


def delete_selected(client, *contacts, confirmed=True):
    selection = {"action": "delete_selected", "_selected_action": [contact.pk for contact in contacts]}
    return client.post(LIST, selection | ({"post": "yes"} if confirmed else {}), follow=True)


def deletions():
    return {(change.contact_id, change.via, change.by_id) for change in Change.objects.filter(kind=ChangeKind.DELETED)}


def test_a_contact_is_deleted_through_the_door(pages, member):
    contact = ContactFactory()

    assert "Ana Brook" in pages.client.get(delete_address(contact)).text
    pages.client.post(delete_address(contact), {"post": "yes"})

    assert not Contact.objects.filter(pk=contact.pk).exists()
    assert deletions() == {(contact.pk, Via.ADMIN, member.pk)}


def test_selected_contacts_are_deleted_through_the_door_once_that_is_confirmed(pages, member):
    contacts = ContactFactory.create_batch(2)

    page = delete_selected(pages.client, *contacts, confirmed=False)
    assert "Are you sure" in page.text
    assert deletions() == set()

    page = delete_selected(pages.client, *contacts)
    assert deletions() == {(contact.pk, Via.ADMIN, member.pk) for contact in contacts}
    operation = Operation.objects.get()
    assert (operation.kind, operation.by, operation.counts) == (OperationKind.BULK, member, {"deleted": 2})
    assert f'href="/staff/operations/{operation.pk}/"' in page.text


def test_a_selection_with_the_headquarters_is_refused_as_a_whole(pages):
    headquarters, contact = Contact.objects.get(type="hq"), ContactFactory()

    response = delete_selected(pages.client, contact, headquarters)

    message = "Nothing was deleted: leave out the headquarters, which cannot be deleted."
    assert messages_of(response) == [message]
    assert Contact.objects.filter(pk__in=[contact.pk, headquarters.pk]).count() == 2
    assert deletions() == set()


def test_deleting_the_headquarters_is_not_offered(pages):
    headquarters = Contact.objects.get(type="hq")

    assert delete_address(headquarters) not in pages.client.get(pages.address(headquarters)).text
    assert pages.client.post(delete_address(headquarters), {"post": "yes"}).status_code == 403


def test_a_contact_that_a_rival_deleted_first_is_not_a_crash(pages, monkeypatch):
    def delete_too_late(contact_id, **author):
        delete_contact(contact_id, via=Via.EVANCE)
        delete_contact(contact_id, **author)

    contact = ContactFactory()
    monkeypatch.setattr("contacts.admin.contacts.delete_contact", delete_too_late)
    response = pages.client.post(delete_address(contact), {"post": "yes"})

    assert response.status_code == 302
    assert {via for _, via, _ in deletions()} == {Via.EVANCE}


@pytest.mark.parametrize("count", [1, 5])
def test_asking_for_confirmation_takes_a_fixed_number_of_queries(pages, django_assert_num_queries, count):
    contacts = ContactFactory.create_batch(count)
    # The session, the member, the count of the list, whether the headquarters are chosen, and the chosen contacts.
    with django_assert_num_queries(5):
        delete_selected(pages.client, *contacts, confirmed=False)


def test_selected_contacts_are_taken_along_to_the_export(pages):
    contacts = ContactFactory.create_batch(2)
    selection = {"action": "export", "_selected_action": [contact.pk for contact in contacts]}

    response = pages.client.post(LIST, selection)

    chosen = sorted((contact.pk for contact in contacts), key=lambda pk: response.url.index(str(pk)))
    assert response.url == "/staff/exports/new/?" + "&".join(f"pk={pk}" for pk in chosen)
