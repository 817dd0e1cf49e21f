"""Roles for the website, as an operator makes them."""

import pytest
from django.core.exceptions import ValidationError

from contacts.models import AccessRole
from contacts.services.roles import make_role

pytestmark = pytest.mark.django_db


def test_a_role_is_made_once():
    role = make_role("trade", "Trade account")

    assert make_role("trade", "Another name") == role
    assert AccessRole.objects.get().name == "Trade account"


def test_a_role_must_please_the_model():
    with pytest.raises(ValidationError) as refusal:
        make_role("two words", "<b>")

    assert refusal.value.error_dict.keys() == {"reference", "name"}
