"""The consent panel."""

from datetime import UTC, datetime

import pytest

from contacts.choices import Via
from contacts.services import change_contact
from contacts.services.optouts import opt_in, opt_out

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture
def pages(client, editor):
    client.force_login(editor)
    return client


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["page", "htmx"])
def test_an_opt_out_and_an_opt_in_are_taken_down(pages, editor, contact, at, headers):
    form = pages.get(at("contact-consent", contact, "sms"), headers=headers).content.decode()
    assert "Written are the opt-out" in form

    facts = {"optout_reason": "replied STOP", "since": "2017-06-15"}
    answer = pages.post(at("contact-consent", contact, "sms"), facts, headers=headers)
    assert answer.status_code == (200 if headers else 302)
    contact.refresh_from_db()
    assert contact.sms_optout_reason == "replied STOP"

    facts = {"reason": "She asked", "consent_source": "Call of 12 May"}
    pages.post(at("contact-consent", contact, "sms"), facts, headers=headers)
    contact.refresh_from_db()
    assert contact.sms_optout_reason == ""
    assert contact.consent_events.latest("pk").source == "Call of 12 May"


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["page", "htmx"])
def test_what_is_missing_is_said_at_its_field(pages, contact, at, headers):
    opt_out(contact.pk, "sms", "STOP", via=Via.PAGE)

    facts = {"reason": "", "consent_source": ""}
    page = pages.post(at("contact-consent", contact, "sms"), facts, headers=headers).content.decode()

    assert 'id="sms-reason_error"' in page
    assert 'id="sms-consent_source_error"' in page


def test_a_day_to_come_and_too_much_are_refused(pages, contact, at):
    facts = {"optout_reason": "x" * 61, "since": "2999-01-01"}

    page = pages.post(at("contact-consent", contact, "sms"), facts).content.decode()

    assert 'id="sms-since_error"' in page
    assert 'id="sms-optout_reason_error"' in page


def test_who_comes_second_is_told(pages, contact, at):
    opt_out(contact.pk, "sms", "STOP", via=Via.EVANCE)

    page = pages.post(at("contact-consent", contact, "sms"), {"optout_reason": "other"}).content.decode()

    assert "Somebody has taken down this opt-out meanwhile" in page
    contact.refresh_from_db()
    assert contact.sms_optout_reason == "STOP"


def test_there_are_four_channels(pages, contact, at):
    assert pages.get(at("contact-consent", contact, "fax")).status_code == 404


def test_the_ledger_speaks_in_sentences(pages, editor, contact, at):
    optout = {"sms_optout_reason": "optout", "sms_optout_date": "2017-06-15T10:00:00+00:00"}
    change_contact(contact.pk, optout, via=Via.DIVENDO)

    page = pages.get(at("contact", contact)).content.decode()

    assert "SMS: opted out June 15, 2017, reason optout, by Divendo API, taken down" in page


def test_as_of_a_day_the_channels_are_what_they_were_then(pages, contact, at):
    opt_out(contact.pk, "sms", "STOP", datetime(2017, 6, 15, tzinfo=UTC), via=Via.PAGE)
    opt_in(contact.pk, "sms", reason="x", consent_source="A letter", via=Via.PAGE)

    def panel(day):
        page = pages.get(at("contact", contact, as_of=day), headers=HTMX | {"HX-Target": "consent"})
        return page.content.decode()

    assert "Opted out" in panel("2017-06-15")
    assert "Opted out" not in panel("2017-06-14")
    assert "the contact was not here yet" in panel("2017-06-14")
    assert "Opted out" not in panel("")
    assert "Opt out of E-mail" not in panel("2017-06-15")
    assert "Opted out" not in panel("2017-13-45")
