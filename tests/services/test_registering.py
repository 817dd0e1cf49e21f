"""A newsletter recipient registers: the recipient is turned into the user rather than doubled (contract §3)."""

from datetime import UTC, datetime

import pytest

from contacts.choices import ChangeKind, Via
from contacts.models import Change, Contact
from contacts.services import StaleContact, change_contact, create_contact, judge_changes, registering, writing
from tests.factories import ContactFactory
from tests.problems import problems_of

pytestmark = pytest.mark.django_db

VIA = {"via": Via.EVANCE}
EMAIL = "ana@example.com"
USER = {"type": "user", "email": "Ana@Example.com", "first_name": "Ana", "last_name": "Brook"}
A_DAY = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.fixture
def recipient() -> Contact:
    subscribed = {"tags": ["newsletter"], "sms_optout_reason": "optout", "sms_optout_date": A_DAY, "title": "Dr"}
    return change_contact(ContactFactory(recipient=True, email=EMAIL).pk, subscribed, **VIA)


def test_a_new_user_is_the_recipient_turned_into_a_user(recipient):
    user = create_contact({**USER, "raw_password": "correct horse", "tags": ["shop"]}, **VIA)

    assert (user.id, user.object_id, user.type) == (recipient.id, recipient.object_id, "user")
    assert user.password
    assert (user.title, user.tag_names, user.optout("sms")) == ("Dr", ["shop"], ("optout", A_DAY))
    assert Contact.objects.filter(email=EMAIL).count() == 1
    assert user.changes.latest("id").after["type"] == "user"


def test_a_new_user_who_opts_in_lifts_the_opt_out_of_the_recipient(recipient):
    assert create_contact({**USER, "sms_optout_reason": ""}, **VIA).optout("sms") == ("", None)


def test_an_import_turns_a_recipient_without_lifting_the_opt_out(recipient):
    user = create_contact({**USER, "sms_optout_reason": ""}, via=Via.IMPORT)

    assert (user.id, user.optout("sms")) == (recipient.id, ("optout", A_DAY))


def test_a_user_who_breaks_another_rule_is_refused_and_the_recipient_stays(recipient):
    ContactFactory(customer_number="C-1")

    assert problems_of(create_contact, {**USER, "customer_number": "C-1"}, **VIA) == {"customer_number": ["unique"]}
    assert Contact.objects.get(email=EMAIL).type == "recipient"


def test_the_address_of_a_recipient_is_no_problem_beside_others(recipient):
    assert problems_of(create_contact, {**USER, "last_name": ""}, **VIA) == {"last_name": ["required"]}
    assert problems_of(judge_changes, Contact(), {**USER, "last_name": ""}) == {"last_name": ["required"]}
    assert problems_of(judge_changes, Contact(), USER) == {}


def test_a_user_who_takes_the_address_of_a_recipient_replaces_it(recipient):
    user = ContactFactory(user=True, email="other@example.com", title="Prof")

    changed = change_contact(user.pk, {"email": EMAIL, "tags": ["shop"]}, **VIA)

    assert (changed.id, changed.email, changed.title) == (user.id, EMAIL, "Prof")
    assert changed.tag_names == ["newsletter", "shop"]
    assert changed.optout("sms") == ("optout", A_DAY)
    assert not Contact.objects.filter(pk=recipient.pk).exists()
    assert Change.objects.filter(contact_id=recipient.pk).latest("id").kind == ChangeKind.DELETED


def test_a_guest_who_becomes_a_user_replaces_the_recipient_of_the_same_address(recipient):
    guest = ContactFactory(email=EMAIL)

    assert change_contact(guest.pk, {"type": "user"}, **VIA).id == guest.id
    assert not Contact.objects.filter(type="recipient").exists()


def test_a_user_who_takes_the_address_but_breaks_another_rule_replaces_nobody(recipient):
    user = ContactFactory(user=True, email="other@example.com")
    ContactFactory(customer_number="C-1")
    changes = {"email": EMAIL, "customer_number": "C-1"}

    assert problems_of(change_contact, user.pk, changes, **VIA) == {"customer_number": ["unique"]}
    assert Contact.objects.get(email=EMAIL).pk == recipient.pk
    assert recipient.changes.count() == 1


def test_a_user_who_expects_another_version_replaces_nobody(recipient):
    user = ContactFactory(user=True, email="other@example.com")

    with pytest.raises(StaleContact):
        change_contact(user.pk, {"email": EMAIL}, versions={user.version + 1}, **VIA)

    assert Contact.objects.filter(pk=recipient.pk).exists()


@pytest.mark.parametrize("type", ["recipient", "user"])
def test_nobody_else_takes_the_address_of_a_user(type):
    ContactFactory(user=True, email=EMAIL)

    assert problems_of(create_contact, {**USER, "type": type}, **VIA) == {"email": ["unique"]}


def test_a_second_recipient_replaces_nobody(recipient):
    assert problems_of(create_contact, {**USER, "type": "recipient"}, **VIA) == {"email": ["unique"]}


@pytest.fixture
def rival(monkeypatch):
    """Let a rival act in the moment in which the writer has found the recipient, and has not locked it yet."""

    def act_first(act):
        find = registering.recipient_in_the_way

        def find_too_early(contact):
            found = find(contact)
            if found:
                monkeypatch.setattr(writing, "recipient_in_the_way", find)
                act(found)
            return found

        monkeypatch.setattr(writing, "recipient_in_the_way", find_too_early)

    return act_first


def register(recipient):
    change_contact(recipient.pk, {"type": "user", "first_name": "Bo", "last_name": "Cargo"}, **VIA)


def unsubscribe(recipient):
    Contact.objects.get(pk=recipient.pk).delete()


def edit(recipient):
    change_contact(recipient.pk, {"title": "Mx"}, **VIA)


def test_who_registers_second_overwrites_nothing_of_who_was_first(recipient, rival):
    rival(register)

    assert problems_of(create_contact, {**USER, "raw_password": "correct horse"}, **VIA) == {"email": ["unique"]}
    first = Contact.objects.get(email=EMAIL)
    assert (first.id, first.first_name, first.password) == (recipient.id, "Bo", "")


def test_a_recipient_who_is_gone_at_the_last_moment_is_in_nobodys_way(recipient, rival):
    rival(unsubscribe)

    assert create_contact(USER, **VIA).id != recipient.id


def test_a_recipient_who_was_edited_at_the_last_moment_is_turned_all_the_same(recipient, rival):
    rival(edit)

    user = create_contact(USER, **VIA)

    assert (user.id, user.type, user.title) == (recipient.id, "user", "Mx")


def test_a_user_does_not_replace_who_has_registered_at_the_last_moment(recipient, rival):
    rival(register)
    user = ContactFactory(user=True, email="other@example.com")

    assert problems_of(change_contact, user.pk, {"email": EMAIL}, **VIA) == {"email": ["unique"]}
    assert Contact.objects.get(email=EMAIL).first_name == "Bo"


@pytest.mark.parametrize("act", [unsubscribe, edit])
def test_a_user_takes_the_address_whatever_became_of_the_recipient(recipient, rival, act):
    rival(act)
    user = ContactFactory(user=True, email="other@example.com")

    assert change_contact(user.pk, {"email": EMAIL}, **VIA).email == EMAIL
    assert Contact.objects.filter(email=EMAIL).count() == 1
