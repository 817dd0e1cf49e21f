"""The page on which an invited person sets a password (contract §3, ``invite``)."""

from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth.hashers import check_password
from django.test import Client
from django.utils import timezone

from contacts.choices import Via
from contacts.models import Change
from contacts.services import change_contact, invitations
from contacts.services.invitations import make_invitation
from tests.factories import ContactFactory

pytestmark = pytest.mark.django_db

PASSWORD = "correct horse"


@pytest.fixture
def user(db):
    return ContactFactory(user=True, email="ana@example.com", first_name="Ana", last_name="Brook & Co")


def page_of(user):
    return f"/invitations/{make_invitation(user)}/"


def accept(client, page, password=PASSWORD, again=None):
    return client.post(page, {"raw_password": password, "again": password if again is None else again})


def test_the_page_greets_and_asks_for_a_password_twice(client, user):
    answer = client.get(page_of(user))

    page = answer.content.decode()
    assert answer.status_code == 200
    assert "Hello Ana Brook &amp; Co, this password will belong to ana@example.com." in page
    assert page.count('type="password"') == 2
    assert page.count('autocomplete="new-password"') == 2


def test_the_page_keeps_the_link_to_itself(client, user):
    answer = client.get(page_of(user))

    # Of no referrer at all, browsers make an origin of "null", from which no form is taken.
    assert answer["Referrer-Policy"] == "same-origin"
    assert "no-store" in answer["Cache-Control"]


def test_the_page_needs_nothing_that_its_policy_forbids(client, user):
    for answer in (client.get(page_of(user)), accept(client, page_of(user), "short"), client.get("/invitations/x/")):
        page = answer.content.decode()
        assert "default-src 'self'" in answer["Content-Security-Policy"]
        assert not [
            mark for mark in ("<script", "<style", "style=", " onload", " onclick", "//") if mark in page.lower()
        ]


def test_a_password_is_set(client, user):
    answer = accept(client, page_of(user))

    user.refresh_from_db()
    assert (answer.status_code, "Your password is set" in answer.content.decode()) == (200, True)
    assert check_password(PASSWORD, user.password)
    change = Change.objects.get()
    assert (change.contact_id, change.via, list(change.after)) == (user.pk, Via.INVITATION, ["password"])


def test_the_form_is_guarded_against_foreign_sites(user):
    assert accept(Client(enforce_csrf_checks=True), page_of(user)).status_code == 403


@pytest.mark.parametrize(
    ("password", "again", "complaint"),
    [
        ("short", None, "Choose a password of 8 or more characters."),
        ("x" * 5000, None, "Choose a password of at most 4096 characters."),
        (PASSWORD, "battery staple", "The two passwords differ: type the same one twice."),
        ("", None, "This field is required."),
        ("1234567\0", None, "Null characters are not allowed."),
        ("1234567\x07", None, "Remove the control characters"),
    ],
)
def test_a_password_that_will_not_do_is_complained_about(client, user, password, again, complaint):
    answer = accept(client, page_of(user), password, again)

    user.refresh_from_db()
    assert (answer.status_code, user.password) == (200, "")
    assert complaint in answer.content.decode()
    assert PASSWORD not in answer.content.decode()


def test_an_empty_form_is_complained_about(client, user):
    assert client.post(page_of(user), {}).content.decode().count("This field is required.") == 2


def test_a_link_works_once(client, user):
    page = page_of(user)
    accept(client, page)

    again = accept(client, page, "battery staple")

    user.refresh_from_db()
    assert (again.status_code, client.get(page).status_code) == (410, 410)
    assert "Ask whoever invited you" in again.content.decode()
    assert check_password(PASSWORD, user.password)


def test_a_link_works_once_for_the_password_that_was_set_already(client, user):
    user = change_contact(user.pk, {"raw_password": PASSWORD}, via=Via.EVANCE)
    page = page_of(user)

    assert accept(client, page).status_code == 200
    assert client.get(page).status_code == 410
    user.refresh_from_db()
    assert check_password(PASSWORD, user.password)


def test_a_link_works_for_7_days(client, user):
    start = timezone.now()
    page = page_of(user)

    with time_machine.travel(start + timedelta(days=7, seconds=-5), tick=False):
        assert client.get(page).status_code == 200
    with time_machine.travel(start + timedelta(days=7, seconds=5), tick=False):
        assert client.get(page).status_code == 410
        assert accept(client, page).status_code == 410


@pytest.mark.parametrize("token", ["x", "x:y:z", "é", "%00", "WzEsMl0:1:x", "a" * 5000])
def test_a_link_that_was_made_up_leads_nowhere(client, token):
    assert client.get(f"/invitations/{token}/").status_code == 410
    assert accept(client, f"/invitations/{token}/").status_code == 410


def test_a_link_is_for_one_person(client, user):
    other = ContactFactory(user=True)
    number, _, rest = make_invitation(other).partition(":")
    own = make_invitation(user)

    assert client.get(f"/invitations/{number}:{own.partition(':')[2]}/").status_code == 410
    assert client.get(f"/invitations/{own.partition(':')[0]}:{rest}/").status_code == 410


@pytest.mark.parametrize(
    "changes", [{"email": "new@example.com"}, {"raw_password": "battery staple"}, {"type": "guest"}]
)
def test_a_link_is_void_once_the_contact_is_another(client, user, changes):
    page = page_of(user)

    change_contact(user.pk, changes, via=Via.EVANCE)

    assert client.get(page).status_code == 410
    assert accept(client, page).status_code == 410


def test_a_link_to_a_contact_that_is_gone_is_void(client, user):
    page = page_of(user)
    user.delete()

    assert accept(client, page).status_code == 410


def test_another_change_leaves_the_link_good(client, user):
    page = page_of(user)

    change_contact(user.pk, {"position": "Buyer"}, via=Via.EVANCE)

    assert accept(client, page).status_code == 200


def rival(user, changes):
    """Give a stand-in for ``change_contact`` before which somebody else is quicker, once."""
    waiting = [changes]

    def change(*args, **options):
        if waiting:
            change_contact(user.pk, waiting.pop(), via=Via.EVANCE)
        return change_contact(*args, **options)

    return change


def test_of_two_who_use_a_link_at_once_one_sets_the_password(client, user, monkeypatch):
    monkeypatch.setattr(invitations, "change_contact", rival(user, {"raw_password": "battery staple"}))

    answer = accept(client, page_of(user))

    user.refresh_from_db()
    assert answer.status_code == 410
    assert check_password("battery staple", user.password)


def test_a_change_of_something_else_at_the_same_time_does_not_get_lost(client, user, monkeypatch):
    monkeypatch.setattr(invitations, "change_contact", rival(user, {"position": "Buyer"}))

    answer = accept(client, page_of(user))

    user.refresh_from_db()
    assert answer.status_code == 200
    assert (user.position, check_password(PASSWORD, user.password)) == ("Buyer", True)


@pytest.mark.parametrize("method", ["put", "patch", "delete"])
def test_the_page_is_read_and_sent_and_nothing_else(client, user, method):
    assert getattr(client, method)(page_of(user)).status_code == 405
