"""Each rule of the law through each face: a broken contact is refused at its place, and nothing is stored."""

import pytest

from contacts.choices import ContactType
from contacts.models import AccessGrant, Change, ConsentEvent, Contact, Tag, TaggedContact
from tests.broken_contacts import BROKEN, ROLES, whole
from tests.dialects.samples import headquarters
from tests.faces import FACES
from tests.factories import AccessRoleFactory, ContactFactory
from tests.pictures import stored_pictures

pytestmark = pytest.mark.django_db

TABLES = (Contact, Change, ConsentEvent, Tag, TaggedContact, AccessGrant)


@pytest.fixture(autouse=True)
def roles(db):
    for reference, portal in ROLES.items():
        AccessRoleFactory(reference=reference, portal=portal)


def kept():
    """Give all that a contact may leave behind."""
    return {table: list(table.objects.order_by("pk").values()) for table in TABLES}, stored_pictures()


def pairs(is_new):
    """Give the faces with the broken contacts, new or stored, that they can speak of."""
    for broken in BROKEN:
        for name, face in FACES.items():
            can_tell = name in broken.faces and face.places.keys() & broken.facts.keys()
            if can_tell and (broken.type in face.makes or not is_new):
                yield pytest.param(face, broken, id=f"{name}: {broken.rule}")


def stored_of(type):
    return headquarters() if type == ContactType.HQ else ContactFactory(type=type, company="Old Ltd")


def assert_refused(way_in, broken, contact=None):
    if broken.rival:
        ContactFactory(**broken.rival)
    before = kept()
    places = {way_in.places[column] for column in broken.facts if column in way_in.places}

    assert way_in.refusals(whole(broken.type) | broken.facts, contact) == {(place, broken.code) for place in places}
    assert kept() == before


@pytest.mark.parametrize(("face", "broken"), list(pairs(is_new=True)))
def test_a_new_contact_that_breaks_a_rule_is_refused_and_nothing_is_stored(client, face, broken):
    assert_refused(face(client), broken)


@pytest.mark.parametrize(("face", "broken"), list(pairs(is_new=False)))
def test_a_change_that_breaks_a_rule_is_refused_and_nothing_is_stored(client, face, broken):
    assert_refused(face(client), broken, stored_of(broken.type))


@pytest.mark.parametrize("face", FACES.values(), ids=FACES)
@pytest.mark.parametrize("type", ContactType)
def test_a_whole_contact_is_taken(client, face, type):
    way_in, contact = face(client), stored_of(type)

    assert way_in.refusals(whole(type), contact) == set()
    assert Contact.objects.get(pk=contact.pk).version == contact.version + 1


@pytest.mark.parametrize(("face", "type"), [(face, type) for face in FACES.values() for type in face.makes])
def test_a_new_whole_contact_is_taken(client, face, type):
    way_in, before = face(client), Contact.objects.count()

    assert way_in.refusals(whole(type)) == set()
    assert Contact.objects.count() == before + 1
