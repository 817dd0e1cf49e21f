"""Many new contacts at once: each is judged as if alone, and few statements store them (design, "The door")."""

import pytest
from django.core.exceptions import ValidationError

from contacts import thumbnails
from contacts.choices import OperationKind, Via
from contacts.models import Change, Contact, Operation, Tag
from contacts.reading import with_extras
from contacts.services import Grant, change_contact, create_contact, create_contacts
from contacts.services.bulk import Outcome
from tests.factories import AccessRoleFactory, ContactFactory
from tests.pictures import a_picture, name_of, stored_pictures
from tests.problems import codes_of
from tests.queries import statements

pytestmark = pytest.mark.django_db

VIA = {"via": Via.IMPORT}


def a_wish(number: int, **values) -> dict:
    return {
        "type": "user",
        "email": f"{number}@example.com",
        "first_name": "Ana",
        "last_name": f"Brook {number}",
        **values,
    }


def told(outcomes: list[Outcome]) -> list:
    """Give the e-mail of each stored contact, and the codes of each refusal."""
    return [codes_of(one) if isinstance(one, ValidationError) else one.email for one in outcomes]


def test_each_is_answered_in_its_place():
    ContactFactory(user=True, email="3@example.com")
    wishes = [a_wish(0), a_wish(1, phone="12"), a_wish(2), a_wish(3), a_wish(4, last_name=""), a_wish(5), a_wish(2)]

    outcomes = create_contacts(wishes, **VIA)

    assert told(outcomes) == [
        "0@example.com",
        {"phone": ["invalid"]},
        "2@example.com",
        {"email": ["unique"]},
        {"last_name": ["required"]},
        "5@example.com",
        {"email": ["unique"]},
    ]
    assert set(Contact.objects.filter(type="user").values_list("email", flat=True)) == {
        f"{number}@example.com" for number in (0, 2, 3, 5)
    }


@pytest.mark.parametrize("position", range(9))
def test_a_refused_one_holds_up_nobody_wherever_it_stands(position):
    ContactFactory(customer_number="taken")
    wishes = [a_wish(number) for number in range(9)]
    wishes[position]["customer_number"] = "taken"

    outcomes = create_contacts(wishes, **VIA)

    refused = [index for index, one in enumerate(outcomes) if isinstance(one, ValidationError)]
    assert refused == [position]
    assert codes_of(outcomes[position]) == {"customer_number": ["unique"]}
    assert Contact.objects.filter(type="user").count() == 8


@pytest.mark.parametrize("count", [0, 1, 2])
def test_few_are_stored_too(count):
    assert told(create_contacts((a_wish(number) for number in range(count)), **VIA)) == [
        f"{number}@example.com" for number in range(count)
    ]


def test_all_may_be_refused():
    outcomes = create_contacts([a_wish(number, first_name="<b>") for number in range(5)], **VIA)

    assert told(outcomes) == [{"first_name": ["html"]}] * 5
    assert not Change.objects.exists()


def test_every_problem_of_each_is_named_also_what_is_not_unique():
    ContactFactory(user=True, email="0@example.com", reference="R-1")

    (outcome, _) = create_contacts([a_wish(0, reference="r-1", phone="12"), a_wish(1)], **VIA)

    assert codes_of(outcome) == {"email": ["unique"], "reference": ["unique"], "phone": ["invalid"]}


