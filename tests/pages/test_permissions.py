"""Who may open what: each group at each address of the staff's pages, also at those that are still to come."""

from itertools import pairwise

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse

from contacts.choices import OperationKind, OperationState, Via
from contacts.models import Operation, SavedView, StaffMember
from contacts.services import change_contact, create_contact, delete_contact
from tests.factories import StaffMemberFactory
from tests.pages.addresses import OPEN, all_addresses, asked_for_by, guarded_addresses, offered_by

pytestmark = pytest.mark.django_db

GROUPS = ["Reader", "Editor", "Manager", "Administrator"]
each_group = pytest.mark.parametrize("group", GROUPS)
# What readers may open is named here, so that nothing gets among it unnoticed.
FOR_ALL = {"dashboard", "profile", "password", "second-factor", "second-factor-codes", "second-factor-off"}
FOR_READERS = FOR_ALL | {
    *("contacts", "contacts-display", "contacts-tag-options", "search", "views", "contact"),
    *("operations", "operation", "operation-leftovers", "tags", "tags-names", "trash"),
}


def member_of(group: str) -> StaffMember:
    member = StaffMemberFactory(name=group)
    member.groups.add(Group.objects.get(name=group))
    return member


def signed_in(member) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(member)
    return client


def asked(client, address):
    """Ask for the page; where it is only sent to, send to it."""
    response = client.get(address.path)
    return client.post(address.path) if response.status_code == 405 else response


def test_every_address_has_a_guard():
    unguarded = [address.name for address in all_addresses() if not hasattr(address.view, "permissions")]

    assert sorted(unguarded) == sorted(OPEN), "Put @staff_page(…) on it."


def test_nobody_who_is_not_signed_in_gets_past_the_sign_in(client):
    for address in guarded_addresses():
        got, sent = client.get(address.path), client.post(address.path)
        # Some are only got, some only sent to.
        assert 302 in (got.status_code, sent.status_code), address.name
        for response in (got, sent):
            assert response.status_code == 405 or response.url.startswith("/staff/sign-in/?next=/staff/"), address.name


def test_who_is_in_no_group_may_do_nothing_but_look_after_themselves():
    client = signed_in(StaffMemberFactory())
    for address in guarded_addresses():
        refused = asked(client, address).status_code == 403
        assert (address.name, refused) == (address.name, address.name not in FOR_ALL)


@each_group
def test_each_group_may_open_what_it_has_the_rights_for_and_no_more(group):
    member = member_of(group)
    client = signed_in(member)
    for address in guarded_addresses():
        refused = asked(client, address).status_code == 403
        assert (address.name, refused) == (address.name, not member.has_perms(address.permissions))


def test_readers_may_open_these_pages_and_no_others():
    reader = member_of("Reader")

    may = {address.name for address in guarded_addresses() if reader.has_perms(address.permissions)}
    assert may == FOR_READERS | {name for name in may if name.startswith("contact-") and is_only_read(name)}


def is_only_read(name: str) -> bool:
    """Tell the parts of a contact's page, all of which a reader sees, from what changes it."""
    return not name.endswith(("-edit", "-check", "-delete", "-save", "-add", "-block", "-consent", "-picture"))


def test_each_group_may_what_the_one_before_may():
    mays = [set(member_of(group).get_all_permissions()) for group in GROUPS]

    assert all(fewer < more for fewer, more in pairwise(mays))


def test_what_is_not_there_is_not_found():
    client = signed_in(StaffMemberFactory(is_superuser=True))

    answers = {address.name: asked(client, address).status_code for address in guarded_addresses() if address.has_key}

    assert {name: status for name, status in answers.items() if status != 404} == {}


@pytest.fixture
def store(db):
    """A contact with a history, one that is in the trash, an operation and a view that is shared."""
    facts = {"type": "user", "first_name": "Ana", "last_name": "Brook", "email": "ana@example.com", "tags": ["vip"]}
    contact = create_contact(facts, via=Via.EVANCE)
    change_contact(contact.pk, {"company": "Brook & Sons"}, via=Via.PAGE)
    gone = create_contact({"type": "recipient", "email": "gone@example.com"}, via=Via.EVANCE)
    delete_contact(gone.pk, via=Via.PAGE)
    deed = Operation.objects.create(kind=OperationKind.BULK, state=OperationState.DONE, via=Via.PAGE)
    SavedView.objects.create(name="Users", query="type=user", owner=StaffMemberFactory(), is_shared=True)
    return {"contact": contact.pk, "operation": deed.pk}


@each_group
def test_no_page_offers_what_its_reader_may_not_do(store, group):
    member = member_of(group)
    client = signed_in(member)
    pages = ["dashboard", "contacts", "views", "operations", "tags", "trash", "profile"]
    paths = [*map(reverse, (f"staff:{name}" for name in pages)), "/staff/contacts/?q=brook"]
    paths += [reverse(f"staff:{name}", args=[pk]) for name, pk in store.items()]
    for path in paths:
        response = client.get(path)
        assert (path, response.status_code) == (path, 200)
        offered = {there: asked_for_by(there) for there in offered_by(response.text)}
        assert {there: rights for there, rights in offered.items() if not member.has_perms(rights)} == {}, path


@pytest.mark.parametrize("group", [None, *GROUPS])
def test_the_admin_shows_to_each_group_the_tables_that_it_may_look_at(group):
    member = member_of(group) if group else StaffMemberFactory()
    client = signed_in(member)
    for model in admin.site._registry:
        label, name = model._meta.app_label, model._meta.model_name
        may = member.has_perm(f"{label}.view_{name}") or member.has_perm(f"{label}.change_{name}")
        status = client.get(reverse(f"admin:{label}_{name}_changelist")).status_code
        assert (name, status) == (name, 200 if may else 403)


def test_every_page_is_closed_to_frames_foreign_scripts_and_caches(client):
    visitors = [signed_in(StaffMemberFactory(is_superuser=True)), client]
    for response in (visitor.get(address.path) for visitor in visitors for address in all_addresses()):
        policy = response["Content-Security-Policy"]
        assert "default-src 'self'" in policy
        assert "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy
        assert response["X-Frame-Options"] == "DENY"
        assert response["X-Content-Type-Options"] == "nosniff"
        assert response["Referrer-Policy"] == "same-origin"
        assert response.status_code == 405 or "private" in response.get("Cache-Control", ""), response.request[
            "PATH_INFO"
        ]
