"""Files as phones and programs write them."""

from datetime import date

import pytest

from tests.exchange.cards import sample


def without_picture(changes):
    picture = changes.pop("thumbnail", "")
    return changes, picture[:30]


def test_an_iphone():
    file = sample("apple_ios.vcf")
    person, company = file.changes

    assert file.problems == []
    assert without_picture(person) == (
        {
            "title": "Dr.",
            "first_name": "Ana Maria",
            "last_name": "Brook",
            "email": "ana.brook@example.com",
            "more_emails": ["ana@home.example.com", "list@example.com"],
            "mobile": "+44 7700 900123",
            "phone": "020 7946 0018",
            "more_numbers": ["+44 20 7946 0991", "020 7946 0019"],
            "company": "Example Ltd",
            "department": "Sales",
            "position": "Head of Sales",
            "address_line1": "20-22 Wenlock Road",
            "address_line2": "Floor 2",
            "address_city": "London",
            "address_region": "Greater London",
            "address_postcode": "N1 7GU",
            "address_country": "GB",
            "date_of_birth": date(1984, 2, 29),
            "website": "https://www.example.com/ana",
            "biography": "Met at the fair, stand 7; likes tea.\nCall after 10:00.",
        },
        "data:image/jpeg;base64,/9j/4AA",
    )
    assert company == {"company": "Example Garage", "phone": "020 7946 0550"}


def test_an_iphone_has_more_to_say_than_there_are_columns():
    assert sample("apple_ios.vcf").notes == [
        "Of several URL in one card, the preferred or first one was taken (1 in all, first on line 23).",
        "UIDs that are no object id of a contact store were left out (1 in all, first on line 42).",
        "The property NICKNAME has no column and was left out (1 in all, first on line 6).",
        "The property X-ABDATE has no column and was left out (1 in all, first on line 27).",
        "The property X-SOCIALPROFILE has no column and was left out (1 in all, first on line 29).",
        "Birthdays in words, or without a day, month or year, were left out (1 in all, first on line 53).",
    ]


def test_a_mac():
    file = sample("apple_macos.vcf")
    [(person, picture)] = map(without_picture, file.changes)

    assert picture == "data:image/jpeg;base64,/9j/4AA"
    assert person == {
        "first_name": "Jürgen",
        "last_name": "Müller",
        "email": "juergen@example.org",
        "mobile": "07700 900456",
        "address_line1": "Musterweg 1",
        "address_city": "Musterstadt",
        "address_postcode": "01234",
        "address_country": "DE",
        "website": "http://www.example.org",
        "tags": ["Freunde", "Kunden, alt"],
    }
    assert "Cards of a group of contacts were left out (1 in all, first on line 29)." in file.notes


def test_an_android_phone():
    file = sample("android.vcf")

    assert file.problems == []
    assert file.changes == [
        {"first_name": "Mum", "mobile": "07700900777", "phone": "02079460777", "more_numbers": ["07700900778"]},
        {"first_name": "Plumber", "last_name": "🔧", "phone": "07700900779"},
        {"mobile": "07700900780"},
    ]


def test_an_old_android_phone_is_told_what_to_do_and_the_rest_is_read():
    file = sample("android_2_1.vcf")
    advice = "This card is in vCard 2.1, which cannot be read: export it as vCard 3.0 or 4.0."

    assert file.problems == [(1, "__all__", advice), (23, "__all__", advice)]
    assert file.changes[-1] == {
        "first_name": "Cleo",
        "last_name": "Hill",
        "mobile": "07700 900125",
        "phone": "020 7946 0125",
        "email": "cleo@example.com",
    }


def test_google_contacts():
    file = sample("google.vcf")

    assert file.problems == []
    assert file.changes == [
        {
            "title": "Mr.",
            "first_name": "Omar",
            "last_name": "Field Jr.",
            "email": "omar@example.com",
            "mobile": "+44 7700 900333",
            "phone": "+44 20 7946 0333",
            "company": "Example Foods",
            "position": "Buyer",
            "address_line1": "Flat 3",
            "address_line2": "1 Example Street",
            "address_city": "Leeds",
            "address_region": "West Yorkshire",
            "address_postcode": "LS1 1AA",
            "address_country": "GB",
            "date_of_birth": date(1990, 4, 12),
            "website": "https://www.example.com/omar",
            "biography": "Prefers e-mail",
            "tags": ["Trade fair", "myContacts"],
            "thumbnail": "https://photos.example.com/omar.jpg",
        },
        {"email": "nobody@example.com", "tags": ["myContacts"]},
    ]


def test_outlook_on_windows_writes_2_1():
    [(line, _, message)] = sample("outlook_2_1.vcf").problems

    assert (line, "vCard 2.1" in message) == (1, True)


def test_outlook_on_a_mac():
    file = sample("outlook_mac.vcf")

    assert file.problems == []
    assert file.changes == [
        {
            "first_name": "Zoë",
            "last_name": "Bröok",
            "email": "zoe@example.com",
            "phone": "020 7946 0900",
            "more_numbers": ["020 7946 0901", "07700 900900"],
            "company": "Example, Sons & Co",
            "department": "Purchasing",
            "division": "Team A, Desk 4",
            "position": "Buyer",
            "address_line1": "PO Box 7",
            "address_line2": "Unit 2",
            "address_line3": "High Street 1",
            "address_city": "York",
            "address_postcode": "YO1 1AA",
            "date_of_birth": date(1975, 1, 1),
        }
    ]
    assert file.notes == [
        "Countries that are known neither by name nor by code were left out (1 in all, first on line 11).",
        "The property LABEL has no column and was left out (1 in all, first on line 12).",
        "The property X-MS-OL-DEFAULT-POSTAL-ADDRESS has no column and was left out (1 in all, first on line 13).",
        "The property AGENT has no column and was left out (1 in all, first on line 15).",
    ]


@pytest.mark.parametrize("name", ["nextcloud_3.vcf", "nextcloud_4.vcf"])
def test_nextcloud_has_its_pictures_read(name):
    assert without_picture(sample(name).changes[0])[1] == "data:image/png;base64,iVBORw0K"


def test_nextcloud_in_3_0():
    [(person, _)] = map(without_picture, sample("nextcloud_3.vcf").changes)

    assert person == {
        "first_name": "Ines",
        "last_name": "Meadow",
        "email": "ines@example.org",
        "phone": "+351 000 000 000",
        "mobile": "+351 000 000 001",
        "address_line1": "Rua do Exemplo 5",
        "address_city": "Lisboa",
        "address_postcode": "1000-001",
        "address_country": "PT",
        "tags": ["Família", "Work"],
    }


def test_nextcloud_in_4_0():
    file = sample("nextcloud_4.vcf")

    assert file.problems == []
    assert [without_picture(changes)[0] for changes in file.changes] == [
        {
            "title": "Sra. Prof.",
            "first_name": "Ines Rosa Luz",
            "last_name": "Meadow",
            "email": "first@example.org",
            "more_emails": ["second@example.org"],
            "phone": "+44-20-7946-0100",
            "mobile": "+44-7700-900100",
            "company": "Example SA",
            "position": "Directora",
            "address_line1": "Calle del Ejemplo 5",
            "address_city": "Vigo",
            "address_postcode": "36200",
            "address_country": "ES",
            "object_id": "65a1b2c3d4e5f60718293a4b",
        },
        {"first_name": "Long", "last_name": "ago"},
    ]
    assert (
        "Birthdays in words, or without a day, month or year, were left out (2 in all, first on line 15)." in file.notes
    )
