"""Normal form and folded form (contract §1, "text", and §3, ``q``)."""

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from contacts.texts import folded, folded_case, normal_lines, normal_text

DECOMPOSED = "Ana\u0308is"
COMPOSED = "An\u00e4is"


@pytest.mark.parametrize(
    ("given_text", "kept"),
    [
        (None, ""),
        ("", ""),
        (" \t\n ", ""),
        ("  Ana  Brook ", "Ana  Brook"),
        ("\u00a0Ana\u2003", "Ana"),
        (DECOMPOSED, COMPOSED),
        (f" {DECOMPOSED} ", COMPOSED),
        # Canonical form only: what merely looks alike stays.
        ("ﬁ", "ﬁ"),
        (12, "12"),
    ],
)
def test_a_text_is_trimmed_and_composed(given_text, kept):
    assert normal_text(given_text) == kept


@given(st.text())
def test_the_normal_form_of_a_normal_form_is_itself(text):
    once = normal_text(text)

    assert normal_text(once) == once
    assert unicodedata.is_normalized("NFC", once)


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_lines_end_in_one_way(line_end):
    assert normal_lines(f" one{line_end}two{line_end}{line_end}three{line_end}") == "one\ntwo\n\nthree"


@pytest.mark.parametrize(
    ("one", "other"),
    [("Strasse", "STRASSE"), ("straße", "STRASSE"), ("ΣΊΣΥΦΟΣ", "σίσυφος"), (DECOMPOSED.upper(), COMPOSED)],
)
def test_texts_that_differ_in_case_alone_are_the_same(one, other):
    assert folded_case(one) == folded_case(other)


def test_accents_tell_texts_apart_where_only_case_is_folded():
    assert folded_case("José") != folded_case("Jose")


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("", ""),
        ("JOSÉ", "jose"),
        ("Żółć", "zołc"),
        ("Straße", "strasse"),
        ("Øre", "øre"),
        ("  two\u00a0 \t words\n", "two words"),
        # Compatibility forms hide capitals: the telephone sign, a black-letter H, full-width letters.
        ("\u2121 \u210c \uff21\uff22", "tel h ab"),
    ],
)
def test_search_sees_neither_case_nor_accents_nor_kinds_of_space(text, form):
    assert folded(text) == form


@given(st.text())
@example("ϔ")
@example("ᾳ")
@example("㎒ İ")
def test_what_is_folded_stays_as_it_is_when_folded_again(text):
    assert folded(folded(text)) == folded(text)


@given(st.text())
def test_search_finds_the_same_in_capitals_decomposed_or_composed(text):
    forms = {folded(form) for form in (unicodedata.normalize("NFD", text), unicodedata.normalize("NFC", text))}

    assert forms == {folded(text)}
