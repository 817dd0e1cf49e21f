import pytest

from contacts.choices import Via
from contacts.differences import Difference, differences_of
from contacts.models import Change
from contacts.services import Grant, change_contact, create_contact, delete_contact
from tests.factories import AccessRoleFactory

USER = {"type": "user", "first_name": "Ana", "last_name": "Brook", "email": "ana@example.com"}


@pytest.fixture
def user(db):
    AccessRoleFactory(reference="customer")
    return create_contact(USER | {"raw_password": "correct horse", "tags": ["vip"]}, via=Via.EVANCE)


def last_differences():
    return differences_of(Change.objects.latest("pk"))


def test_a_new_contact_differs_from_nothing(user):
    assert last_differences() == [
        Difference("Type", "", "User"),
        Difference("E-mail", "", "ana@example.com"),
        Difference("First name", "", "Ana"),
        Difference("Last name", "", "Brook"),
        Difference("Password", "", "(set)"),
        Difference("Tags", "", "vip"),
    ]


def test_fields_of_the_address_say_so(user):
    change_contact(user.pk, {"address_city": "London"}, via=Via.EVANCE)

    assert last_differences() == [Difference("Address: town or city", "", "London")]


def test_lists_stand_one_below_the_other(user):
    change_contact(user.pk, {"tags": ["a", "b"], "grants": [Grant("customer", "pending")]}, via=Via.EVANCE)

    assert last_differences() == [
        Difference("Tags", "vip", "a\nb"),
        Difference("Access roles", "", "customer, pending"),
    ]


def test_a_deleted_contact_differs_in_all_that_it_was(user):
    delete_contact(user.pk, via=Via.EVANCE)

    assert Difference("E-mail", "ana@example.com", "") in last_differences()


def test_a_field_that_there_is_no_more_is_called_by_its_name():
    change = Change(before={"fax": "1"}, after={"fax": None, "company": "Moss"})

    assert differences_of(change) == [Difference("Company", "", "Moss"), Difference("Fax", "1", "")]