def test_one_of_many_is_stored_as_if_it_came_alone():
    AccessRoleFactory(reference="customer")
    facts = {
        "emails": ["Ana@Example.com", "bo@example.com"],
        "numbers": ["07911 123456", "0800-FLOWERS"],
        "address_country": "gb",
        "date_of_birth": "2000-02-29",
        "sms_optout_reason": "optout",
        "sms_optout_date": "2026-01-01T00:00:00.123456+00:00",
        "grants": [Grant("customer", "pending")],
        "tags": ["b", "A"],
        "reference": "R-é",
        "biography": "one\r\ntwo",
        "raw_password": "correct horse",
    }
    own = {"type": "user", "first_name": "Ana", "last_name": "Brook", **facts}
    alone = create_contact(own, **VIA)
    change_contact(alone.pk, {"email": "other@example.com", "reference": ""}, **VIA)
    among_many = create_contacts([own, *map(a_wish, range(20))], **VIA)[0]

    for contact in (among_many, Contact.objects.get(pk=among_many.pk)):
        for name in facts.keys() - {"grants", "tags", "raw_password", "sms_optout_date", "date_of_birth"}:
            assert getattr(contact, name) == getattr(alone, name), name
    stored = with_extras(Contact.objects.whole().get(pk=among_many.pk))
    assert stored.tag_names == among_many.tag_names == alone.tag_names
    assert stored.website_grants == among_many.website_grants == alone.website_grants
    first_changes = [contact.changes.earliest("id") for contact in (alone, among_many)]
    first, second = ({**change.after, "password": ""} for change in first_changes)
    assert first == second
    assert [change.kind for change in first_changes] == ["created", "created"]
    assert among_many.consent_events.get().occurred_at == alone.consent_events.get().occurred_at


def test_tags_are_made_once_and_spelled_alike():
    Tag.objects.create(name="VIP", slug="vip")

    outcomes = create_contacts([a_wish(0, tags=["vip", "New"]), a_wish(1, tags=["new"]), a_wish(2)], **VIA)

    new = Tag.objects.get(slug="new").name
    assert [list(contact.tag_names) for contact in outcomes] == [[new, "VIP"], [new], []]
    assert Tag.objects.count() == 2
    assert Contact.objects.tagged("NEW").count() == 2


def test_a_recipient_among_them_becomes_the_user():
    recipient = ContactFactory(recipient=True, email="2@example.com")

    outcomes = create_contacts(map(a_wish, range(4)), **VIA)

    assert outcomes[2].pk == recipient.pk
    assert Contact.objects.filter(type="user").count() == 4
    assert recipient.changes.get().kind == "changed"


def test_all_are_found_at_once():
    create_contacts(map(a_wish, range(12)), **VIA)

    assert Contact.objects.search("brook ana").count() == 12


def test_every_change_belongs_to_the_operation():
    operation = Operation.objects.create(kind=OperationKind.IMPORT, via=Via.IMPORT)

    create_contacts([*map(a_wish, range(5)), a_wish(0)], operation=operation, **VIA)

    assert operation.changes.count() == 5


def test_a_hundred_contacts_take_few_statements():
    AccessRoleFactory(reference="customer")
    wishes = [
        a_wish(number, tags=[f"tag {number % 7}", "all"], grants=[Grant("customer")], sms_optout_reason="optout")
        for number in range(100)
    ]

    with statements() as sent:
        create_contacts(wishes, **VIA)

    # Roles; contacts; tags: look, make, look again; links; grants; changes; events. SQLite takes some in parts.
    assert len(sent) <= 20
    assert Contact.objects.filter(type="user").count() == 100


def test_one_offender_among_a_hundred_costs_no_more_than_its_search():
    ContactFactory(user=True, email="50@example.com")

    with statements() as sent:
        create_contacts(map(a_wish, range(100)), **VIA)

    assert len(sent) <= 100


def test_a_picture_is_taken_in_once_also_for_one_that_is_tried_again(monkeypatch):
    taken_in = []
    monkeypatch.setattr(thumbnails, "take_in", lambda value: taken_in.append(value) or "")
    ContactFactory(customer_number="taken")

    create_contacts([a_wish(0, thumbnail="one"), a_wish(1, thumbnail="two", customer_number="taken")], **VIA)

    assert taken_in == ["one", "two"]


def test_the_pictures_of_the_refused_are_not_kept():
    ContactFactory(customer_number="taken")
    wishes = [a_wish(number, thumbnail=a_picture(number)) for number in range(4)]
    wishes[2]["customer_number"] = "taken"

    outcomes = create_contacts(wishes, **VIA)

    assert stored_pictures() == {outcomes[number].thumbnail.name for number in (0, 1, 3)}
    assert name_of(a_picture(2)) not in stored_pictures()
