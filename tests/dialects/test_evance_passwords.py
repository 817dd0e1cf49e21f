"""Passwords, and invitations to set one (contract §3, ``password``, ``invite``)."""

import re

import pytest
from django.contrib.auth.hashers import check_password, identify_hasher
from django.core import mail

from contacts.models import Change, Contact
from tests.dialects.samples import contact, divendo_path, evance_faults, evance_path
from tests.factories import ContactFactory

pytestmark = pytest.mark.django_db

CONTACTS = "/api/contacts.json"
OTHER_TYPES = ["guest", "branch", "recipient", "supplier"]


def create(api, **keys):
    answer = api.post(CONTACTS, contact("user", **keys))
    assert answer.status_code == 201, answer.content
    return Contact.objects.get(pk=answer.json()["contact"]["id"]), answer


def change(api, stored, **keys):
    answer = api.put(evance_path(stored), {"contact": {"type": "user", **keys}})
    assert answer.status_code == 200, answer.content
    stored.refresh_from_db()
    return answer


def test_a_password_is_hashed_and_never_answered(api, settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]

    stored, answer = create(api, password="correct horse")

    assert answer.json()["contact"]["hasPassword"] is True
    assert "password" not in answer.json()["contact"]
    assert b"correct horse" not in answer.content
    assert identify_hasher(stored.password).algorithm == "argon2"
    assert check_password("correct horse", stored.password)


@pytest.mark.parametrize("password", ["12345678", "größeß12", "😀" * 8, "  spaces  ", "<b>bold</b>", "x" * 4096])
def test_a_password_of_8_or_more_characters_is_taken_as_it_is(api, password):
    stored, _ = create(api, password=password)

    assert check_password(password, stored.password)


@pytest.mark.parametrize(
    ("password", "ref"),
    [("1234567", "too-short"), ("😀" * 7, "too-short"), ("x" * 4097, "too-long"), ("1234567\0", "invalid")],
)
def test_another_password_is_refused(api, password, ref):
    assert evance_faults(api.post(CONTACTS, contact("user", password=password))) == [("password", ref)]
    user = ContactFactory(user=True)
    assert evance_faults(api.put(evance_path(user), {"type": "user", "password": password})) == [("password", ref)]


def test_a_user_may_wait_for_a_password(api):
    stored, answer = create(api)

    assert (answer.json()["contact"]["hasPassword"], stored.password) == (False, "")


def test_a_password_is_replaced(api):
    stored, _ = create(api, password="correct horse")

    change(api, stored, password="battery staple")

    assert check_password("battery staple", stored.password)
    assert stored.version == 2


def test_the_same_password_changes_nothing(api):
    stored, _ = create(api, password="correct horse")

    assert change(api, stored, password="correct horse")["ETag"] == '"1"'


@pytest.mark.parametrize("nothing", [None, ""])
def test_no_password_leaves_the_one_that_is_set(api, nothing):
    stored, _ = create(api, password="correct horse")

    answer = change(api, stored, password=nothing)

    assert answer.json()["contact"]["hasPassword"] is True
    assert create(api, email="bea@example.com", password=nothing)[0].password == ""


@pytest.mark.parametrize("type", OTHER_TYPES)
def test_the_password_of_another_type_is_ignored(api, type):
    for password in ("correct horse", "short", "a\tb"):
        answer = api.post(CONTACTS, contact(type, email=f"{len(password)}@example.com", password=password))
        assert (answer.status_code, answer.json()["contact"]["hasPassword"]) == (201, False)


def test_who_is_no_user_any_more_has_no_password_any_more(api):
    stored, _ = create(api, password="correct horse")

    answer = api.put(evance_path(stored), {"type": "guest"})

    assert answer.json()["contact"]["hasPassword"] is False
    assert Contact.objects.get(pk=stored.pk).password == ""


def test_a_write_through_divendo_leaves_the_password(api):
    stored, _ = create(api, password="correct horse")

    api.put(divendo_path(stored), {"customernumber": "1", "password": "battery staple", "hasPassword": False})

    stored.refresh_from_db()
    assert check_password("correct horse", stored.password)


def test_history_holds_no_password_in_plain_text(api):
    stored, _ = create(api, password="correct horse")
    change(api, stored, password="battery staple")

    assert "horse" not in str(list(Change.objects.values()))
    assert "staple" not in str(list(Change.objects.values()))


def test_an_invitation_is_mailed_to_a_new_user(api, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        _, answer = create(api, invite=True)

    (message,) = mail.outbox
    assert message.to == ["ana@example.com"]
    assert "Hello Ana Brook" in message.body
    assert re.search(r"^http://testserver/invitations/\S+/$", message.body, re.MULTILINE)
    assert "invite" not in answer.json()["contact"]


def test_an_invitation_is_mailed_to_a_known_user_without_changing_it(api, django_capture_on_commit_callbacks):
    stored = ContactFactory(user=True, email="ana@example.com")

    with django_capture_on_commit_callbacks(execute=True):
        answer = change(api, stored, invite=True)

    assert ([message.to for message in mail.outbox], answer["ETag"]) == ([["ana@example.com"]], '"1"')


def test_an_invitation_goes_to_the_new_address(api, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        change(api, ContactFactory(user=True), invite=True, email="new@example.com")

    assert mail.outbox[0].to == ["new@example.com"]


@pytest.mark.parametrize("invite", [False, None])
def test_who_is_not_invited_gets_no_mail(api, django_capture_on_commit_callbacks, invite):
    with django_capture_on_commit_callbacks(execute=True):
        create(api, invite=invite)

    assert mail.outbox == []


def test_a_refused_contact_is_not_invited(api, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        answer = api.post(CONTACTS, contact("user", lastname="", invite=True))

    assert evance_faults(answer) == [("lastname", "required")]
    assert mail.outbox == []


@pytest.mark.parametrize("type", OTHER_TYPES)
def test_only_a_user_is_invited(api, type):
    assert evance_faults(api.post(CONTACTS, contact(type, invite=True))) == [("invite", "invalid")]
    assert api.post(CONTACTS, contact(type, invite=False)).status_code == 201


@pytest.mark.parametrize("invite", ["true", 1, 0, "", [], {}])
def test_an_invitation_is_true_or_false(api, invite):
    assert evance_faults(api.post(CONTACTS, contact("user", invite=invite))) == [("invite", "invalid")]


def test_a_mail_server_that_is_down_undoes_nothing(api, settings, django_capture_on_commit_callbacks):
    settings.EMAIL_BACKEND = "no.such.Backend"

    with django_capture_on_commit_callbacks(execute=True):
        stored, _ = create(api, invite=True)

    assert stored.version == 1
