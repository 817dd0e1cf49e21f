"""Consent (contract §2, ``preferences``; design, "Where a rule lives"): the ledger, and who lifts no opt-out."""

from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from contacts.choices import Channel, Via
from contacts.models import ConsentEvent, Contact
from contacts.services import change_contact, create_contact
from contacts.services.judging import FACES_OF_STAFF
from tests.factories import GUEST, ContactFactory, StaffMemberFactory
from tests.problems import problems_of

pytestmark = pytest.mark.django_db

A_DAY = datetime(2017, 6, 15, tzinfo=UTC)
SILENT = [Via.IMPORT, Via.SYSTEM]
SPEAKING = [via for via in Via if via not in SILENT]

reasons = st.sampled_from([None, "", "optout", "moved"])
dates = st.sampled_from([None, A_DAY, datetime(2026, 1, 1, 12, 30, 0, 123456, tzinfo=UTC)])
preferences = st.dictionaries(st.sampled_from(Channel.values), st.tuples(reasons, dates))


def changes_of(wanted: dict) -> dict:
    """Give the changes that set each of the channels to its reason and date."""
    names = ("optout_reason", "optout_date")
    return {
        f"{channel}_{name}": value for channel, pair in wanted.items() for name, value in zip(names, pair, strict=True)
    }


def latest(contact: Contact, channel: str) -> ConsentEvent | None:
    return contact.consent_events.filter(channel=channel).order_by("-id").first()


@pytest.mark.parametrize("channel", Channel.values)
def test_an_opt_out_is_written_into_the_ledger(channel):
    staff = StaffMemberFactory()
    contact = ContactFactory()

    change_contact(contact.pk, changes_of({channel: ("optout", A_DAY)}), via=Via.PAGE, by=staff)

    event = contact.consent_events.get()
    assert (event.channel, event.state, event.reason, event.occurred_at) == (channel, "out", "optout", A_DAY)
    assert (event.via, event.by) == (Via.PAGE, staff)


def test_a_new_contact_brings_its_opt_outs_along_and_nothing_else():
    contact = create_contact({**GUEST, "sms_optout_reason": "optout", "post_optout_reason": ""}, via=Via.DIVENDO)

    assert [event.channel for event in contact.consent_events.all()] == ["sms"]


def test_an_opt_out_without_a_date_keeps_none_and_happened_when_it_was_written():
    contact = create_contact({**GUEST, "sms_optout_reason": "optout"}, via=Via.DIVENDO)

    assert contact.optout("sms") == ("optout", None)
    assert latest(contact, "sms").occurred_at == contact.modified_at


def test_lifting_an_opt_out_clears_its_date_and_is_an_event():
    contact = ContactFactory(sms_optout_reason="optout", sms_optout_date=A_DAY)

    changed = change_contact(contact.pk, {"sms_optout_reason": None}, via=Via.DIVENDO)

    assert changed.optout("sms") == ("", None)
    assert (latest(contact, "sms").state, latest(contact, "sms").reason) == ("in", "")


@pytest.mark.parametrize("values", [{"sms_optout_reason": "moved"}, {"sms_optout_date": A_DAY}])
def test_another_reason_or_date_is_an_event_too(values):
    contact = ContactFactory(opted_out_of_sms=True)

    change_contact(contact.pk, values, via=Via.DIVENDO)

    assert latest(contact, "sms").state == "out"


@pytest.mark.parametrize(
    "values", [{}, {"title": "Dr"}, {"sms_optout_reason": " optout "}, {"post_optout_date": A_DAY}]
)
def test_what_does_not_touch_consent_is_no_event(values):
    contact = ContactFactory(opted_out_of_sms=True)

    change_contact(contact.pk, values, via=Via.DIVENDO)

    assert not contact.consent_events.exists()


def test_a_date_without_a_reason_is_dropped():
    contact = ContactFactory()

    assert change_contact(contact.pk, {"sms_optout_date": A_DAY}, via=Via.DIVENDO).optout("sms") == ("", None)


def source_of(via) -> str:
    """Give where a consent is from, of which staff are asked."""
    return "Form 7" if via in FACES_OF_STAFF else ""


@pytest.mark.parametrize("via", SPEAKING)
def test_a_speaking_face_lifts_an_opt_out(via):
    contact = ContactFactory(opted_out_of_sms=True)

    changed = change_contact(contact.pk, {"sms_optout_reason": ""}, via=via, consent_source=source_of(via))

    assert changed.optout("sms") == ("", None)


@pytest.mark.parametrize("via", SILENT)
@pytest.mark.parametrize(
    "lifting", [{"sms_optout_reason": ""}, {"sms_optout_reason": None}, {"sms_optout_reason": " \u00a0"}]
)
def test_a_silent_face_lifts_no_opt_out_without_a_source(via, lifting):
    contact = ContactFactory(sms_optout_reason="optout", sms_optout_date=A_DAY)

    changed = change_contact(contact.pk, {**lifting, "sms_optout_date": None, "title": "Dr"}, via=via)

    assert changed.optout("sms") == ("optout", A_DAY)
    assert changed.title == "Dr"
    assert not contact.consent_events.exists()


@pytest.mark.parametrize("via", SILENT)
def test_a_silent_face_may_opt_out(via):
    contact = ContactFactory()

    change_contact(contact.pk, {"sms_optout_reason": "optout"}, via=via)

    assert latest(contact, "sms").state == "out"


def test_an_import_that_says_where_and_when_consent_was_given_lifts_an_opt_out():
    contact = ContactFactory(opted_out_of_sms=True)
    renewed = {"sms_optout_reason": "", "consented_at": {"sms": A_DAY}}

    change_contact(contact.pk, renewed, via=Via.IMPORT, consent_source="Form 7")

    event = latest(contact, "sms")
    assert (event.state, event.source, event.occurred_at) == ("in", "Form 7", A_DAY)


def test_a_reason_has_up_to_60_characters_without_html():
    contact = ContactFactory()
    bad = {"sms_optout_reason": "r" * 61, "post_optout_reason": "<b>"}

    assert problems_of(change_contact, contact.pk, bad, via=Via.DIVENDO) == {
        "sms_optout_reason": ["max_length"],
        "post_optout_reason": ["html"],
    }


@given(first=preferences, writes=st.lists(st.tuples(st.sampled_from(Via.values), preferences), max_size=5))
@hypothesis_settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_ledger_ends_where_the_columns_stand(first, writes):
    contact = create_contact({**GUEST, **changes_of(first)}, via=Via.DIVENDO)
    for via, wanted in writes:
        contact = change_contact(contact.pk, changes_of(wanted), via=via, consent_source=source_of(via))

    for channel in Channel.values:
        event, (reason, date) = latest(contact, channel), contact.optout(channel)
        assert (event.reason if event else "") == reason
        assert (event.state if event else "in") == ("out" if reason else "in")
        assert date in (None, event and event.occurred_at)
