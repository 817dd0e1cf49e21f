"""Consent as people who work here take it down."""

from datetime import UTC, datetime

import pytest
from django.core.exceptions import ValidationError

from contacts.choices import Via
from contacts.services.optouts import opt_in, opt_out
from tests.factories import ContactFactory, StaffMemberFactory

pytestmark = pytest.mark.django_db
SINCE = datetime(2017, 6, 15, tzinfo=UTC)


def test_an_opt_out_has_its_reason_its_day_and_its_line_in_the_ledger():
    contact, member = ContactFactory(), StaffMemberFactory()

    opt_out(contact.pk, "sms", "replied STOP", SINCE, via=Via.PAGE, by=member)

    contact.refresh_from_db()
    event = contact.consent_events.get()
    assert contact.optout("sms") == ("replied STOP", SINCE)
    assert (event.state, event.reason, event.occurred_at, event.by) == ("out", "replied STOP", SINCE, member)


def test_an_opt_out_without_a_day_is_of_now():
    contact = ContactFactory()

    opt_out(contact.pk, "post", "moved", via=Via.PAGE)

    contact.refresh_from_db()
    assert abs(contact.post_optout_date - contact.modified_at).total_seconds() < 5


def test_opting_in_says_where_the_consent_is_from_and_why():
    contact = ContactFactory(opted_out_of_sms=True)

    opt_in(contact.pk, "sms", reason="She asked for it", consent_source="Call of 12 May", via=Via.PAGE)

    contact.refresh_from_db()
    event = contact.consent_events.get()
    assert contact.optout("sms") == ("", None)
    assert (event.state, event.source) == ("in", "Call of 12 May")
    assert contact.changes.get().reason == "She asked for it"


@pytest.mark.parametrize("missing", ["reason", "consent_source"])
def test_opting_in_demands_both(missing):
    contact = ContactFactory(opted_out_of_sms=True)
    facts = {"reason": "She asked", "consent_source": "A call"} | {missing: " "}

    with pytest.raises(ValidationError) as refusal:
        opt_in(contact.pk, "sms", via=Via.PAGE, **facts)

    contact.refresh_from_db()
    assert list(refusal.value.message_dict) == [missing]
    assert contact.sms_optout_reason


def test_opting_out_demands_a_reason():
    contact = ContactFactory()

    with pytest.raises(ValidationError) as refusal:
        opt_out(contact.pk, "sms", "", via=Via.PAGE)

    assert list(refusal.value.message_dict) == ["sms_optout_reason"]


def test_what_is_so_already_is_not_written_over():
    contact = ContactFactory(opted_out_of_sms=True)

    with pytest.raises(ValidationError, match="meanwhile"):
        opt_out(contact.pk, "sms", "another reason", via=Via.PAGE)
    with pytest.raises(ValidationError, match="open"):
        opt_in(contact.pk, "post", reason="x", consent_source="y", via=Via.PAGE)

    contact.refresh_from_db()
    assert contact.sms_optout_reason == "optout"


def test_the_latest_events_are_those_that_were_recorded_last():
    contact, other = ContactFactory(), ContactFactory()
    opt_out(contact.pk, "sms", "a", via=Via.PAGE)
    opt_out(contact.pk, "post", "b", SINCE, via=Via.PAGE)
    opt_in(contact.pk, "sms", reason="x", consent_source="y", via=Via.PAGE)
    opt_out(other.pk, "sms", "c", via=Via.PAGE)

    latest = contact.consent_events.latest_of_channels()

    assert {(event.channel, event.state) for event in latest} == {("sms", "in"), ("post", "out")}
