"""Files as address books and the two APIs' users write them."""

from datetime import date

import pytest

from contacts.exchange.interfaces import UnusableFile
from contacts.times import read_instant
from tests.exchange.tables import TableFile, changes_of, sample


def test_google_contacts():
    file = sample("google.csv")
    ana, łukasz = file.changes

    assert ana == {
        "type": "guest",
        "title": "Dr",
        "first_name": "Ana Maria",
        "last_name": "Brook",
        "company": "Example Ltd",
        "position": "Buyer",
        "department": "Purchasing",
        "date_of_birth": date(1990, 4, 12),
        "biography": "Met at the fair.\nLikes tea.",
        "tags": ["VIP", "Trade fair"],
        "emails": ["Ana.Brook@example.com", "ana@example.com"],
        "mobile": "+44 7700 900123",
        "phone": "020 7946 0000",
        "more_numbers": ["020 7946 0001"],
        "address_line1": "20-22 Wenlock Road",
        "address_line2": "Floor 2",
        "address_line3": "PO Box 9",
        "address_city": "London",
        "address_postcode": "N1 7GU",
        "address_country": "GB",
        "website": "https://www.example.com",
    }
    assert łukasz == {
        "type": "guest",
        "first_name": "Łukasz",
        "last_name": "Wójcik 🌳",
        "emails": ["lukasz@example.com"],
        "phone": "+48 22 555 01 00",
        "address_country": "PL",
    }


def test_a_preset_says_which_headers_it_leaves_out():
    notes = sample("google.csv").notes

    assert notes[1] == "Read as a file of Google Contacts."
    assert notes[2].startswith("Left out, as the store has no place for them: Phonetic First Name, ")
    assert "Photo" in notes[2]
    assert "Fax numbers and birthdays without a year are left out." in notes


def test_google_contacts_before_2024():
    (ben,) = sample("google_before_2024.csv").changes

    assert ben == {
        "type": "guest",
        "first_name": "Ben",
        "last_name": "Lee Jr",
        "tags": ["Suppliers"],
        "emails": ["ben@example.com"],
        "mobile": "+1 202-555-0143",
        "company": "Example Inc",
        "position": "Owner",
        "address_line1": "1 Main St",
        "address_city": "Springfield",
        "address_region": "IL",
        "address_postcode": "62701",
        "address_country": "US",
        "website": "https://example.com/ben",
    }


def test_outlook():
    cleo, dora = sample("outlook.csv").changes

    assert cleo == {
        "type": "guest",
        "title": "Ms",
        "first_name": "Cleo",
        "last_name": "Marsh",
        "company": "Example Ltd",
        "position": "Director",
        "address_line1": "5 High Street",
        "address_line2": "Suite 3",
        "address_city": "Leeds",
        "address_postcode": "LS1 4AP",
        "address_country": "GB",
        "phone": "0113 496 0000",
        "mobile": "07700 900456",
        "more_numbers": ["01904 555 0100"],
        "date_of_birth": date(1980, 12, 25),
        "tags": ["VIP", "Board"],
        "emails": ["cleo@example.com", "c.marsh@example.com"],
        "biography": "First line\r\nSecond line",
        "website": "http://www.example.com",
    }
    assert dora == {
        "type": "guest",
        "first_name": "Dora",
        "last_name": "Quinn",
        "emails": ["dora@example.com"],
        "address_line1": "9 Oak Lane",
        "address_city": "Cork",
        "address_country": "IE",
        "phone": "+353 21 555 0100",
    }


def test_divendo_in_a_flat_file():
    file = sample("divendo.csv")

    assert file.notes[1] == "Read as a file of Divendo."
    assert file.changes == [
        {
            "type": "guest",
            "object_id": "5abd47ff9b04b3079c25baa2",
            "created_at": read_instant("2018-03-29T21:08:31.5+01:00"),
            "emails": ["ella@example.com", "e.north@example.com"],
            "title": "Mrs",
            "first_name": "Ella",
            "last_name": "North",
            "address_line1": "1 Quay Street",
            "address_city": "Bristol",
            "address_country": "GB",
            "numbers": ["0117 496 0000", "07700 900789"],
            "customer_number": "C-1",
            "sms_optout_reason": "optout",
            "sms_optout_date": read_instant("2018-04-01T10:00:00+01:00"),
        }
    ]


def test_a_list_may_stand_in_numbered_headers():
    content = "name.firstname,emails.0,emails.1,contactnumbers.0\nElla,ella@example.com,e@example.com,111 111\n"

    assert changes_of(content) == [
        {"type": "guest", "first_name": "Ella", "emails": ["ella@example.com", "e@example.com"], "numbers": ["111 111"]}
    ]


def test_evance_in_a_flat_file():
    file = sample("evance.csv")

    assert file.notes[1:] == [
        "Read as a file of Evance.",
        "Left out, as the store has no place for them: isUser, hasPassword.",
    ]
    assert file.changes == [
        {
            "id": 1234567890,
            "type": "supplier",
            "first_name": "Finn",
            "last_name": "Oak",
            "email": "finn@example.com",
            "registered_number": "0123",
            "date_of_birth": date(1975, 6, 30),
            "address_line1": "2 Mill Lane",
            "address_city": "Dublin",
            "address_country": "IE",
            "address_postcode": "D02 X285",
            "tags": ["metal", "wood"],
        }
    ]


def test_a_preset_can_be_said_and_must_be_one():
    content = "id,emails\n5abd47ff9b04b3079c25baa2,ella@example.com\n"

    assert changes_of(content, preset="divendo")[0]["object_id"] == "5abd47ff9b04b3079c25baa2"
    with pytest.raises(UnusableFile, match="There is no preset “outlok”: choose one of own, google, outlook, "):
        TableFile(content, preset="outlok")


def test_our_own_preset_takes_no_other_for_granted():
    with pytest.raises(UnusableFile, match="There is no column “E-mail 1 - Value”"):
        TableFile("E-mail 1 - Value,First Name\n", preset="own")


def test_what_the_caller_says_goes_before_the_preset():
    content = "Given Name,Notes,E-mail 1 - Value\nAna,A-17,ana@example.com\n"

    (row,) = changes_of(content, mapping={"Notes": "reference"}, defaults={"type": "user"})

    assert row == {"type": "user", "first_name": "Ana", "reference": "A-17", "emails": ["ana@example.com"]}


def test_a_header_that_a_preset_does_not_know_is_named():
    with pytest.raises(UnusableFile, match="There is no column “Shoe size”"):
        TableFile("Given Name,Shoe size,E-mail 1 - Value\n")


@pytest.mark.parametrize("number", ["4.47701E+11", "4,47701E+11", "4e+11"])
def test_a_number_that_a_spreadsheet_has_cut_off_is_not_taken_in(number):
    for content in (f'email,phone\na@example.com,"{number}"\n', f'E-mail 1 - Value,Phone 1 - Value\nx,"{number}"\n'):
        assert "A spreadsheet has cut this number off" in TableFile(content).problems[0][2]
