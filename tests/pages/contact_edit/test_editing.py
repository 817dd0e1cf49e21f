"""Editing a contact with all fields, and moving it to the trash."""

import pytest

from contacts.choices import Via
from contacts.models import Contact
from contacts.services import change_contact, create_contact
from tests.admin.browser import form_of, messages_of
from tests.admin.test_admin_contact_form import EVERYTHING
from tests.factories import AccessRoleFactory, ContactFactory
from tests.pages.groups import a_member_of
from tests.pictures import a_picture, name_of
from tests.queries import statements

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def manager(client):
    member = a_member_of("Manager")
    client.force_login(member)
    return member


@pytest.fixture
def whole(db):
    AccessRoleFactory(reference="customer", name="Customer")
    return create_contact({**EVERYTHING, "thumbnail": a_picture()}, via=Via.DIVENDO)


def page_of(contact):
    return f"/staff/contacts/{contact.pk}/edit/"


def shown(client, contact):
    return form_of(client.get(page_of(contact)), "contact-form")


def test_a_form_sent_back_as_it_is_writes_nothing(client, whole):
    response = client.post(page_of(whole), shown(client, whole), follow=True)

    assert messages_of(response) == ["Nothing was changed."]
    assert whole.changes.count() == 1


def test_a_change_is_stored_and_can_be_undone_with_one_click(client, manager, whole):
    response = client.post(
        page_of(whole), shown(client, whole) | {"company": "Other Ltd", "reason": "Sold"}, follow=True
    )

    change = whole.changes.latest("pk")
    assert (change.after, change.by, change.via, change.reason) == ({"company": "Other Ltd"}, manager, Via.PAGE, "Sold")
    assert response.redirect_chain[0][0] == f"/staff/contacts/{whole.pk}/"
    (message,) = messages_of(response)
    assert f'formaction="/staff/changes/{change.pk}/revert/"' in message


def test_who_came_from_a_list_stays_within_it(client, whole):
    came_from = "?from=company%3Dacme%26sort%3Dname"
    page = client.get(f"/staff/contacts/{whole.pk}/{came_from}").content.decode()
    assert f'href="{page_of(whole)}{came_from}"' in page
    values = shown(client, whole)

    saved = client.post(page_of(whole) + came_from, values | {"company": "Other Ltd"})
    stayed = client.post(page_of(whole) + came_from, values | {"company": "Other Ltd", "then": "stay"})
    deleted = client.post(f"/staff/contacts/{whole.pk}/delete/{came_from}")

    assert saved.url == f"/staff/contacts/{whole.pk}/{came_from}"
    assert stayed.url == page_of(whole) + came_from
    assert deleted.url == "/staff/contacts/?company=acme&sort=name"


def test_an_opt_out_is_not_lifted_by_emptying_its_field(client, whole):
    response = client.post(page_of(whole), shown(client, whole) | {"sms_optout_reason": "", "company": "Other Ltd"})

    (problem,) = response.context["form"].errors["sms_optout_reason"]
    assert problem == "An opt-out is lifted on the contact's page alone, which asks where the consent is from."
    assert whole.changes.count() == 1


def test_who_changes_the_same_as_somebody_else_is_asked(client, whole):
    sent = shown(client, whole) | {"company": "Mine"}
    change_contact(whole.pk, {"company": "Theirs"}, via=Via.EVANCE)

    response = client.post(page_of(whole), sent)

    assert "staff/contact/conflict.html" in [template.name for template in response.templates]
    assert Contact.objects.get(pk=whole.pk).company == "Theirs"


