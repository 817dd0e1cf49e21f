"""Files in the JSON of the two APIs, one contact a line."""

import json

import pytest

from contacts.choices import Via
from contacts.models import Contact
from contacts.reading import with_extras
from contacts.services import Grant, change_contact
from contacts.times import read_instant
from tests.commands.test_import_dry_run import picture
from tests.exchange.tables import TableFile, written
from tests.factories import ContactFactory

DIVENDO = {
    "id": "5abd47ff9b04b3079c25baa2",
    "created": "2018-03-29T21:08:31+01:00",
    "emails": ["ella@example.com", "e@example.com"],
    "name": {"title": "Mrs", "firstname": "Ella", "surname": "North"},
    "address": {"addressline1": "1 Quay Street", "towncity": "Bristol", "country": "GB"},
    "contactnumbers": ["0117 496 0000"],
    "customernumber": "C-1",
    "preferences": {"sms": {"optoutreason": "optout", "optoutdate": None}, "email": {"optoutreason": None}},
}
EVANCE = {
    "id": 1234567890,
    "type": "supplier",
    "company": "Example Ltd",
    "email": "finn@example.com",
    "dateOfBirth": "1975-06-30",
    "hasPassword": False,
    "created": "2020-02-03T04:05:06+00:00",
    "address": {"line1": "2 Mill Lane", "countryCode": "IE", "latitude": None},
    "accessRoles": {"trade": {"name": "Trade", "reference": "trade", "status": "pending", "expires": None}},
    "tags": {"contact": ["metal"]},
}


def read(format, *objects, **reading):
    return TableFile("\n".join(map(json.dumps, objects)), format, **reading)


def test_a_line_of_divendo_is_a_contact():
    file = read("divendo", DIVENDO)

    assert file.problems == []
    assert file.changes == [
        {
            "object_id": "5abd47ff9b04b3079c25baa2",
            "created_at": read_instant("2018-03-29T21:08:31+01:00"),
            "type": "guest",
            "emails": ["ella@example.com", "e@example.com"],
            "title": "Mrs",
            "first_name": "Ella",
            "last_name": "North",
            "address_line1": "1 Quay Street",
            "address_city": "Bristol",
            "address_country": "GB",
            "numbers": ["0117 496 0000"],
            "customer_number": "C-1",
            "sms_optout_reason": "optout",
        }
    ]
    assert file.rows[0].defaulted == {"type"}


@pytest.mark.parametrize("line", [EVANCE, {"contact": EVANCE}])
def test_a_line_of_evance_is_a_contact_in_its_envelope_or_without(line):
    file = read("evance", line)

    assert file.problems == []
    assert file.changes == [
        {
            "id": 1234567890,
            "created_at": read_instant("2020-02-03T04:05:06+00:00"),
            "type": "supplier",
            "company": "Example Ltd",
            "email": "finn@example.com",
            "date_of_birth": file.changes[0]["date_of_birth"],
            "address_line1": "2 Mill Lane",
            "address_country": "IE",
            "grants": [Grant("trade", "pending")],
            "tags": ["metal"],
        }
    ]


def test_passwords_and_invitations_do_not_come_in_files():
    file = read("evance", EVANCE | {"password": "open sesame", "invite": True})

    assert file.changes == read("evance", EVANCE).changes
    assert "Passwords and invitations are left out: they do not travel in files." in file.notes


@pytest.mark.parametrize(
    ("format", "line", "places"),
    [
        ("divendo", {"name": {"title": 5}, "emails": "a@example.com"}, {"title", "emails"}),
        ("divendo", {"preferences": []}, {"preferences"}),
        ("divendo", {"created": "yesterday"}, {"created_at"}),
        ("evance", {"dateOfBirth": "soon", "tags": {"order": ["x"]}}, {"date_of_birth", "tags.order"}),
        ("evance", {"id": "12"}, {"id"}),
        ("evance", {"contact": 5}, {"__all__"}),
        ("divendo", [], {"__all__"}),
    ],
)
def test_every_bad_value_is_named_by_our_column(format, line, places):
    assert {name for _line, name, _message in read(format, line).problems} == places


def test_null_clears_only_when_blanks_clear():
    line = {"name": {"title": ""}, "address": None, "preferences": {"sms": {"optoutreason": None}}}

    assert read("divendo", line).changes == [{"type": "guest"}]
    cleared = read("divendo", line, blank_clears=True).changes[0]
    assert cleared["title"] is cleared["address_city"] is cleared["sms_optout_reason"] is None


def test_a_default_of_the_caller_goes_before_that_of_the_dialect():
    assert read("divendo", DIVENDO, defaults={"type": "user"}).changes[0]["type"] == "user"


@pytest.mark.django_db
def test_pictures_are_written_by_name_or_in_person():
    contact = ContactFactory()
    name = change_contact(contact.pk, {"thumbnail": picture()}, via=Via.COMMAND).thumbnail.name
    stored = with_extras(Contact.objects.whole().get(pk=contact.pk))

    by_name = json.loads(written(stored, format="evance"))
    in_person = json.loads(written(stored, format="evance", with_pictures=True))

    assert by_name["thumbnail"] == f"~/content/{name}"
    assert in_person["thumbnail"].startswith("data:image/jpeg;base64,")
    assert read("evance", by_name).changes[0]["thumbnail"] == f"~/content/{name}"
