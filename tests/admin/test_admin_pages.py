import re

import pytest
from django.contrib.auth.models import Permission

from contacts.choices import Scope, Via
from contacts.services import Grant, create_contact
from contacts.services.clients import create_client
from tests.factories import AccessRoleFactory, StaffMemberFactory

USER = {"type": "user", "first_name": "Ana", "last_name": "Brook", "email": "ana@example.com"}
INLINE = re.compile(r"<script(?![^>]*\ssrc=)|<style|\sstyle=|\son\w+=|javascript:", re.IGNORECASE)


@pytest.fixture
def contact(db):
    AccessRoleFactory(reference="customer", name="Customer")
    return create_contact(USER | {"tags": ["vip"], "grants": [Grant("customer")]}, via=Via.EVANCE)


def addresses(contact):
    api_client = create_client("Shop", Scope.CONTACTS).client
    yield from ("/admin/", "/admin/contacts/contact/", "/admin/contacts/contact/add/", "/admin/contacts/change/")
    yield from (f"/admin/contacts/contact/{contact.pk}/{page}/" for page in ("change", "history", "delete"))
    yield from (f"/admin/contacts/{name}/" for name in ("tag", "accessrole", "operation", "importdraft", "worker"))
    yield from (f"/admin/contacts/{name}/" for name in ("consentevent", "savedview", "savedmapping"))
    yield "/admin/contacts/staffmember/add/"
    yield from ("/admin/contacts/apiclient/", f"/admin/contacts/apiclient/{api_client.pk}/change/")


def test_no_page_needs_what_the_content_security_policy_forbids(pages, contact):
    for address in addresses(contact):
        response = pages.client.get(address)
        assert response.status_code == 200, address
        assert "default-src 'self'" in response["Content-Security-Policy"]
        assert INLINE.findall(response.text) == [], address


def test_the_admin_says_where_one_is(pages):
    page = pages.client.get("/admin/").text

    assert "<title>Administration | Contacts</title>" in page


def test_only_tables_that_are_used_are_shown(pages):
    page = pages.client.get("/admin/").text

    assert "/admin/contacts/tag/" in page
    assert "/admin/taggit/" not in page
    assert "/admin/otp_" not in page


@pytest.fixture
def onlooker(client, db):
    """Somebody who may look at contacts, and do nothing else."""
    onlooker = StaffMemberFactory()
    onlooker.user_permissions.set(Permission.objects.filter(codename="view_contact"))
    client.force_login(onlooker)
    return onlooker


def test_who_may_only_look_sees_all_and_changes_nothing(client, onlooker, contact):
    address = f"/admin/contacts/contact/{contact.pk}/change/"

    page = client.get(address).text
    for fact in ("ana@example.com", "vip", "Customer: active", contact.object_id):
        assert fact in page
    for name in ("raw_password", "reason", "thumbnail_source", "_save"):
        assert f'name="{name}"' not in page
    assert client.post(address, {"first_name": "Bea"}).status_code == 403


@pytest.mark.parametrize("page", ["", "history/"])
def test_who_may_not_look_at_contacts_sees_none(client, contact, page):
    client.force_login(StaffMemberFactory())

    assert client.get("/admin/contacts/contact/").status_code == 403
    assert client.get(f"/admin/contacts/contact/{contact.pk}/{page or 'change/'}").status_code == 403


def test_who_may_only_look_cannot_delete(client, onlooker, contact):
    selection = {"action": "delete_selected", "_selected_action": [contact.pk], "post": "yes"}

    client.post("/admin/contacts/contact/", selection)

    contact.refresh_from_db()
    assert client.post(f"/admin/contacts/contact/{contact.pk}/delete/", {"post": "yes"}).status_code == 403
