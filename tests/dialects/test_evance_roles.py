"""Website permissions (contract §3, ``accessRoles``)."""

from datetime import UTC, datetime

import pytest

from contacts.choices import Portal
from contacts.models import AccessGrant
from tests.dialects.samples import contact, evance_faults, evance_path
from tests.factories import AccessRoleFactory, ContactFactory

pytestmark = pytest.mark.django_db

CONTACTS = "/api/contacts.json"
EXPIRES = "2031-01-01T00:00:00+00:00"


@pytest.fixture(autouse=True)
def known_roles(db):
    AccessRoleFactory(reference="customer", name="Customer")
    AccessRoleFactory(reference="trade-account", name="Trade account")
    AccessRoleFactory(reference="editor", name="Editor", portal=Portal.ADMIN)


def answered(reference="customer", name="Customer", status="active", expires=None):
    return {reference: {"name": name, "reference": reference, "status": status, "expires": expires}}


def write(api, roles, **keys):
    answer = api.post(CONTACTS, contact("user", accessRoles=roles, **keys))
    assert answer.status_code == 201, answer.content
    return answer.json()["contact"]


def rewrite(api, known, roles):
    answer = api.put(f"/api/contacts/{known['id']}.json", {"contact": {"type": "user", "accessRoles": roles}})
    assert answer.status_code == 200, answer.content
    return answer.json()["contact"]["accessRoles"]


@pytest.mark.parametrize("written", ["customer", " customer ", {"reference": "customer"}])
def test_a_reference_is_a_grant_for_good(api, written):
    assert write(api, [written])["accessRoles"] == answered()


@pytest.mark.parametrize("status", ["active", "pending", "rejected"])
def test_a_grant_has_a_status_and_an_end(api, status):
    role = {"reference": "customer", "expires": EXPIRES, "status": status}

    assert write(api, [role])["accessRoles"] == answered(status=status, expires=EXPIRES)


@pytest.mark.parametrize("empty", [None, ""])
def test_an_empty_status_is_active_and_an_empty_end_none(api, empty):
    assert write(api, [{"reference": "customer", "expires": empty, "status": empty}])["accessRoles"] == answered()


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("2031-07-01T12:00:00+02:00", "2031-07-01T10:00:00+00:00"),
        ("2031-07-01T12:00:00.75Z", "2031-07-01T12:00:00+00:00"),
        ("0001-01-01T00:00:00Z", "0001-01-01T00:00:00+00:00"),
    ],
)
def test_an_end_is_answered_as_atom_in_utc(api, sent, kept):
    created = write(api, [{"reference": "customer", "expires": sent}])

    assert created["accessRoles"]["customer"]["expires"] == kept
    path = f"/api/contacts/{created['id']}.json"
    assert api.put(path, {"contact": created})["ETag"] == '"1"'


def test_an_end_that_has_passed_is_still_shown(api):
    roles = [{"reference": "customer", "expires": "1999-12-31T00:00:00+00:00"}]

    assert write(api, roles)["accessRoles"]["customer"]["expires"] == "1999-12-31T00:00:00+00:00"


def test_a_list_replaces_all_grants_of_the_website(api):
    created = write(api, ["customer", "trade-account"])

    assert list(created["accessRoles"]) == ["customer", "trade-account"]
    assert rewrite(api, created, ["trade-account"]) == answered("trade-account", "Trade account")
    assert rewrite(api, created, []) == {}


@pytest.mark.parametrize("nothing", [None, [], {}])
def test_nothing_takes_all_grants_away(api, nothing):
    assert rewrite(api, write(api, ["customer"]), nothing) == {}


def test_absent_roles_stay(api):
    created = write(api, ["customer"])

    answer = api.put(f"/api/contacts/{created['id']}.json", {"contact": {"type": "user", "position": "Buyer"}})

    assert answer.json()["contact"]["accessRoles"] == answered()


def test_the_object_that_is_answered_may_be_sent_back(api):
    roles = ["customer", {"reference": "trade-account", "status": "pending", "expires": EXPIRES}]
    created = write(api, roles)
    grants = list(AccessGrant.objects.order_by("pk").values())

    answer = api.put(f"/api/contacts/{created['id']}.json", {"contact": created})

    assert (answer.json()["contact"], answer["ETag"]) == (created, '"1"')
    assert list(AccessGrant.objects.order_by("pk").values()) == grants


@pytest.mark.parametrize(
    ("roles", "code"),
    [
        (["unknown"], "not-found"),
        (["customer", "unknown"], "not-found"),
        (["Customer"], "not-found"),
        (["editor"], "not-found"),
        ([""], "not-found"),
        (["a\0b"], "not-found"),
        (["customer", "customer"], "duplicate"),
        ([{"reference": "customer", "status": "granted"}], "invalid"),
        ([{"reference": "customer", "status": 1}], "invalid"),
        ([{"reference": "customer", "status": False}], "invalid"),
        ([{"reference": "customer", "expires": "2031-01-01"}], "invalid"),
        ([{"reference": "customer", "expires": "never"}], "invalid"),
        ([{"reference": "customer", "expires": 0}], "invalid"),
        ([{"status": "active"}], "invalid"),
        ([{"reference": None}], "invalid"),
        ([5], "invalid"),
        ([None], "invalid"),
        ([["customer"]], "invalid"),
        ("customer", "invalid"),
        (True, "invalid"),
        ({"customer": "active"}, "invalid"),
        ({"customer": None}, "invalid"),
        (["customer"] * 100_000, "invalid"),
    ],
)
def test_what_is_no_grant_is_refused_and_nothing_is_stored(api, roles, code):
    answer = api.post(CONTACTS, contact("user", accessRoles=roles))

    assert evance_faults(answer) == [("accessRoles", code)]
    assert AccessGrant.objects.count() == 0


@pytest.mark.parametrize("type", ["guest", "branch", "recipient", "supplier"])
def test_only_a_user_has_roles(api, type):
    assert evance_faults(api.post(CONTACTS, contact(type, accessRoles=["customer"]))) == [("accessRoles", "invalid")]
    assert api.post(CONTACTS, contact(type, accessRoles={})).status_code == 201


def test_who_is_no_user_any_more_has_no_roles_any_more(api):
    created = write(api, ["customer"])

    answer = api.put(f"/api/contacts/{created['id']}.json", {"contact": {"type": "guest"}})

    assert (answer.status_code, answer.json()["contact"]["accessRoles"]) == (200, {})
    assert AccessGrant.objects.count() == 0


def test_roles_of_the_admin_portal_never_show_and_are_never_touched(api):
    user = ContactFactory(user=True)
    editor = AccessGrant.objects.create(
        contact=user, role=AccessRoleFactory(reference="chief", portal=Portal.ADMIN), expires_at=datetime.now(UTC)
    )

    assert api.get(evance_path(user)).json()["contact"]["accessRoles"] == {}
    for roles in (["customer"], [], None):
        api.put(evance_path(user), {"contact": {"type": "user", "accessRoles": roles}})

    assert list(AccessGrant.objects.filter(contact=user)) == [editor]
