import pytest
from django.core.exceptions import ValidationError

from contacts.models import StaffMember
from contacts.services.staff import opens_the_admin, renew_administrator

pytestmark = pytest.mark.django_db

EMAIL = "staff@example.com"


def test_an_administrator_signs_in_with_the_password_that_was_given():
    password = renew_administrator(EMAIL)

    assert opens_the_admin(EMAIL, password)
    assert not opens_the_admin(EMAIL, password + "!")
    assert not opens_the_admin("other@example.com", password)


def test_a_login_that_is_there_becomes_an_administrator_with_a_new_password():
    member = StaffMember.objects.create_user(EMAIL, "former password", is_staff=False, is_active=False)

    password = renew_administrator(EMAIL)

    member.refresh_from_db()
    assert member.is_superuser
    assert opens_the_admin(EMAIL, password)
    assert not opens_the_admin(EMAIL, "former password")


@pytest.mark.parametrize("lost", [{"is_active": False}, {"is_staff": False}])
def test_who_has_left_does_not_sign_in(lost):
    password = renew_administrator(EMAIL)
    StaffMember.objects.update(**lost)

    assert not opens_the_admin(EMAIL, password)


def test_no_login_is_made_for_an_email_that_is_none():
    with pytest.raises(ValidationError) as refusal:
        renew_administrator("staff")

    assert list(refusal.value.message_dict) == ["email"]
    assert not StaffMember.objects.exists()
