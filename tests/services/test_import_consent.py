"""Consent in imports: opt-outs always come in; none goes without a source, a newer date and the operator's word."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from contacts.choices import Via
from contacts.models import Contact
from contacts.services import change_contact
from contacts.services.import_rows import Row
from tests.commands.files import another_store
from tests.factories import ContactFactory
from tests.services.imports import REHEARSAL, Import, guest

pytestmark = pytest.mark.django_db

OUT_SINCE = datetime(2024, 1, 1, tzinfo=UTC)
LATER, EARLIER = OUT_SINCE + timedelta(days=1), OUT_SINCE - timedelta(days=1)
ALLOWED = {"consent_source": "Form 7", "allow_resubscribe": True}


def opted_out(**values):
    return ContactFactory(customer_number="K1", sms_optout_reason="moved", sms_optout_date=OUT_SINCE, **values)


def renewal(date, **changes):
    return Row(2, {"customer_number": "K1", **changes}, consent_dates={"sms": date} if date else {})


def sms(contact):
    contact.refresh_from_db()
    return contact.optout("sms")


@pytest.mark.parametrize("lifting", [{}, {"sms_optout_reason": None}, {"sms_optout_reason": " \u00a0"}])
def test_with_a_source_a_newer_date_and_the_operators_word_an_opt_out_is_lifted(lifting):
    contact = opted_out()

    done = Import(renewal(LATER, **lifting), **ALLOWED)

    assert sms(contact) == ("", None)
    event = contact.consent_events.get()
    assert (event.state, event.source, event.occurred_at, event.via) == ("in", "Form 7", LATER, Via.IMPORT)
    assert (done.counts["would_resubscribe"], done.counts["resubscribed"]) == (1, 1)


@pytest.mark.parametrize(
    ("date", "options"),
    [
        (LATER, {}),
        (LATER, {"consent_source": "Form 7"}),
        (LATER, {"allow_resubscribe": True}),
        (None, ALLOWED),
        (EARLIER, ALLOWED),
        (OUT_SINCE, ALLOWED),
        (datetime(2999, 1, 1, tzinfo=UTC), ALLOWED),
    ],
)
def test_where_one_of_the_three_is_missing_the_opt_out_stays_and_is_counted(date, options):
    contact = opted_out()

    done = Import(renewal(date, sms_optout_reason=None, sms_optout_date=None, company="New"), **options)

    assert sms(contact) == ("moved", OUT_SINCE)
    assert contact.company == "New"
    assert not contact.consent_events.exists()
    assert (done.counts["would_resubscribe"], done.counts["resubscribed"]) == (1, 0)


def test_an_opt_out_without_a_date_is_as_old_as_its_record():
    contact = ContactFactory(customer_number="K1")
    recorded = change_contact(contact.pk, {"sms_optout_reason": "moved"}, via=Via.PAGE).modified_at
    change_contact(contact.pk, {"company": "Elsewhere"}, via=Via.PAGE)

    Import(renewal(recorded), **ALLOWED)
    assert sms(contact) == ("moved", None)
    Import(renewal(recorded + timedelta(microseconds=1)), **ALLOWED)
    assert sms(contact) == ("", None)


def test_an_opt_out_that_is_nowhere_told_of_is_as_old_as_the_last_change():
    contact = ContactFactory(customer_number="K1", sms_optout_reason="moved")

    Import(renewal(contact.modified_at), **ALLOWED)

    assert sms(contact) == ("moved", None)


def test_an_opt_out_cannot_be_made_older_first_and_lifted_then():
    contact = ContactFactory(customer_number="K1")
    Import({"customer_number": "K1", "sms_optout_reason": "moved", "sms_optout_date": OUT_SINCE})
    Import({"customer_number": "K1", "sms_optout_date": EARLIER - timedelta(days=9)})

    Import(renewal(EARLIER), **ALLOWED)
    assert sms(contact) == ("moved", EARLIER - timedelta(days=9))
    Import(renewal(LATER), **ALLOWED)
    assert sms(contact) == ("", None)


@pytest.mark.parametrize("policy", ["ignore", "fill", "add"])
def test_an_opt_out_that_is_not_to_be_overwritten_is_not_lifted(policy):
    contact = opted_out()

    Import(renewal(LATER, sms_optout_reason=None), policies={"sms_optout_reason": policy}, **ALLOWED)

    assert sms(contact) == ("moved", OUT_SINCE)


def test_a_row_that_opts_out_does_so_whatever_date_of_consent_stands_beside():
    ContactFactory(customer_number="K1")

    Import(renewal(timezone.now(), sms_optout_reason="optout"), **ALLOWED)

    contact = Contact.objects.get(customer_number="K1")
    assert sms(contact)[0] == "optout"
    assert contact.consent_events.get().state == "out"


def test_a_refused_row_re_subscribes_nobody_and_is_not_counted():
    contact = opted_out()

    done = Import(renewal(LATER, email="no mail"), **ALLOWED)

    assert done.counts == {"invalid": 1}
    assert sms(contact) == ("moved", OUT_SINCE)


def test_a_rehearsal_counts_and_lifts_nothing():
    contact = opted_out()

    done = Import(renewal(LATER), run=REHEARSAL, **ALLOWED)

    assert done.counts == {"changed": 1, "would_resubscribe": 1, "resubscribed": 1}
    assert sms(contact) == ("moved", OUT_SINCE)


def test_a_recipient_who_becomes_a_user_by_an_import_stays_opted_out():
    recipient = ContactFactory(recipient=True, email="ana@example.com", sms_optout_reason="moved")

    done = Import(guest(type="user", sms_optout_reason=None), match=["id"], **ALLOWED)

    assert done.verdicts == ["changed"]
    assert (sms(recipient)[0], recipient.type) == ("moved", "user")


def test_consent_that_is_renewed_while_another_contact_is_in_the_way_is_renewed_all_the_same():
    contact = opted_out(email="ana@example.com")
    ContactFactory(recipient=True, email="ana@work.example.com")

    done = Import(renewal(LATER, type="user", email="ana@work.example.com"), **ALLOWED)

    assert done.verdicts == ["changed"]
    assert (sms(contact)[0], contact.type) == ("", "user")
    assert contact.consent_events.get().source == "Form 7"


DATES = [OUT_SINCE + timedelta(days=days) for days in (-9, -1, 0, 1, 9)]
STEPS = st.fixed_dictionaries(
    {
        "consent_date": st.none() | st.sampled_from(DATES),
        "options": st.sampled_from([ALLOWED, ALLOWED, {}, {"consent_source": "Form 7"}, {"allow_resubscribe": True}]),
        "policy": st.sampled_from([{}, {}, {"sms_optout_reason": "ignore"}, {"sms_optout_date": "fill"}]),
    },
    optional={
        "sms_optout_reason": st.sampled_from([None, "", "optout"]),
        "sms_optout_date": st.none() | st.sampled_from(DATES),
        "type": st.sampled_from(["user", "recipient"]),
    },
)


def take(step):
    """Import a row as the step says."""
    changes = {name: step[name] for name in ("sms_optout_reason", "sms_optout_date", "type") if name in step}
    Import(renewal(step["consent_date"], **changes), policies=step["policy"], **step["options"])


def told_since_the_last_consent(contact):
    events = list(contact.consent_events.filter(channel="sms").order_by("pk"))
    consents = [index for index, event in enumerate(events) if event.state == "in"]
    return [event.occurred_at for event in events[consents[-1] + 1 if consents else 0 :]]


@given(steps=st.lists(STEPS, min_size=1, max_size=5))
@hypothesis_settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_sequence_of_imports_turns_an_opt_out_into_an_opt_in_without_all_three(steps):
    with another_store():
        contact = ContactFactory(customer_number="K1")
        change_contact(contact.pk, {"sms_optout_reason": "moved", "sms_optout_date": OUT_SINCE}, via=Via.PAGE)
        for step in steps:
            was_out, told = bool(sms(contact)[0]), told_since_the_last_consent(contact)
            take(step)
            if was_out and not sms(contact)[0]:
                assert step["options"] == ALLOWED
                assert step["consent_date"] > max(told)
                event = contact.consent_events.latest("pk")
                assert (event.state, event.source, event.occurred_at) == ("in", "Form 7", step["consent_date"])
