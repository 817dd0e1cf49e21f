"""What a contact refuses, in its body and at its own address (contract §2, ``preferences``)."""

import pytest

from contacts.models import Change, ConsentEvent, Contact
from tests.dialects.samples import CHANNELS, divendo_faults, divendo_path, guest
from tests.factories import ContactFactory

pytestmark = pytest.mark.django_db

OPEN = {"optoutreason": None, "optoutdate": None}
DATE = "2017-06-15T00:00:00+01:00"


def create(api, preferences):
    answer = api.post("/contacts", guest(preferences=preferences))
    assert answer.status_code == 200, answer.content
    return answer.json()


def test_the_server_does_not_fill_in_the_date(api):
    created = create(api, {"sms": {"optoutreason": "optout"}})

    assert created["preferences"] == {
        **dict.fromkeys(CHANNELS, OPEN),
        "sms": {"optoutreason": "optout", "optoutdate": None},
    }


@pytest.mark.parametrize("channel", CHANNELS)
def test_each_channel_is_written_by_itself(api, channel):
    out = {"optoutreason": "moved away", "optoutdate": DATE}

    created = create(api, {channel: out})

    assert created["preferences"] == {**dict.fromkeys(CHANNELS, OPEN), channel: out}


@pytest.mark.parametrize(
    ("sent", "answered"),
    [
        ("2018-03-29T21:09:37.0060207+01:00", "2018-03-29T21:09:37.00602+01:00"),
        ("2018-01-29T21:09:37.500Z", "2018-01-29T21:09:37.5+00:00"),
        ("2018-07-01T12:00:00-05:00", "2018-07-01T18:00:00+01:00"),
        ("2018-07-01T12:00:00", "2018-07-01T12:00:00+01:00"),
        ("0001-01-01T00:00:00Z", "0001-01-01T00:00:00+00:00"),
        ("0001-01-01T00:00:00", "0001-01-01T00:01:15+00:00"),
        ("1840-05-01T00:00:00Z", "1840-05-01T00:00:00+00:00"),
        ("9999-12-31T23:59:59.9999999Z", "9999-12-31T23:59:59.999999+00:00"),
    ],
)
def test_dates_are_answered_in_the_time_of_the_store(api, sent, answered):
    created = create(api, {"post": {"optoutreason": "optout", "optoutdate": sent}})

    assert created["preferences"]["post"]["optoutdate"] == answered
    assert api.put(f"/contacts/{created['id']}", created).json() == created
    assert Change.objects.count() == 1


@pytest.mark.parametrize(
    "date", ["2017-06-15", "yesterday", "2017-02-30T00:00:00Z", "2017-06-15T25:00:00Z", 5, True, []]
)
def test_a_date_that_is_none_is_refused(api, date):
    answer = api.post("/contacts", guest(preferences={"sms": {"optoutreason": "optout", "optoutdate": date}}))

    assert divendo_faults(answer) == [("/preferences/sms/optoutdate", "invalid")]


@pytest.mark.parametrize("reason", [None, "", "  "])
def test_without_a_reason_there_is_no_date(api, reason):
    created = create(api, {"phone": {"optoutreason": "optout", "optoutdate": DATE}})

    changed = api.put(f"/contacts/{created['id']}", {"preferences": {"phone": {"optoutreason": reason}}}).json()

    assert changed["preferences"]["phone"] == OPEN
    assert create(api, {"phone": {"optoutreason": reason, "optoutdate": DATE}})["preferences"]["phone"] == OPEN


def test_a_date_alone_says_when_a_known_refusal_was(api):
    stored = ContactFactory(sms_optout_reason="optout")

    changed = api.put(divendo_path(stored), {"preferences": {"sms": {"optoutdate": DATE}}}).json()

    assert changed["preferences"]["sms"] == {"optoutreason": "optout", "optoutdate": DATE}


@pytest.mark.parametrize("gone", [None, {"optoutreason": None}])
def test_an_optout_ends_with_null(api, gone):
    stored = ContactFactory(sms_optout_reason="optout", email_optout_reason="optout")

    changed = api.put(divendo_path(stored), {"preferences": {"sms": gone}}).json()

    assert changed["preferences"]["sms"] == OPEN
    assert changed["preferences"]["email"]["optoutreason"] == "optout"


def test_a_reason_has_a_longest_length(api):
    assert create(api, {"sms": {"optoutreason": "x" * 60}})["preferences"]["sms"]["optoutreason"] == "x" * 60
    answer = api.post("/contacts", guest(preferences={"sms": {"optoutreason": "x" * 61}}))
    assert divendo_faults(answer) == [("/preferences/sms/optoutreason", "too-long")]


def test_preferences_are_read_and_written_at_their_own_address(api):
    stored = ContactFactory(post_optout_reason="optout")
    path = divendo_path(stored) + "/preferences"

    written = api.put(path, {"sms": {"optoutreason": "optout", "optoutdate": DATE}, "fax": {"optoutreason": "x"}})

    assert (written.status_code, written.json()) == (200, {"updated": 1})
    read = api.get(path)
    assert (read.status_code, list(read.json())) == (200, list(CHANNELS))
    assert read.json() == {
        "email": OPEN,
        "post": {"optoutreason": "optout", "optoutdate": None},
        "sms": {"optoutreason": "optout", "optoutdate": DATE},
        "phone": OPEN,
    }


def test_preferences_change_nothing_else(api):
    stored = ContactFactory()

    answer = api.put(divendo_path(stored) + "/preferences", {**guest(), "preferences": {"sms": {"optoutreason": "x"}}})

    assert answer.json() == {"updated": 1}
    assert Contact.objects.get(pk=stored.pk).version == 1


def test_faults_of_preferences_are_named_where_they_stand(api):
    path = divendo_path(ContactFactory()) + "/preferences"
    body = {"sms": {"optoutreason": "<b>", "optoutdate": "soon"}, "post": "optout", "email": {"optoutreason": "x" * 61}}

    assert divendo_faults(api.put(path, body)) == [
        ("/email/optoutreason", "too-long"),
        ("/post", "invalid"),
        ("/sms/optoutdate", "invalid"),
        ("/sms/optoutreason", "html"),
    ]


def test_a_change_of_preferences_is_noted_as_consent(api):
    stored = ContactFactory()

    api.put(divendo_path(stored) + "/preferences", {"sms": {"optoutreason": "optout", "optoutdate": DATE}})

    event = ConsentEvent.objects.get()
    assert (event.contact_id, event.channel, event.state, event.via) == (stored.pk, "sms", "out", "divendo")
    assert event.occurred_at.isoformat() == "2017-06-14T23:00:00+00:00"
