"""What holds when many write at the same time (contract §3, "also when two requests race")."""

from functools import partial

import pytest
from django.core.exceptions import ValidationError

from contacts.choices import Via
from contacts.models import Change, Contact, Tag
from contacts.models.fields import PlainTextField
from contacts.services import (
    StaleContact,
    change_contact,
    create_contact,
    create_contacts,
    delete_contact,
)
from tests.factories import ContactFactory
from tests.pictures import a_picture, name_of, stored_pictures
from tests.problems import codes_of
from tests.rivals import at_once

pytestmark = pytest.mark.django_db(transaction=True)

VIA = {"via": Via.EVANCE}
USER = {"type": "user", "email": "ana@example.com", "first_name": "Ana", "last_name": "Brook"}
RIVALS = 32
TEXTS = [
    field.name
    for field in Contact._meta.concrete_fields
    if type(field) is PlainTextField and field.name not in ("website", "username")
]


def refusals_among(answers: list) -> list[dict]:
    return [codes_of(answer) for answer in answers if isinstance(answer, ValidationError)]


@pytest.mark.parametrize(
    ("field", "wishes"),
    [
        ("email", [USER] * RIVALS),
        ("email", [{**USER, "type": "recipient"}] * RIVALS),
        ("email", [{**USER, "type": "branch", "company": "Brook Ltd"}] * RIVALS),
        ("reference", [{**USER, "type": "guest", "reference": "R-1"}] * RIVALS),
        ("customer_number", [{**USER, "type": "guest", "customer_number": "C-1"}] * RIVALS),
    ],
    ids=["users", "recipients", "branches", "references", "customer numbers"],
)
def test_of_many_who_want_the_same_one_gets_it_and_the_others_are_told(field, wishes):
    answers = at_once([partial(create_contact, wish, **VIA) for wish in wishes])

    assert refusals_among(answers) == [{field: ["unique"]}] * (len(wishes) - 1)
    assert Contact.objects.exclude(type="hq").count() == 1
    assert Change.objects.count() == 1


def test_of_many_changes_none_is_lost():
    contact = ContactFactory(user=True)
    texts = {name: f"text {index}" for index, name in enumerate(TEXTS)}

    at_once([partial(change_contact, contact.pk, {name: text}, **VIA) for name, text in texts.items()])

    contact.refresh_from_db()
    assert {name: getattr(contact, name) for name in texts} == texts
    assert contact.version == 1 + len(texts)
    assert sorted(contact.changes.values_list("version", flat=True)) == list(range(2, 2 + len(texts)))


def test_of_many_who_expect_the_same_version_one_wins():
    contact = ContactFactory(user=True)
    titles = [f"title {number}" for number in range(16)]

    answers = at_once([partial(change_contact, contact.pk, {"title": title}, versions={1}, **VIA) for title in titles])

    (winner,) = [answer for answer in answers if isinstance(answer, Contact)]
    assert sum(isinstance(answer, StaleContact) for answer in answers) == 15
    contact.refresh_from_db()
    assert (contact.title, contact.version) == (winner.title, 2)


def test_every_change_tells_what_was_before_it():
    contact = ContactFactory(user=True, title="title 0")

    at_once([partial(change_contact, contact.pk, {"title": f"title {number}"}, **VIA) for number in range(1, 17)])

    changes = list(contact.changes.order_by("version"))
    assert len(changes) == 16
    befores, afters = [[getattr(change, side)["title"] for change in changes] for side in ("before", "after")]
    assert befores == ["title 0", *afters[:-1]]


def test_rivals_who_make_the_same_tag_share_it():
    contacts = [ContactFactory() for _ in range(16)]
    spellings = ["VIP", "vip", "Vip", "new"]

    at_once(
        [
            partial(change_contact, contact.pk, {"tags": [spellings[index % 4], "all"]}, **VIA)
            for index, contact in enumerate(contacts)
        ]
    )

    assert Tag.objects.count() == 3
    assert [Contact.objects.tagged(name).count() for name in ("vip", "new", "all")] == [12, 4, 16]


def test_of_many_who_register_with_the_address_of_a_recipient_one_becomes_the_user():
    recipient = ContactFactory(recipient=True, email=USER["email"])
    wishes = [{**USER, "first_name": f"Ana {number}"} for number in range(12)]

    answers = at_once([partial(create_contact, wish, **VIA) for wish in wishes])

    (winner,) = [answer for answer in answers if isinstance(answer, Contact)]
    assert refusals_among(answers) == [{"email": ["unique"]}] * 11
    assert Contact.objects.get(email=USER["email"]).first_name == winner.first_name
    assert winner.pk == recipient.pk


def test_of_many_users_who_take_the_address_of_a_recipient_one_gets_it():
    recipient = ContactFactory(recipient=True, email=USER["email"])
    users = [ContactFactory(user=True) for _ in range(8)]

    answers = at_once([partial(change_contact, user.pk, {"email": USER["email"]}, **VIA) for user in users])

    (winner,) = [answer for answer in answers if isinstance(answer, Contact)]
    assert refusals_among(answers) == [{"email": ["unique"]}] * 7
    assert Contact.objects.get(email=USER["email"]).pk == winner.pk
    assert not Contact.objects.filter(pk=recipient.pk).exists()


def test_a_contact_is_deleted_once_and_never_written_to_after():
    contact = ContactFactory(user=True)
    deeds = [
        partial(delete_contact, contact.pk, **VIA),
        partial(change_contact, contact.pk, {"title": "Dr"}, **VIA),
    ] * 8

    answers = at_once(deeds)

    assert answers[::2].count(None) == 1
    assert all(isinstance(answer, Contact.DoesNotExist) for answer in answers[::2] if answer is not None)
    assert all(isinstance(answer, Contact | Contact.DoesNotExist) for answer in answers[1::2])
    assert Change.objects.filter(contact_id=contact.pk).latest("id").kind == "deleted"


def test_batches_that_share_contacts_in_another_order_do_not_lock_each_other_out():
    first, last = ({**USER, "email": email} for email in ("a@example.com", "z@example.com"))
    own = [[{**USER, "email": f"m{number}@{rival}.example"} for number in range(150)] for rival in range(2)]
    batches = [[first, *own[0], last], [last, *own[1], first]]

    answers = at_once([partial(create_contacts, batch, **VIA) for batch in batches])

    assert sum(isinstance(one, Contact) for outcomes in answers for one in outcomes) == 302
    assert Contact.objects.filter(type="user").count() == Change.objects.count() == 302


def test_a_picture_stays_when_one_of_its_rivals_is_refused():
    wishes = [{**USER, "customer_number": "C-1", "type": "guest", "thumbnail": a_picture()} for _ in range(8)]

    at_once([partial(create_contact, wish, **VIA) for wish in wishes])

    assert Contact.objects.get(customer_number="C-1").thumbnail.name == name_of(a_picture())
    assert stored_pictures() == {name_of(a_picture())}
