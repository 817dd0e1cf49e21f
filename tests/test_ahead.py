"""The next thing is made while this one is dealt with, and nobody can tell but by the clock."""

import threading
from contextlib import closing

import pytest
from django.utils import translation
from django.utils.translation import gettext
from hypothesis import given
from hypothesis import strategies as st

from contacts.ahead import made_ahead


@given(st.lists(st.lists(st.integers())))
def test_the_things_come_as_they_are_and_in_order(things):
    assert list(made_ahead(iter(things))) == things


def test_what_making_a_thing_raises_is_raised_where_it_is_due():
    def things():
        yield [1]
        yield [2]
        raise ValueError("The file ends within a row.")

    seen = []
    with pytest.raises(ValueError, match="within a row"):
        seen.extend(made_ahead(things()))  # ``extend`` keeps what came before

    assert seen == [[1], [2]]


def test_never_more_than_one_thing_is_made_ahead():
    made = []
    with closing(made_ahead(made.append(n) or [n] for n in range(9))) as things:
        next(things)

    assert made == [0, 1]


def test_whoever_leaves_early_leaves_no_thread_behind():
    before = threading.active_count()
    with closing(made_ahead([n] for n in range(9))) as things:
        next(things)
        assert threading.active_count() == before + 1

    assert threading.active_count() == before


def test_things_are_made_in_the_language_of_the_caller():
    with translation.override("de"):
        assert list(made_ahead([gettext("Yes")] for _one in range(1))) == [["Ja"]]
