import pytest
from django.contrib.auth.models import Group, Permission
from django_otp.plugins.otp_totp.models import TOTPDevice

from contacts.models import StaffMember
from contacts.services.second_factors import second_factor_of
from tests.admin.browser import errors_of, form_of
from tests.factories import ContactFactory, StaffMemberFactory

LIST = "/admin/contacts/staffmember/"
FORM = "staffmember_form"
PASSWORDS = {"usable_password": "true", "password1": "correct horse", "password2": "correct horse"}


def permissions(*names):
    return Permission.objects.filter(codename__in=names)


def test_a_member_is_added_with_a_password_and_signs_in_by_e_mail(pages):
    pages.client.post(f"{LIST}add/", {"email": "Kim@Example.com", "name": "Kim", **PASSWORDS})
    pages.client.logout()

    sign_in = pages.client.get("/admin/").url
    assert pages.client.get(sign_in).url == "/staff/sign-in/?next=/admin/"
    typed = {"username": "KIM@example.COM ", "password": "correct horse"}
    signed_in = pages.client.post("/staff/sign-in/?next=/admin/", typed)
    assert (signed_in.status_code, signed_in.url) == (302, "/admin/")


def test_an_address_belongs_to_one_member(pages):
    StaffMemberFactory(email="kim@example.com")

    response = pages.client.post(f"{LIST}add/", {"email": "KIM@example.com", **PASSWORDS})

    assert errors_of(response) == {"email": ["Staff member with this E-mail already exists."]}


def test_a_member_is_given_a_group_permissions_and_a_contact(pages):
    kim, contact = StaffMemberFactory(), ContactFactory()
    group = Group.objects.create(name="Sales")
    (permission,) = permissions("view_contact")
    address = f"{LIST}{kim.pk}/change/"

    shown = form_of(pages.client.get(address), FORM)
    chosen = {"groups": [group.pk], "user_permissions": [permission.pk], "contact": contact.pk}
    assert pages.client.post(address, shown | chosen).status_code == 302

    kim.refresh_from_db()
    assert (kim.contact, kim.groups.get(), kim.user_permissions.get()) == (contact, group, permission)


def test_the_contact_of_a_member_is_looked_up_by_words(pages):
    contact = ContactFactory(first_name="Bea", last_name="Moss")
    ContactFactory(last_name="Brook")

    field = {"app_label": "contacts", "model_name": "staffmember", "field_name": "contact"}
    response = pages.client.get("/admin/autocomplete/", {"term": "moss", **field})

    assert response.json()["results"] == [{"id": str(contact.pk), "text": "Bea Moss"}]


def test_an_empty_look_up_offers_the_latest_contacts(pages):
    field = {"app_label": "contacts", "model_name": "staffmember", "field_name": "contact"}
    ContactFactory.create_batch(21)

    answer = pages.client.get("/admin/autocomplete/", field).json()

    assert len(answer["results"]) == 20
    assert answer["pagination"] == {"more": True}


@pytest.fixture
def clerk(client, db):
    """Somebody who may edit staff, and is no superuser."""
    clerk = StaffMemberFactory()
    clerk.user_permissions.set(permissions("view_staffmember", "add_staffmember", "change_staffmember"))
    client.force_login(clerk)
    return clerk


def test_who_edits_staff_cannot_give_themselves_permissions(client, clerk):
    address = f"{LIST}{clerk.pk}/change/"

    shown = form_of(client.get(address), FORM)
    (permission,) = permissions("delete_contact")
    client.post(address, shown | {"name": "Kim", "is_superuser": "on", "user_permissions": [permission.pk]})

    clerk = StaffMember.objects.get(pk=clerk.pk)
    assert (clerk.name, clerk.is_superuser, clerk.has_perm("contacts.delete_contact")) == ("Kim", False, False)


@pytest.mark.parametrize("page", ["change", "password", "delete"])
def test_who_edits_staff_cannot_touch_a_superuser(client, clerk, page):
    superuser = StaffMemberFactory(is_superuser=True)

    response = client.post(f"{LIST}{superuser.pk}/{page}/", {"email": clerk.email, **PASSWORDS})

    assert response.status_code == 403


def test_a_contacts_password_does_not_open_the_admin(client, db):
    ContactFactory(user=True, email="ana@example.com", raw_password="correct horse")

    response = client.post("/staff/sign-in/", {"username": "ana@example.com", "password": "correct horse"})

    assert "do not open" in response.text


def test_an_administrator_takes_a_lost_second_factor_away(pages):
    kim = StaffMemberFactory()
    TOTPDevice.objects.create(user=kim, name="app")

    pages.client.post(LIST, {"action": "take_away_second_factor", "_selected_action": [kim.pk]})

    assert second_factor_of(kim) is None


def test_who_edits_staff_cannot_take_a_superusers_second_factor_away(client, clerk):
    superuser = StaffMemberFactory(is_superuser=True)
    TOTPDevice.objects.create(user=superuser, name="app")

    response = client.post(LIST, {"action": "take_away_second_factor", "_selected_action": [superuser.pk]})

    assert response.status_code == 403
    assert second_factor_of(superuser)
