from contacts.choices import Via
from contacts.models import AccessRole
from contacts.services import Grant, create_contact
from tests.factories import AccessRoleFactory

LIST = "/admin/contacts/accessrole/"
USER = {"type": "user", "first_name": "Ana", "last_name": "Brook", "email": "ana@example.com"}


def test_a_role_is_added_and_edited(pages):
    pages.client.post(f"{LIST}add/", {"reference": "customer", "name": "Customer", "portal": "website"})
    role = AccessRole.objects.get(reference="customer")

    pages.client.post(f"{LIST}{role.pk}/change/", {"reference": "customer", "name": "Buyer", "portal": "website"})

    role.refresh_from_db()
    assert role.name == "Buyer"


def test_a_role_that_nobody_has_is_deleted(pages):
    role = AccessRoleFactory()

    pages.client.post(f"{LIST}{role.pk}/delete/", {"post": "yes"})

    assert not AccessRole.objects.exists()


def test_a_role_that_contacts_have_stays_and_the_page_says_why(pages):
    role = AccessRoleFactory(reference="customer", name="Customer")
    create_contact(USER | {"grants": [Grant("customer")]}, via=Via.DIVENDO)

    selection = {"action": "delete_selected", "_selected_action": [role.pk], "post": "yes"}
    for address, sent in ((f"{LIST}{role.pk}/delete/", {"post": "yes"}), (LIST, selection)):
        assert "Customer: 1 contact has this role. Take it away there first." in pages.client.post(address, sent).text
    assert AccessRole.objects.exists()
