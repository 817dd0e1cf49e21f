import pytest
from django.core.exceptions import ValidationError

from contacts.models import StaffMember
from contacts.services.preferences import DEFAULTS, prefer, preferences_of
from tests.factories import StaffMemberFactory

pytestmark = pytest.mark.django_db


def test_who_has_chosen_nothing_has_the_defaults():
    assert preferences_of(StaffMemberFactory()) == DEFAULTS


def test_a_choice_is_kept_with_the_login_beside_the_former_ones():
    member = StaffMemberFactory()

    prefer(member, theme="dark", page_size=100)
    chosen = prefer(member, language="de")

    assert (chosen["theme"], chosen["page_size"], chosen["language"]) == ("dark", 100, "de")
    assert preferences_of(StaffMember.objects.get()) == chosen


def test_two_windows_do_not_forget_each_others_choices():
    member = StaffMemberFactory()
    other_window = StaffMember.objects.get()

    prefer(member, theme="dark")
    prefer(other_window, density="compact")

    assert StaffMember.objects.get().preferences == {"theme": "dark", "density": "compact"}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("theme", "pink"),
        ("language", "xx"),
        ("keyboard", "yes"),
        ("keyboard", 1),
        ("times", ""),
        ("columns", "email"),
        ("columns", [1]),
        ("density", None),
        ("page_size", 51),
        ("page_size", "50"),
        ("shoe_size", 43),
    ],
)
def test_what_cannot_be_had_is_refused_and_nothing_is_kept(name, value):
    member = StaffMemberFactory()

    with pytest.raises(ValidationError) as refusal:
        prefer(member, **{"theme": "dark", name: value})

    assert list(refusal.value.message_dict) == [name]
    assert StaffMember.objects.get().preferences == {}


def test_a_kept_value_that_is_no_longer_offered_counts_as_none():
    member = StaffMemberFactory(preferences={"density": "airy", "theme": "dark", "former": 1})

    assert preferences_of(member) == DEFAULTS | {"theme": "dark"}
