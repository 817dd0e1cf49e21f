"""The logins of the people who work here (design, "Data")."""

import pytest
from django.contrib.auth import authenticate
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.test import RequestFactory

from contacts.models import StaffMember
from tests.factories import ContactFactory

pytestmark = pytest.mark.django_db

PASSWORD = "correct horse battery"


@pytest.fixture
def member() -> StaffMember:
    return StaffMember.objects.create_user("Sam@Example.com", PASSWORD, name="Sam Staff")


@pytest.mark.parametrize("email", ["sam@example.com", "SAM@EXAMPLE.COM", " Sam@example.com "])
def test_staff_sign_in_by_email_without_case(member, email):
    assert authenticate(RequestFactory().post("/"), username=email, password=PASSWORD) == member


@pytest.mark.parametrize("facts", [{"password": "wrong"}, {"password": ""}, {"username": "pat@example.com"}])
def test_nobody_else_signs_in(member, facts):
    assert (
        authenticate(RequestFactory().post("/"), **{"username": "sam@example.com", "password": PASSWORD, **facts})
        is None
    )


def test_who_was_made_inactive_does_not_sign_in(member):
    member.is_active = False
    member.save()

    assert authenticate(RequestFactory().post("/"), username="sam@example.com", password=PASSWORD) is None


def test_a_login_without_a_password_opens_nothing():
    member = StaffMember.objects.create_user("pat@example.com")

    assert not member.has_usable_password()
    assert authenticate(RequestFactory().post("/"), username="pat@example.com", password="") is None


def test_the_email_is_kept_lower_cased(member):
    member.email = "PAT@Example.com"
    member.full_clean()

    assert member.email == "pat@example.com"


def test_an_email_has_one_login(member):
    with pytest.raises(ValidationError, match="already exists"):
        StaffMember.objects.create_user("SAM@example.com")
    with pytest.raises(IntegrityError), transaction.atomic():
        StaffMember.objects.bulk_create([StaffMember(email="sam@example.com")])


@pytest.mark.parametrize("email", ["", None, "sam", "sam@localhost@x"])
def test_a_login_needs_an_email(email):
    with pytest.raises(ValidationError) as refusal:
        StaffMember.objects.create_user(email)

    assert list(refusal.value.error_dict) == ["email"]


def test_a_superuser_may_do_everything_and_a_member_nothing_yet(member):
    superuser = StaffMember.objects.create_superuser("root@example.com", PASSWORD)

    assert superuser.is_staff
    assert superuser.has_perm("contacts.delete_contact")
    assert member.is_staff
    assert not member.has_perm("contacts.view_contact")


def test_the_command_line_makes_a_superuser(monkeypatch):
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", PASSWORD)

    call_command("createsuperuser", "--no-input", "--email", "Root@Example.com", verbosity=0)

    assert authenticate(RequestFactory().post("/"), username="root@example.com", password=PASSWORD).is_superuser


def test_a_login_outlives_the_contact_of_its_person(member):
    member.contact = ContactFactory()
    member.save()

    member.contact.delete()

    member.refresh_from_db()
    assert member.contact is None


def test_the_password_of_a_contact_opens_no_login():
    contact = ContactFactory(user=True, email="ana@example.com", raw_password=PASSWORD)
    contact.settle()
    contact.save()

    assert authenticate(RequestFactory().post("/"), username="ana@example.com", password=PASSWORD) is None


@pytest.mark.parametrize(("name", "shown"), [("Sam Staff", "Sam Staff"), ("", "sam@example.com")])
def test_a_member_is_called_by_name_or_email(name, shown):
    assert str(StaffMember(email="sam@example.com", name=name)) == shown
