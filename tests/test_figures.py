"""What the store holds, in figures, and how often it is counted."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from time_machine import travel

from contacts import figures
from contacts.figures import count_contacts, current_figures
from contacts.models import Contact
from tests.factories import ContactFactory
from tests.queries import statements

pytestmark = pytest.mark.django_db


@pytest.fixture
def at_once(monkeypatch):
    """What is counted behind the answer is counted here before it; gives how often that was."""
    counted = []

    def submit(count):
        counted.append(count)
        # The connection is the test's own.
        monkeypatch.setattr(figures.connection, "close", lambda: None)
        count()

    monkeypatch.setattr(figures.counter, "submit", submit)
    return counted


def test_contacts_are_counted_by_type():
    ContactFactory.create_batch(2)
    ContactFactory(branch=True)

    counted = count_contacts()

    assert counted.by_type == {"hq": 1, "guest": 2, "branch": 1}
    assert counted.total == 4


def test_a_store_with_nothing_but_its_headquarters_is_empty():
    assert count_contacts().is_empty
    ContactFactory()
    assert not count_contacts().is_empty


def test_who_has_opted_out_is_counted_by_channel():
    ContactFactory(opted_out_of_sms=True)
    ContactFactory()

    assert count_contacts().opted_out == {"email": 0, "post": 0, "sms": 1, "phone": 0}


@travel("2027-03-17T12:00:00Z", tick=False)
def test_what_was_created_is_counted_by_month_and_by_week():
    Contact.objects.update(created_at="2001-01-01T00:00Z")
    for day in (
        "2026-03-31T12:00Z",
        "2026-04-01T12:00Z",
        "2027-02-28T23:59Z",
        "2027-03-01T00:00Z",
        "2027-03-17T08:00Z",
    ):
        with travel(day, tick=False):
            ContactFactory(created_at=figures.timezone.now())

    counted = count_contacts()

    assert [one.created for one in counted.months if one.created] == [1, 1, 2]
    assert [str(one.first) for one in counted.months if one.created] == ["2026-04-01", "2027-02-01", "2027-03-01"]
    assert (len(counted.months), len(counted.weeks)) == (12, 52)
    assert str(counted.weeks[-1].first) == "2027-03-15"
    assert [one.created for one in counted.weeks[-3:]] == [1, 0, 1]


@travel("2027-03-28T12:00:00Z", tick=False)
def test_a_month_is_one_of_the_stores_own_time(settings):
    settings.TIME_ZONE = "Pacific/Auckland"
    # There it is the 1st of March already.
    ContactFactory(created_at=figures.timezone.datetime.fromisoformat("2027-02-28T20:00:00+00:00"))

    assert count_contacts().months[-1].created == 1


def test_counting_takes_three_queries():
    ContactFactory.create_batch(3)

    with statements() as sent:
        count_contacts()

    assert len(sent) == 3


def test_a_small_store_is_counted_anew_for_each_page():
    current_figures()
    ContactFactory()

    assert current_figures().by_type["guest"] == 1


def test_a_big_store_is_counted_once_a_minute_behind_the_answer(monkeypatch, at_once):
    monkeypatch.setattr(figures, "QUICK", 0)
    first = current_figures()
    ContactFactory()

    with statements() as sent:
        assert current_figures() == first
    assert sent == []

    with travel(first.counted_at + timedelta(seconds=61)):
        assert current_figures() == first
        assert len(at_once) == 1
        assert current_figures().by_type["guest"] == 1


def test_two_pages_do_not_count_at_the_same_time(monkeypatch):
    monkeypatch.setattr(figures, "QUICK", 0)
    waiting = []
    monkeypatch.setattr(figures.counter, "submit", waiting.append)
    first = current_figures()

    with travel(first.counted_at + timedelta(seconds=61)):
        current_figures()
        current_figures()

    assert len(waiting) == 1


def test_a_count_that_fails_is_tried_again_by_the_next_page(monkeypatch, at_once, caplog):
    monkeypatch.setattr(figures, "QUICK", 0)
    first = current_figures()

    def refuse():
        raise OSError("the database has gone")

    with travel(first.counted_at + timedelta(seconds=61)):
        monkeypatch.setattr(figures, "count_contacts", refuse)
        assert current_figures() == first
        assert "could not be counted" in caplog.text
        current_figures()
    assert len(at_once) == 2
    assert cache.get("figures") == first
