"""Creating a contact through the door (contract §1 and §3)."""

import pytest
from django.contrib.auth.hashers import check_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.utils import timezone

import project.settings
from contacts.choices import ChangeKind, Via
from contacts.models import AccessGrant, Change, ConsentEvent, Contact, Tag
from contacts.services import Grant, create_contact, save_contact, writing
from contacts.services.storing import store_new
from tests.factories import GUEST, ContactFactory
from tests.problems import codes_of, problems_of
from tests.queries import statements, writes_among

pytestmark = pytest.mark.django_db

USER = {**GUEST, "type": "user"}
VIA = {"via": Via.EVANCE}


@pytest.fixture(autouse=True)
def no_headquarters():
    """The store begins with one contact; here the counts begin with none."""
    Contact.objects.all().delete()


def stored_rows() -> list[int]:
    return [model.objects.count() for model in (Contact, Change, ConsentEvent, Tag, AccessGrant)]


def test_what_is_given_is_what_is_stored():
    before = timezone.now()
    wish = {**GUEST, "emails": ["Ana@Example.com", "bo@example.com"], "numbers": ["0800-FLOWERS"], "tags": ["b", "A"]}

    contact = create_contact(wish, **VIA)

    stored = Contact.objects.whole().get()
    assert stored.emails == contact.emails == ["ana@example.com", "bo@example.com"]
    assert stored.numbers == contact.numbers == ["0800 3569377"]
    assert sorted(stored.tag_names) == contact.tag_names == ["A", "b"]
    assert (stored.version, contact.version) == (1, 1)
    assert before <= stored.created_at <= timezone.now()


def test_every_contact_has_two_ids_that_tell_nothing_of_the_others():
    contacts = [create_contact(GUEST, **VIA) for _ in range(20)]
    ids = [contact.id for contact in contacts]
    object_ids = {contact.object_id for contact in contacts}

    assert len(set(ids)) == len(object_ids) == 20
    assert all(10**9 <= id < 2**53 for id in ids)
    assert ids != sorted(ids)
    assert all(len(object_id) == 24 and set(object_id) <= set("0123456789abcdef") for object_id in object_ids)


def test_an_object_id_begins_with_the_time(time_machine):
    time_machine.move_to("2018-03-29T20:09:37+00:00", tick=False)

    assert create_contact(GUEST, **VIA).object_id.startswith("5abd4801")


def test_all_problems_are_named_at_once_and_nothing_is_stored():
    ContactFactory(email="taken@example.com", user=True, reference="R-1", customer_number="C-1")
    rows = stored_rows()
    wish = {
        "type": "user",
        "email": "taken@example.com",
        "last_name": "<b>",
        "phone": "12",
        "customer_number": "C-1",
        "reference": "r-1",
        "tags": ["fine", "<i>"],
        "grants": [Grant("nothing")],
        "thumbnail": "~/content/no-such-file.png",
        "raw_password": "short",
    }

    with pytest.raises(ValidationError) as refusal:
        create_contact(wish, **VIA)

    assert codes_of(refusal.value) == {
        "email": ["unique"],
        "first_name": ["required"],
        "last_name": ["html"],
        "phone": ["invalid"],
        "customer_number": ["unique"],
        "reference": ["unique"],
        "tags": ["html"],
        "grants": ["not_found"],
        "thumbnail": ["not_found"],
        "raw_password": ["min_length"],
    }
    assert stored_rows() == rows


@pytest.mark.parametrize(
    ("field", "value"), [("email", "TAKEN@example.com"), ("reference", "r-1"), ("customer_number", "C-1")]
)
def test_what_only_the_database_refuses_is_named_too(field, value):
    ContactFactory(email="taken@example.com", user=True, reference="R-1", customer_number="C-1")
    rows = stored_rows()

    assert problems_of(create_contact, {**USER, "tags": ["new"], field: value}, **VIA) == {field: ["unique"]}
    assert stored_rows() == rows


def test_a_second_headquarters_is_refused_at_its_type():
    create_contact({**GUEST, "type": "hq"}, **VIA)

    assert problems_of(create_contact, {**GUEST, "type": "hq"}, **VIA) == {"type": ["unique"]}


def test_a_contact_that_is_fine_pays_for_no_question_of_uniqueness():
    with statements() as sent:
        create_contact({**USER, "reference": "R-1", "customer_number": "C-1", "raw_password": "correct horse"}, **VIA)

    # The contact and its change.
    assert len(sent) == len(writes_among(sent)) == 2


def test_a_password_is_hashed():
    contact = create_contact({**USER, "raw_password": "correct horse"}, **VIA)

    contact.refresh_from_db()
    assert check_password("correct horse", contact.password)
    assert contact.raw_password is None


def test_passwords_are_hashed_by_argon2_outside_of_tests(settings):
    settings.PASSWORD_HASHERS = project.settings.PASSWORD_HASHERS

    assert create_contact({**USER, "raw_password": "correct horse"}, **VIA).password.startswith("argon2$argon2id$")


@pytest.mark.parametrize("type", ["guest", "recipient", "branch", "supplier"])
def test_a_password_is_ignored_for_who_is_no_user(type):
    contact = create_contact({**GUEST, "company": "Brook Ltd", "type": type, "raw_password": "no"}, **VIA)

    assert contact.password == ""


def test_an_unsaved_contact_can_be_handed_in():
    draft = Contact(**GUEST, title=" Dr ", biography="Text")
    draft.raw_password = "ignored for guests"

    contact = save_contact(draft, tags=["VIP"], **VIA)

    stored = Contact.objects.get()
    assert stored == contact
    assert (stored.title, stored.biography, stored.password) == ("Dr", "Text", "")
    assert [tag.name for tag in stored.tags.all()] == ["VIP"]
    assert stored.changes.get().kind == ChangeKind.CREATED


def test_a_new_contact_is_found_at_once():
    contact = create_contact({**GUEST, "reference": "R-1"}, **VIA)

    assert contact in Contact.objects.search("brook r-1")
    assert contact in Contact.objects.with_reference("r-1")


@pytest.mark.parametrize("tags", [None, []])
def test_no_tags_are_no_tags(tags):
    assert list(create_contact({**GUEST, "tags": tags}, **VIA).tag_names) == []


@pytest.fixture
def clashes(monkeypatch):
    """Let the database refuse the next contacts, so many times, for a rule that nobody breaks any more."""

    def let_clash(times: int) -> list[int]:
        attempts = []

        def refuse_first(contact, wish, author):
            attempts.append(contact.id)
            if len(attempts) <= times:
                raise IntegrityError("A rival has it.")
            return store_new(contact, wish, author)

        monkeypatch.setattr(writing, "store_new", refuse_first)
        return attempts

    return let_clash


def test_a_clash_with_a_rival_who_is_gone_again_is_no_refusal(clashes):
    attempts = clashes(2)

    assert create_contact(GUEST, **VIA).id == attempts[-1]
    assert len(set(attempts)) == 3


def test_a_clash_that_nobody_can_explain_is_not_tried_for_ever(clashes):
    attempts = clashes(100)

    with pytest.raises(IntegrityError, match="A rival has it"):
        create_contact(GUEST, **VIA)

    assert len(attempts) == 3
