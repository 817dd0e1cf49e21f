"""What narrows a list of contacts, one filter at a time (exports, pages and bulk edits share them)."""

from datetime import UTC, datetime

import pytest

from contacts.choices import OperationKind, OperationState, Via
from contacts.filters import ContactFilterSet
from contacts.models import Contact
from contacts.services import change_contact
from contacts.services.import_runs import begin_import, take_up
from contacts.services.operations import finish_operation, operation
from tests.factories import ContactFactory

pytestmark = pytest.mark.django_db


def found_by(**conditions):
    """Give the first names of the contacts that the conditions find, the headquarters left out."""
    filters = ContactFilterSet(conditions, Contact.objects.exclude(type="hq"))
    assert filters.is_valid(), filters.errors
    return sorted(filters.qs.values_list("first_name", flat=True))


@pytest.fixture
def contacts():
    ContactFactory(user=True, first_name="Ada", company="Acme", phone="+44 20 7946 0000", address_country="GB")
    ContactFactory(first_name="Bo", email_optout_reason="optout", mobile="+44 7700 900000", address_country="DE")
    ContactFactory(first_name="Cy", opted_out_of_sms=True, thumbnail="contacts/cy.webp", reference="Ref-1")
    ContactFactory(first_name="Di", more_numbers=["+44 20 7946 0001"], leave_date="2030-01-31", email="di@example.com")
    Contact.objects.filter(first_name="Di").update(
        created_via=Via.IMPORT, created_at=datetime(2020, 5, 1, 12, tzinfo=UTC)
    )
    Contact.objects.filter(first_name="Cy").update(modified_at=datetime(2021, 5, 1, 12, tzinfo=UTC))


@pytest.mark.parametrize(
    ("conditions", "names"),
    [
        ({"q": "acme"}, ["Ada"]),
        ({"type": "user"}, ["Ada"]),
        ({"company": "ACME"}, ["Ada"]),
        ({"email": "DI@example.com"}, ["Di"]),
        ({"reference": "ref-1"}, ["Cy"]),
        ({"leave_date": "2030-01-31"}, ["Di"]),
        ({"country": "GB"}, ["Ada"]),
        ({"country": "de"}, ["Bo"]),
        ({"country": "FR"}, []),
        ({"email_consent": "out"}, ["Bo"]),
        ({"email_consent": "in"}, ["Ada", "Cy", "Di"]),
        ({"sms_consent": "out"}, ["Cy"]),
        ({"sms_consent": "in"}, ["Ada", "Bo", "Di"]),
        ({"post_consent": "out"}, []),
        ({"phone_consent": "in"}, ["Ada", "Bo", "Cy", "Di"]),
        ({"created_min": "2020-05-01", "created_max": "2020-05-01"}, ["Di"]),
        ({"created_min": "2020-05-02"}, ["Ada", "Bo", "Cy"]),
        ({"modified_max": "2021-05-01"}, ["Cy"]),
        ({"modified_min": "2021-05-02"}, ["Ada", "Bo", "Di"]),
        ({"has_picture": "yes"}, ["Cy"]),
        ({"has_picture": "no"}, ["Ada", "Bo", "Di"]),
        ({"has_email": "yes"}, ["Ada", "Bo", "Cy", "Di"]),
        ({"has_email": "no"}, []),
        ({"has_number": "yes"}, ["Ada", "Bo", "Di"]),
        ({"has_number": "no"}, ["Cy"]),
        ({"created_via": "import"}, ["Di"]),
        ({"created_via": "system"}, ["Ada", "Bo", "Cy"]),
        ({"has_number": "yes", "email_consent": "in", "country": "GB"}, ["Ada"]),
        ({"type": "guest", "has_number": "yes", "sms_consent": "in", "q": "di"}, ["Di"]),
        ({"type": "guest", "country": "GB"}, []),
    ],
)
def test_each_filter_finds_its_contacts_and_all_hold_together(contacts, conditions, names):
    assert found_by(**conditions) == names


def test_a_tag_finds_those_that_carry_it(contacts):
    change_contact(Contact.objects.get(first_name="Ada").pk, {"tags": ["VIP"]}, via=Via.PAGE)
    change_contact(Contact.objects.get(first_name="Bo").pk, {"tags": ["other"]}, via=Via.PAGE)

    assert found_by(tag="vip") == ["Ada"]
    assert found_by(tag="nobody's") == []


def test_an_operation_finds_the_contacts_that_it_touched_once_each(contacts):
    ada = Contact.objects.get(first_name="Ada")
    with operation(OperationKind.BULK, via=Via.PAGE) as deed:
        change_contact(ada.pk, {"company": "B"}, via=Via.PAGE, operation=deed)
        change_contact(ada.pk, {"company": "C"}, via=Via.PAGE, operation=deed)

    assert found_by(operation=str(deed.pk)) == ["Ada"]
    assert found_by(operation=str(deed.pk + 1)) == []


def test_an_operation_that_goes_on_finds_what_it_touches_from_then_on(contacts):
    deed = begin_import("contacts.csv", "", {}, via=Via.IMPORT)
    for name in ("Bo", "Ada"):
        change_contact(Contact.objects.get(first_name=name).pk, {"company": "B"}, via=Via.PAGE, operation=deed)
        running = found_by(operation=str(deed.pk))
        finish_operation(deed, OperationState.FAILED)
        assert found_by(operation=str(deed.pk)) == running
        take_up(deed)

    assert found_by(operation=str(deed.pk)) == ["Ada", "Bo"]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("country", "XX"),
        ("country", "Germany"),
        ("email_consent", "maybe"),
        ("has_number", "1"),
        ("created_via", "fax"),
        ("operation", "0"),
        ("operation", "9223372036854775808"),
        ("operation", "x"),
        ("type", "robot"),
        ("created_min", "yesterday"),
    ],
)
def test_a_value_that_cannot_be_is_refused_at_its_filter(name, value):
    assert list(ContactFilterSet({name: value}, Contact.objects.all()).errors) == [name]
