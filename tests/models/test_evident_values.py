"""Values that a field takes at first sight: the long way through its rules says the same of each."""

import unicodedata

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from contacts.models import Contact
from contacts.models.fields import PlainTextField

FIELDS = [
    field for field in Contact._meta.concrete_fields if isinstance(field, PlainTextField) and not field._has_own_rules
]


@pytest.mark.parametrize("field", FIELDS, ids=lambda field: field.name)
def test_what_is_taken_at_first_sight_breaks_no_rule_and_is_in_normal_form(field):
    @given(st.from_regex(field.evident, fullmatch=True))
    def judged(text):
        assume(len(text) <= field.max_length)
        kept = field.to_python(text)
        field.validate(kept, None)
        field.run_validators(kept)
        assert kept == text

    judged()


@given(st.text())
def test_a_text_is_kept_and_refused_alike_whether_a_look_tells_or_not(text):
    field = Contact._meta.get_field("company")

    if field._is_evident(text):
        assert text == unicodedata.normalize("NFC", text).strip()
        assert not {"<", "&"} & set(text)


def test_a_new_contact_that_is_made_quickly_is_as_any_other():
    quick, plain = Contact.blank(), Contact()
    own = {"_state", "id", "object_id", "created_at", "modified_at"}

    assert quick._state.adding
    assert quick.__dict__.keys() == plain.__dict__.keys()
    assert {name: quick.__dict__[name] for name in quick.__dict__.keys() - own} == {
        name: plain.__dict__[name] for name in plain.__dict__.keys() - own
    }
    assert quick.more_emails is not Contact.blank().more_emails
