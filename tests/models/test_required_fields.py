"""What each type needs (contract §3, ``needs``; the type's rules apply in both dialects)."""

import pytest

from contacts.choices import ContactType
from contacts.models import Contact
from contacts.models.law import REQUIRED_FIELDS
from tests.problems import problems_of

ALL = {"email": "ana@example.com", "first_name": "Ana", "last_name": "Brook", "company": "Brook Ltd"}
NEEDS = {
    "user": {"email", "first_name", "last_name"},
    "guest": {"email", "first_name", "last_name"},
    "branch": {"email", "company"},
    "supplier": {"email", "company"},
    "recipient": {"email"},
    "hq": {"email"},
}


def judged(**values) -> dict[str, list[str]]:
    return problems_of(Contact(**values).full_clean, validate_unique=False, validate_constraints=False)


def test_every_type_is_spoken_of():
    assert set(REQUIRED_FIELDS) == set(NEEDS) == set(ContactType.values)


@pytest.mark.parametrize(("type", "needed"), NEEDS.items())
def test_a_type_is_content_with_what_it_needs(type, needed):
    assert judged(type=type, **{name: ALL[name] for name in needed}) == {}


@pytest.mark.parametrize(("type", "name"), [(type, name) for type, needed in NEEDS.items() for name in sorted(needed)])
@pytest.mark.parametrize("blank", ["", "  ", "\u00a0"])
def test_a_type_needs_what_it_needs(type, name, blank):
    assert judged(type=type, **{**ALL, name: blank}) == {name: ["required"]}


@pytest.mark.parametrize(("type", "needed"), NEEDS.items())
def test_everything_that_is_missing_is_named_at_once(type, needed):
    assert judged(type=type) == {name: ["required"] for name in needed}


@pytest.mark.parametrize(("type", "code"), [("", "blank"), ("staff", "invalid_choice"), ("HQ", "invalid_choice")])
def test_a_contact_needs_a_known_type(type, code):
    assert judged(type=type, **ALL) == {"type": [code]}


def test_a_missing_name_is_called_by_its_name():
    with pytest.raises(Exception, match="Enter the company: a contact of the type branch needs it"):
        Contact(type="branch", email="branch@example.com").clean()
