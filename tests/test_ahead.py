"""The next thing is made while the caller waits for the database, and nobody can tell but by the clock."""

import threading
from contextlib import closing

import pytest
from django.utils import translation
from django.utils.translation import gettext
from hypothesis import given
from hypothesis import strategies as st

from contacts.ahead import begin_to_wait, made_ahead


@given(st.lists(st.tuples(st.integers(), st.booleans())))
def test_the_things_come_as_they_are_and_in_order(things):
    came = []
    for thing in made_ahead(iter(things)):
        came.append(thing)
        if thing[1]:
            begin_to_wait()

    assert came == things


def test_what_making_a_thing_raises_is_raised_where_it_is_due():
    def things():
        yield [1]
        yield [2]
        raise ValueError("The file ends within a row.")

    seen = []

    def take_all():
        for thing in made_ahead(things()):
            seen.append(thing)
            begin_to_wait()

    with pytest.raises(ValueError, match="within a row"):
        take_all()

    assert seen == [[1], [2]]


def things_made(made):
    return made_ahead(made.append(n) or [n] for n in range(9))


def test_a_thing_is_made_when_it_is_asked_for():
    made = []
    with closing(things_made(made)) as things:
        next(things)
        next(things)

    assert made == [0, 1]


def test_once_the_caller_waits_one_more_is_made_and_no_other():
    made = []
    with closing(things_made(made)) as things:
        next(things)
        begin_to_wait()
        begin_to_wait()

    assert made == [0, 1]


def test_whoever_leaves_early_leaves_no_thread_behind():
    before = threading.active_count()
    with closing(made_ahead([n] for n in range(9))) as things:
        next(things)
        assert threading.active_count() == before + 1

    assert threading.active_count() == before


def test_who_has_left_them_makes_no_more_by_waiting():
    made = []
    with closing(things_made(made)) as things:
        next(things)
    begin_to_wait()

    assert made == [0]


def test_things_are_made_in_the_language_of_the_caller():
    with translation.override("de"):
        assert list(made_ahead([gettext("Yes")] for _one in range(1))) == [["Ja"]]
