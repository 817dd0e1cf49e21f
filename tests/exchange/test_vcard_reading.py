"""What the properties of a card mean in our columns."""

from datetime import UTC, date, datetime

import pytest

from contacts.exchange.interfaces import UnusableFile
from contacts.services import Grant
from tests.exchange.cards import CardFile, card, changes_of, notes_of


@pytest.mark.parametrize(
    ("lines", "changes"),
    [
        (["N:Brook;Ana;Maria,Luz;Dr.,Prof.;Jr.,MD"], ("Dr. Prof.", "Ana Maria Luz", "Brook Jr. MD")),
        (["N:Brook;Ana"], (None, "Ana", "Brook")),
        (["N:;;;;", "FN:Ana Maria Brook"], (None, "Ana Maria", "Brook")),
        (["FN:Ana"], (None, "Ana", None)),
        (["FN:Example Ltd", "ORG:Example Ltd;Sales"], (None, None, None)),
        (["FN:ana@example.com", "EMAIL:ana@example.com"], (None, None, None)),
        (["FN:020 7946 0018", "TEL:020 7946 0018"], (None, None, None)),
        (["ORG:Example Ltd", "EMAIL:ana@example.com"], (None, None, None)),
        (["FN:", "NOTE:"], (None, None, None)),
    ],
)
def test_names(lines, changes):
    said = changes_of(*lines)

    assert (said.get("title"), said.get("first_name"), said.get("last_name")) == changes


@pytest.mark.parametrize(
    ("lines", "changes"),
    [
        (["TEL;TYPE=home:1", "TEL;TYPE=cell:2"], ("1", "2", None)),
        (["TEL:1", "TEL;TYPE=work:2", "TEL;TYPE=cell:3", "TEL;TYPE=cell:4"], ("1", "3", ["2", "4"])),
        (["TEL:1", "TEL;TYPE=work,pref:2"], ("2", None, ["1"])),
        (["TEL;PREF=2:1", "TEL;PREF=1:2", "TEL:3"], ("2", None, ["1", "3"])),
        (['TEL;TYPE="voice,cell":1'], (None, "1", None)),
        (["TEL;TYPE=fax,work:1", "TEL;TYPE=pager:2"], (None, None, ["1", "2"])),
        (["item1.TEL:1", "item1.X-ABLabel:_$!<Mobile>!$_"], (None, "1", None)),
        (["TEL;VALUE=uri:tel:+44-20-7946-0018"], ("+44-20-7946-0018", None, None)),
    ],
)
def test_numbers(lines, changes):
    said = changes_of(*lines)

    assert (said.get("phone"), said.get("mobile"), said.get("more_numbers")) == changes


def test_the_extension_of_a_number_is_noted():
    lines = ["TEL;VALUE=uri:tel:+44-20-7946-0018;ext=5"]

    assert changes_of(*lines) == {"phone": "+44-20-7946-0018"}
    assert notes_of(*lines) == ["Extensions of phone numbers were left out (1 in all, first on line 3)."]


def test_an_address_that_stands_twice_is_one():
    assert changes_of("EMAIL:a@example.com", "EMAIL;TYPE=pref:b@example.com", "EMAIL:A@example.com") == {
        "email": "b@example.com",
        "more_emails": ["a@example.com"],
    }


@pytest.mark.parametrize(
    ("value", "lines"),
    [
        (";;1 High Street;;;;", ["1 High Street"]),
        (r";;1 High Street\nFloor 2;;;;", ["1 High Street", "Floor 2"]),
        ("PO Box 7;Unit 2;1 High Street;;;;", ["PO Box 7", "Unit 2", "1 High Street"]),
        (r";;a\nb\n\nc\nd;;;;", ["a", "b", "c, d"]),
        (";;1 High Street, Floor 2", ["1 High Street, Floor 2"]),
    ],
)
def test_the_lines_of_an_address(value, lines):
    assert list(changes_of(f"ADR:{value}").values()) == lines


@pytest.mark.parametrize(
    ("lines", "code"),
    [
        (["ADR:;;;;;;gb"], "GB"),
        (["ADR:;;;;;;United Kingdom"], "GB"),
        (["ADR:;;;;;;ÖSTERREICH"], "AT"),
        (["ADR;CC=FR:;;;;;;Frankrike"], "FR"),
        (["item1.ADR:;;;;;;Frankrike", "item1.X-ABADR:fr"], "FR"),
        (["item1.ADR:;;;York;;;", "item1.X-ABADR:fr"], None),
        (["item1.ADR:;;;;;;Nowhere", "item2.X-ABADR:fr"], None),
    ],
)
def test_countries(lines, code):
    assert changes_of(*lines).get("address_country") == code


@pytest.mark.parametrize("value", ["1990-04-12", "19900412", "1990-04-12T00:00:00Z", "19900412T000000"])
def test_birthdays(value):
    assert changes_of(f"BDAY:{value}") == {"date_of_birth": date(1990, 4, 12)}


@pytest.mark.parametrize(
    "line",
    ["BDAY:--0412", "BDAY:--04-12", "BDAY:---12", "BDAY:1990", "BDAY:1990-04", "BDAY;VALUE=text:19900412", "BDAY:T10"],
)
def test_a_birthday_that_is_no_whole_day_is_noted(line):
    assert changes_of(line) == {}
    assert notes_of(line) == [
        "Birthdays in words, or without a day, month or year, were left out (1 in all, first on line 3)."
    ]


