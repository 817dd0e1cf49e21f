"""Website permissions (contract §3, ``accessRoles``)."""

from datetime import UTC, datetime

import pytest

from contacts.choices import Portal, Via
from contacts.models import AccessGrant, Contact
from contacts.reading import with_extras
from contacts.services import Grant, change_contact, create_contact
from tests.factories import AccessRoleFactory, ContactFactory
from tests.problems import problems_of
from tests.queries import statements, writes_among

pytestmark = pytest.mark.django_db

VIA = {"via": Via.EVANCE}
USER = {"type": "user", "email": "ana@example.com", "first_name": "Ana", "last_name": "Brook"}
AN_INSTANT = datetime(2031, 1, 2, 3, 4, 5, tzinfo=UTC)


@pytest.fixture(autouse=True)
def roles():
    for reference in ("customer", "dealer"):
        AccessRoleFactory(reference=reference, name=reference.title())
    AccessRoleFactory(reference="editor", name="Editor", portal=Portal.ADMIN)


@pytest.fixture
def user() -> Contact:
    return ContactFactory(user=True)


def grants_of(contact: Contact) -> list[tuple]:
    return sorted(contact.grants.values_list("role__reference", "status", "expires_at"))


def test_grants_are_stored_and_read_back_in_order(user):
    grants = [Grant("dealer", "pending", AN_INSTANT), Grant("customer")]

    answer = change_contact(user.pk, {"grants": grants}, **VIA)

    read = with_extras(Contact.objects.whole().get(pk=user.pk))
    assert (
        answer.website_grants
        == read.website_grants
        == [
            {"reference": "customer", "name": "Customer", "status": "active", "expires": None},
            {"reference": "dealer", "name": "Dealer", "status": "pending", "expires": AN_INSTANT},
        ]
    )


def test_a_new_user_may_be_granted_roles_at_once():
    contact = create_contact({**USER, "grants": [Grant("customer")]}, **VIA)

    assert grants_of(contact) == [("customer", "active", None)]


@pytest.mark.parametrize(("grants", "left"), [([Grant("dealer")], ["dealer"]), ([], [])])
def test_the_given_grants_replace_all(user, grants, left):
    change_contact(user.pk, {"grants": [Grant("customer")]}, **VIA)

    change_contact(user.pk, {"grants": grants}, **VIA)

    assert [reference for reference, *_ in grants_of(user)] == left


@pytest.mark.parametrize("changes", [{"title": "Dr"}, {"title": "Dr", "grants": None}])
def test_grants_that_are_not_named_stay(user, changes):
    change_contact(user.pk, {"grants": [Grant("customer")]}, **VIA)

    change_contact(user.pk, changes, **VIA)

    assert grants_of(user) == [("customer", "active", None)]


def test_the_same_grants_in_another_order_change_nothing(user):
    grants = [Grant("customer"), Grant("dealer", expires=AN_INSTANT)]
    change_contact(user.pk, {"grants": grants}, **VIA)

    with statements() as sent:
        change_contact(user.pk, {"grants": grants[::-1]}, **VIA)

    assert writes_among(sent) == []


@pytest.mark.parametrize(
    ("grants", "codes"),
    [
        ([Grant("nothing")], ["not_found"]),
        ([Grant("CUSTOMER")], ["not_found"]),
        ([Grant("customer", "revoked")], ["invalid"]),
        ([Grant("customer"), Grant("customer", "pending")], ["duplicate"]),
        ([Grant("nothing", "revoked"), Grant("")], ["not_found", "invalid", "not_found"]),
        # What the admin portal knows, the website does not.
        ([Grant("editor")], ["not_found"]),
    ],
)
def test_a_grant_that_cannot_be_is_refused(user, grants, codes):
    assert problems_of(change_contact, user.pk, {"grants": grants}, **VIA) == {"grants": codes}
    assert grants_of(user) == []


@pytest.mark.parametrize("type", ["guest", "recipient", "branch", "supplier"])
def test_only_users_have_roles(type):
    wish = {**USER, "company": "Brook Ltd", "type": type}

    assert problems_of(create_contact, {**wish, "grants": [Grant("customer")]}, **VIA) == {"grants": ["invalid"]}
    assert problems_of(create_contact, {**wish, "grants": []}, **VIA) == {}


def test_who_becomes_a_user_may_be_granted_roles_in_the_same_write():
    guest = ContactFactory()

    change_contact(guest.pk, {"type": "user", "grants": [Grant("customer")]}, **VIA)

    assert grants_of(guest) == [("customer", "active", None)]


@pytest.mark.parametrize("changes", [{"grants": [Grant("dealer")]}, {"grants": []}, {"type": "guest"}])
def test_admin_grants_never_show_and_are_never_touched(user, changes):
    role = AccessRoleFactory(portal=Portal.ADMIN)
    AccessGrant.objects.create(contact=user, role=role)
    change_contact(user.pk, {"grants": [Grant("customer")]}, **VIA)

    changed = change_contact(user.pk, changes, **VIA)

    assert role.reference not in [row["reference"] for row in changed.website_grants]
    assert AccessGrant.objects.filter(contact=user, role=role).exists()
