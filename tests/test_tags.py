"""The names of tags (contract §3, ``tags``)."""

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from contacts.tags import clean_tag_names
from contacts.texts import folded_case


def problems_of(names) -> list[tuple[str, str]]:
    with pytest.raises(ValidationError) as refusal:
        clean_tag_names(names)
    return [(problem.code, problem.params["value"]) for problem in refusal.value.error_list]


@pytest.mark.parametrize(
    ("names", "clean"),
    [
        ([], []),
        ([" VIP "], ["VIP"]),
        (["b", "A", "c"], ["A", "b", "c"]),
        (["vip", "VIP", "Vip"], ["vip"]),
        (["VIP", "vip"], ["VIP"]),
        (["Straße", "STRASSE"], ["Straße"]),
        (["cafe\u0301", "CAFÉ"], ["café"]),
        (["resume", "résumé"], ["resume", "résumé"]),
        (["R&D, <3"], ["R&D, <3"]),
    ],
)
def test_names_are_trimmed_sorted_without_case_and_named_once(names, clean):
    assert clean_tag_names(names) == clean


@pytest.mark.parametrize("name", ["t" * 100, "ß" * 100, "😀" * 100, f" {'t' * 100} ", "e\u0301" * 100])
def test_a_name_has_up_to_100_characters(name):
    assert len(clean_tag_names([name])[0]) == 100


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("", "required"),
        (" \n ", "required"),
        ("t" * 101, "max_length"),
        ("<b>", "html"),
        ("&lt;b", "html"),
        ("a\0b", "invalid"),
        ("a\nb", "invalid"),
        ("\ud800", "invalid"),
    ],
)
def test_a_bad_name_is_refused_and_named(name, code):
    assert problems_of(["good", name]) == [(code, name.strip())]


def test_every_bad_name_is_named_at_once():
    assert problems_of(["", "<b>", "good", "a\0"]) == [("required", ""), ("html", "<b>"), ("invalid", "a\0")]


def test_a_name_with_two_faults_names_both():
    assert problems_of([long := "<b>" * 40]) == [("max_length", long), ("html", long)]


@given(st.lists(st.text("aAbBß\u017fäA\u0308 .", min_size=1).filter(str.strip)))
def test_clean_names_are_the_same_in_any_case_and_when_cleaned_again(names):
    clean = clean_tag_names(names)

    assert clean_tag_names(clean) == clean
    assert {folded_case(name) for name in clean} == {folded_case(name.strip()) for name in names}
    assert len({folded_case(name) for name in clean}) == len(clean)
