"""Pictures and transactions: a file is there exactly when a committed row may need it (contract §3, ``thumbnail``)."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress

import pytest
from django.db import transaction

from contacts import thumbnails
from contacts.choices import Via
from contacts.models import Contact
from contacts.services import change_contact, create_contact, delete_contact, save_contact
from contacts.services.pictures import needed_pictures, writing
from contacts.services.rehearsal import rehearsing
from tests.factories import GUEST, ContactFactory
from tests.pictures import a_picture, name_of, stored_pictures
from tests.problems import problems_of

pytestmark = pytest.mark.django_db

VIA = {"via": Via.EVANCE}
NAME = name_of(a_picture())


class Surprise(Exception):
    """What nobody expects while a contact is written."""


@contextmanager
def failing_at_the_end() -> Iterator[None]:
    """Let the block write, and have its transaction rolled back after all."""
    with suppress(Surprise), writing():
        yield
        raise Surprise


def with_picture(number: int = 0, **values) -> dict:
    return {**GUEST, "thumbnail": a_picture(number), **values}


def test_a_picture_is_stored_with_its_contact():
    contact = create_contact(with_picture(), **VIA)

    assert contact.thumbnail.name == NAME
    assert stored_pictures() == {NAME}


def test_a_form_s_upload_is_stored_too():
    contact = Contact(**GUEST)
    contact.thumbnail = a_picture()

    assert save_contact(contact, **VIA).thumbnail.name == NAME
    assert stored_pictures() == {NAME}


def test_contacts_with_the_same_picture_share_one_file():
    one, other = create_contact(with_picture(), **VIA), create_contact(with_picture(), **VIA)

    assert one.thumbnail.name == other.thumbnail.name
    assert stored_pictures() == {NAME}


@pytest.mark.parametrize("wish", [{"phone": "12"}, {"customer_number": "taken"}], ids=["the law", "the database"])
def test_a_refused_contact_leaves_no_picture_behind(wish):
    ContactFactory(customer_number="taken")

    assert problems_of(create_contact, with_picture(**wish), **VIA)
    assert stored_pictures() == set()


def test_a_refused_change_leaves_no_picture_behind():
    ContactFactory(customer_number="taken")
    contact = ContactFactory()

    assert problems_of(change_contact, contact.pk, with_picture(customer_number="taken"), **VIA)
    assert stored_pictures() == set()


def test_a_refused_contact_takes_no_picture_from_those_who_have_it():
    ContactFactory(customer_number="taken")
    create_contact(with_picture(), **VIA)

    assert problems_of(create_contact, with_picture(customer_number="taken"), **VIA)
    assert stored_pictures() == {NAME}


def test_whatever_ends_the_transaction_takes_the_picture_along(monkeypatch):
    def break_down(*args):
        raise Surprise

    monkeypatch.setattr("contacts.services.storing.record", break_down)

    with pytest.raises(Surprise):
        create_contact(with_picture(), **VIA)

    assert stored_pictures() == set()


def test_a_larger_transaction_that_fails_takes_all_its_pictures_along():
    with failing_at_the_end():
        create_contact(with_picture(1), **VIA)
        create_contact(with_picture(2), **VIA)
        assert len(stored_pictures()) == 2

    assert stored_pictures() == set()


def test_a_part_that_fails_takes_its_own_pictures_along_and_no_other():
    ContactFactory(customer_number="taken")

    with writing():
        create_contact(with_picture(1), **VIA)
        assert problems_of(create_contact, with_picture(2, customer_number="taken"), **VIA)

    assert stored_pictures() == {name_of(a_picture(1))}


def test_a_part_that_fails_leaves_the_picture_to_the_part_that_has_it_too():
    with writing():
        create_contact(with_picture(), **VIA)
        with failing_at_the_end():
            create_contact(with_picture(), **VIA)

    assert stored_pictures() == {NAME}


def test_a_part_of_a_part_is_taken_back_with_the_whole():
    with failing_at_the_end(), writing():
        create_contact(with_picture(), **VIA)
        assert stored_pictures() == {NAME}

    assert stored_pictures() == set()


def test_a_picture_that_a_rival_took_away_comes_back_with_the_commit(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        create_contact(with_picture(), **VIA)
        thumbnails.remove(NAME)

    assert stored_pictures() == {NAME}


def test_a_picture_of_a_part_that_failed_does_not_come_back(django_capture_on_commit_callbacks):
    ContactFactory(customer_number="taken")

    with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        assert problems_of(create_contact, with_picture(customer_number="taken"), **VIA)

    assert stored_pictures() == set()


def test_a_picture_that_was_replaced_stays_because_history_may_bring_it_back():
    contact = create_contact(with_picture(1), **VIA)
    change_contact(contact.pk, {"thumbnail": a_picture(2)}, **VIA)
    change_contact(contact.pk, {"thumbnail": None}, **VIA)

    assert stored_pictures() == needed_pictures() == {name_of(a_picture(1)), name_of(a_picture(2))}
    assert Contact.objects.get(pk=contact.pk).thumbnail.name == ""


def test_the_picture_of_a_deleted_contact_stays_because_history_may_bring_it_back():
    contact = create_contact(with_picture(), **VIA)
    delete_contact(contact.pk, **VIA)

    assert stored_pictures() == needed_pictures() == {NAME}


def test_the_same_picture_again_changes_nothing():
    contact = create_contact(with_picture(), **VIA)

    for same in (a_picture(), f"~/content/{NAME}", NAME):
        assert change_contact(contact.pk, {"thumbnail": same}, **VIA).version == 1


def test_a_rehearsal_stores_no_picture():
    with rehearsing():
        create_contact(with_picture(), **VIA)
        assert stored_pictures() == set()

    assert stored_pictures() == set()
    assert not Contact.objects.filter(email=GUEST["email"]).exists()