def test_the_picture_is_shown_kept_replaced_and_removed(client, whole):
    before = whole.thumbnail.name
    assert before in client.get(page_of(whole)).text
    other = a_picture(1)

    client.post(page_of(whole), shown(client, whole) | {"company": "Other"})
    assert Contact.objects.get(pk=whole.pk).thumbnail.name == before
    client.post(page_of(whole), shown(client, whole) | {"thumbnail": other})
    other.seek(0)
    assert Contact.objects.get(pk=whole.pk).thumbnail.name == name_of(other)
    client.post(page_of(whole), shown(client, whole) | {"thumbnail-clear": "on"})
    assert not Contact.objects.get(pk=whole.pk).thumbnail


def test_the_headquarters_keeps_its_type(client):
    headquarters = Contact.objects.get(type="hq")

    client.post(page_of(headquarters), shown(client, headquarters) | {"company": "Main house", "type": "guest"})

    headquarters.refresh_from_db()
    assert (headquarters.type, headquarters.company) == ("hq", "Main house")
    assert "/delete/" not in client.get(page_of(headquarters)).text


def test_parts_of_the_form_can_be_linked_to(client, whole):
    page = client.get(page_of(whole)).text

    for anchor in ("who", "reach", "address", "work", "references", "about", "consent", "access", "picture"):
        assert f'id="{anchor}"' in page


def test_what_an_address_is_made_of_is_called_as_in_its_country(client, whole):
    change_contact(whole.pk, {"address_country": "US"}, via=Via.PAGE)

    assert "ZIP code" in client.get(page_of(whole)).text


def test_deleting_moves_to_the_trash_with_one_click_back(client, manager, whole):
    response = client.post(f"/staff/contacts/{whole.pk}/delete/", {"reason": "Asked for"}, follow=True)

    change = whole.changes.latest("pk")
    assert (change.kind, change.by, change.reason) == ("deleted", manager, "Asked for")
    assert response.redirect_chain[0][0] == "/staff/contacts/"
    (message,) = messages_of(response)
    assert f'formaction="/staff/trash/{whole.pk}/restore/"' in message


def test_who_only_looks_is_asked_first(client, whole):
    page = client.get(f"/staff/contacts/{whole.pk}/delete/").text

    assert "You can have it back from there for 30 days." in page
    assert Contact.objects.filter(pk=whole.pk).exists()


def test_the_headquarters_is_not_deleted(client):
    headquarters = Contact.objects.get(type="hq")

    response = client.post(f"/staff/contacts/{headquarters.pk}/delete/", follow=True)

    assert messages_of(response) == ["The headquarters stays: there must be one. Change its details instead."]
    assert Contact.objects.filter(type="hq").exists()


@pytest.mark.parametrize("page", ["edit/", "delete/"])
def test_what_is_not_there_is_not_found(client, page):
    assert client.get(f"/staff/contacts/1/{page}").status_code == 404
    assert client.post(f"/staff/contacts/1/{page}").status_code == 404


@pytest.mark.parametrize(
    ("group", "edits", "deletes"), [("Reader", 403, 403), ("Editor", 200, 403), ("Manager", 200, 200)]
)
def test_each_page_asks_for_its_right(client, whole, group, edits, deletes):
    client.force_login(a_member_of(group))

    assert client.get(page_of(whole)).status_code == edits
    assert client.get(f"/staff/contacts/{whole.pk}/delete/").status_code == deletes


def test_an_editor_sees_no_button_to_delete(client, whole):
    client.force_login(a_member_of("Editor"))

    assert "/delete/" not in client.get(page_of(whole)).text


def test_what_a_contact_holds_is_never_taken_for_html(client):
    contact = ContactFactory(company='"><b onclick=x> & Co'.replace("<b", "< b"))

    assert "< b onclick" not in client.get(page_of(contact)).text


def test_the_page_costs_a_fixed_number_of_queries(client, whole):
    with statements() as sent:
        client.get(page_of(whole))

    assert len(sent) <= 8


def test_tags_are_suggested_by_any_part_of_their_names(client, whole):
    page = client.get("/staff/tags/names/", {"q": "ip"}).text

    assert '<option value="VIP">' in page
    assert "one, two" not in page