@pytest.mark.parametrize("value", ["1990-13-01", "12/04/1990", "soon"])
def test_a_birthday_that_is_no_day_is_a_problem(value):
    file = CardFile(card("N:Brook;Ana", f"BDAY:{value}"))

    assert file.problems == [(1, "date_of_birth", f"“{value}” is not a real day: write it as 1990-04-12.")]
    assert file.changes == [{"first_name": "Ana", "last_name": "Brook"}]


@pytest.mark.parametrize(
    ("line", "picture"),
    [
        ("PHOTO;ENCODING=b;TYPE=PNG:aGk=", "data:image/png;base64,aGk="),
        ("PHOTO;ENCODING=BASE64;TYPE=image/jpeg:aGk=", "data:image/jpeg;base64,aGk="),
        ("PHOTO;ENCODING=b:aGk=", "data:image/jpeg;base64,aGk="),
        ("PHOTO:data:image/png;base64,aGk=", "data:image/png;base64,aGk="),
        (r"PHOTO:data:image/png\;base64\,aGk=", "data:image/png;base64,aGk="),
        ("PHOTO;VALUE=uri:https://www.example.com/a.png", "https://www.example.com/a.png"),
        ("PHOTO:file:///a.png", None),
        ("PHOTO:aGk=", None),
    ],
)
def test_pictures(line, picture):
    assert changes_of(line).get("thumbnail") == picture


@pytest.mark.parametrize(
    ("lines", "changes"),
    [
        (["TITLE:Buyer"], {"position": "Buyer"}),
        (["ROLE:Buyer"], {"position": "Buyer"}),
        (["TITLE:Buyer", "ROLE:Purchasing"], {"position": "Buyer"}),
        ([r"ORG:Example\, Ltd;;Sales"], {"company": "Example, Ltd", "division": "Sales"}),
        (["NOTE:a", "NOTE:b"], {"biography": "a\nb"}),
        (["CATEGORIES:b,a", "CATEGORIES:a, c ,"], {"tags": ["b", "a", "c"]}),
        (["UID:urn:x-contact:65a1b2c3d4e5f60718293a4b"], {"object_id": "65a1b2c3d4e5f60718293a4b"}),
        (["UID:urn:uuid:3f2504e0-4f89-11d3-9a0c-0305e82c3301"], {}),
    ],
)
def test_texts(lines, changes):
    assert changes_of(*lines) == changes


def test_our_own_property_goes_before_the_others():
    changes = changes_of(
        "FN:Unnamed",
        "TEL;TYPE=voice:1",
        "X-CONTACT;NAME=first_name:",
        "X-CONTACT;NAME=phone:",
        "X-CONTACT;NAME=more_numbers:1",
        "X-CONTACT;NAME=customer_number: K\\, 7 ",
        "X-CONTACT;NAME=type:guest",
        "X-CONTACT;NAME=sms_optout_date:2026-02-01T09:30:00+00:00",
        "X-CONTACT;NAME=grants:vip\\; trade pending",
    )

    assert changes == {
        "more_numbers": ["1"],
        "customer_number": " K, 7 ",
        "type": "guest",
        "sms_optout_date": datetime(2026, 2, 1, 9, 30, tzinfo=UTC),
        "grants": [Grant("vip"), Grant("trade", "pending")],
    }


def test_our_own_property_of_another_shape_is_a_problem_of_its_column():
    assert CardFile(card("X-CONTACT;NAME=id:12 and more")).problems == [
        (1, "id", "“12 and more” cannot be taken in. Write a whole number.")
    ]


@pytest.mark.parametrize("name", ["shoe_size", "password"])
def test_our_own_property_for_what_is_no_column_is_noted(name):
    line = f"X-CONTACT;NAME={name}:44"

    assert changes_of(line) == {}
    assert notes_of(line) == [
        f"The property X-CONTACT;NAME={name} has no column and was left out (1 in all, first on line 3)."
    ]


def test_unknown_properties_are_noted_once_with_their_number():
    file = CardFile(card("NICKNAME:Annie") + card("X-FOO:1", "X-FOO:2", "NICKNAME:Benny"))

    assert file.changes == [{}, {}]
    assert file.notes == [
        "The property NICKNAME has no column and was left out (2 in all, first on line 3).",
        "The property X-FOO has no column and was left out (2 in all, first on line 7).",
    ]


def test_however_many_properties_somebody_made_up_the_notes_stay_few():
    assert len(notes_of(*[f"X-{number}:1" for number in range(500)])) == 100


def test_a_renewed_consent_is_read_beside_the_changes():
    file = CardFile(card("X-CONTACT;NAME=sms_consent_date:2026-02-01T09:30:00+00:00"))

    assert (file.changes, file.notes) == ([{}], [])
    assert file.rows[0].consent_dates == {"sms": datetime(2026, 2, 1, 9, 30, tzinfo=UTC)}


def test_what_no_card_says_is_given_by_the_defaults_of_the_reading():
    content = card("N:Brook;Ana") + card("N:Stone;Ben", "X-CONTACT;NAME=type:user")
    file = CardFile(content, defaults={"type": "supplier"})

    assert [changes["type"] for changes in file.changes] == ["supplier", "user"]


def test_a_property_can_be_mapped_to_a_column_or_left_out():
    content = card("NICKNAME:annie", "x-customer:K-7", "NOTE:secret")
    file = CardFile(content, mapping={"nickname": "username", "X-Customer": "customer_number", "NOTE": ""})

    assert (file.changes, file.notes) == ([{"username": "annie", "customer_number": "K-7"}], [])


def test_a_mapping_to_what_is_no_column_is_refused():
    with pytest.raises(UnusableFile, match="There is no column “nick”"):
        CardFile(card("NICKNAME:annie"), mapping={"NICKNAME": "nick"})
