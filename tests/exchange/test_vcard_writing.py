"""Cards as we write them, in 4.0 (RFC 6350) and 3.0 (RFC 2426)."""

import base64
from datetime import UTC, date, datetime
from io import BytesIO

import pytest
import vobject
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils.translation import override

from contacts.columns import COLUMNS
from contacts.exchange.interfaces import Writing
from contacts.exchange.vcard import write, write_version_3
from contacts.models import Contact
from tests.exchange.cards import ALL_COLUMNS, CardFile, lines_of, written

WITH_PICTURES = Writing(columns=list(COLUMNS), with_pictures=True)
PICTURE = b"\x89PNG is what a picture begins with" * 10


def contact(**values):
    ids = {"id": 10**9, "object_id": "65a1b2c3d4e5f60718293a4b", "created_at": datetime(2026, 1, 2, 3, tzinfo=UTC)}
    made = Contact(**ids, **{name: value for name, value in values.items() if name != "tag_names"})
    made.tag_names = values.get("tag_names", [])
    return made


def ana(**values):
    return contact(
        **{
            "type": "guest",
            "title": "Dr.",
            "first_name": "Ana",
            "last_name": "Brook; of Leeds",
            "email": "ana@example.com",
            "more_emails": ["second@example.com"],
            "phone": "+44 20 7946 0018",
            "mobile": "+44 7700 900123",
            "more_numbers": ["+44 20 7946 0019"],
            "company": "Example, Sons & Co",
            "division": "Sales",
            "position": "Buyer",
            "address_line1": "20-22 Wenlock Road",
            "address_line2": "Floor 2",
            "address_city": "London",
            "address_postcode": "N1 7GU",
            "address_country": "GB",
            "date_of_birth": date(1990, 4, 12),
            "website": "https://www.example.com/a,b;c",
            "biography": "First line\nSecond: \\ line, long enough for a fold that must not part the é of café",
            "tag_names": ["trade fair", "vip, old"],
            "customer_number": "K-7",
        }
        | values
    )


def with_picture(name="pictures/ab/ana.png"):
    return ana(thumbnail=default_storage.save(name, ContentFile(PICTURE)))


def test_a_card_in_4_0():
    assert lines_of(written(ana())) == [
        "BEGIN:VCARD",
        "VERSION:4.0",
        r"FN:Ana Brook\; of Leeds",
        r"N:Brook\; of Leeds;Ana;;Dr.;",
        "EMAIL;PREF=1:ana@example.com",
        "EMAIL:second@example.com",
        "TEL;TYPE=voice:+44 20 7946 0018",
        "TEL;TYPE=cell:+44 7700 900123",
        "TEL:+44 20 7946 0019",
        r"ORG:Example\, Sons & Co;;Sales",
        r"ADR;CC=GB:;;20-22 Wenlock Road\nFloor 2;London;;N1 7GU;United Kingdom",
        "BDAY:19900412",
        "TITLE:Buyer",
        r"NOTE:First line\nSecond: \\ line\, long enough for a fold that must not part the é of café",
        "URL:https://www.example.com/a,b;c",
        r"CATEGORIES:trade fair,vip\, old",
        "UID;VALUE=text:65a1b2c3d4e5f60718293a4b",
        "X-CONTACT;NAME=id:1000000000",
        "X-CONTACT;NAME=type:guest",
        "X-CONTACT;NAME=customer_number:K-7",
        "X-CONTACT;NAME=created_at:2026-01-02T03:00:00+00:00",
        "END:VCARD",
    ]


def test_a_card_in_3_0():
    differences = set(lines_of(written(ana(), write=write_version_3))) - set(lines_of(written(ana())))

    assert differences == {
        "VERSION:3.0",
        "EMAIL;TYPE=INTERNET,PREF:ana@example.com",
        "EMAIL;TYPE=INTERNET:second@example.com",
        r"ADR:;;20-22 Wenlock Road\nFloor 2;London;;N1 7GU;United Kingdom",
        "BDAY:1990-04-12",
        "UID:65a1b2c3d4e5f60718293a4b",
    }


def test_lines_are_folded_at_75_octets_and_end_as_the_standard_says():
    content = written(ana(biography="é🎉" * 500))
    lines = content.split(b"\r\n")

    assert b"\n" not in b"".join(lines)
    assert max(map(len, lines)) <= 75
    assert all(line.decode() is not None for line in lines)


def test_another_program_reads_our_3_0():
    made = with_picture()
    card = vobject.readOne(written(made, write=write_version_3, writing=WITH_PICTURES).decode())

    assert card.fn.value == "Ana Brook; of Leeds"
    assert (card.n.value.family, card.n.value.given, card.n.value.prefix) == ("Brook; of Leeds", "Ana", "Dr.")
    assert [one.value for one in card.email_list] == made.emails
    assert [one.value for one in card.tel_list] == [made.phone, made.mobile, *made.more_numbers]
    assert card.org.value == ["Example, Sons & Co", "", "Sales"]
    assert (card.adr.value.street, card.adr.value.country) == ("20-22 Wenlock Road\nFloor 2", "United Kingdom")
    assert (card.bday.value, card.title.value, card.note.value) == ("1990-04-12", "Buyer", made.biography)
    assert card.categories.value == ["trade fair", "vip, old"]
    assert card.photo.value == PICTURE
    assert [(one.params["NAME"], one.value) for one in card.contents["x-contact"]][2] == (["customer_number"], "K-7")


def test_we_read_what_another_program_writes():
    card = vobject.vCard()
    card.add("n").value = vobject.vcard.Name(family="Brook; of Leeds", given="Zoë", prefix="Dr.")
    card.add("fn").value = "Dr. Zoë Brook"
    card.add("email").value = "zoe@example.com"
    card.add("tel").value = "020 7946 0018"
    card.tel.type_param = ["CELL", "VOICE"]
    card.add("org").value = ["Example, Sons", "Sales"]
    card.add("adr").value = vobject.vcard.Address(street="High Street 1", city="York", code="YO1 1AA", country="France")
    card.add("note").value = "é, long enough to be folded; " * 10
    card.add("categories").value = ["vip, old", "local"]
    card.add("photo").value = PICTURE
    card.photo.encoding_param, card.photo.type_param = "B", "PNG"
    file = CardFile(card.serialize().encode())

    assert (file.problems, file.notes) == ([], [])
    assert file.changes == [
        {
            "title": "Dr.",
            "first_name": "Zoë",
            "last_name": "Brook; of Leeds",
            "email": "zoe@example.com",
            "mobile": "020 7946 0018",
            "company": "Example, Sons",
            "department": "Sales",
            "address_line1": "High Street 1",
            "address_city": "York",
            "address_postcode": "YO1 1AA",
            "address_country": "FR",
            "biography": ("é, long enough to be folded; " * 10).strip(),
            "tags": ["vip, old", "local"],
            "thumbnail": f"data:image/png;base64,{base64.b64encode(PICTURE).decode()}",
        }
    ]


@pytest.mark.parametrize(
    ("values", "name"),
    [
        ({"first_name": "Ana"}, "Ana"),
        ({"company": "Example Ltd", "email": "a@example.com"}, "Example Ltd"),
        ({"email": "a@example.com"}, "a@example.com"),
        ({"phone": "020 7946 0018"}, "Unnamed"),
    ],
)
def test_every_card_shows_a_name_which_is_not_taken_for_a_persons(values, name):
    content = written(contact(**values))

    assert f"FN:{name}" in lines_of(content)
    assert {column: value for column, value in CardFile(content).changes[0].items() if column in values} == values
    assert CardFile(content).changes[0].get("last_name") is None


@pytest.mark.parametrize(
    ("write", "line"),
    [
        (write, "PHOTO:data:image/png;base64,"),
        (write_version_3, "PHOTO;ENCODING=b;TYPE=PNG:"),
    ],
)
def test_a_picture_is_written_into_the_card(write, line):
    content = written(with_picture(), write=write, writing=WITH_PICTURES)
    picture = base64.b64encode(PICTURE).decode()

    assert f"{line}{picture}" in lines_of(content)
    assert CardFile(content).changes[0]["thumbnail"] == f"data:image/png;base64,{picture}"


@pytest.mark.parametrize("write", [write, write_version_3])
@pytest.mark.parametrize("writing", [ALL_COLUMNS, WITH_PICTURES])
def test_a_picture_that_is_left_out_or_lost_is_written_by_its_name(write, writing):
    made = ana(thumbnail="pictures/ab/gone.png") if writing is WITH_PICTURES else with_picture("pictures/ab/gone.png")
    content = written(made, write=write, writing=writing)

    assert not [line for line in lines_of(content) if line.startswith("PHOTO")]
    assert CardFile(content).changes[0]["thumbnail"] == "~/content/pictures/ab/gone.png"


def test_only_the_chosen_columns_are_written():
    content = written(ana(), writing=Writing(columns=["email", "customer_number"]))

    assert lines_of(content) == [
        "BEGIN:VCARD",
        "VERSION:4.0",
        "FN:ana@example.com",
        "N:;;;;",
        "EMAIL;PREF=1:ana@example.com",
        "X-CONTACT;NAME=customer_number:K-7",
        "END:VCARD",
    ]


def test_a_list_may_be_chosen_for_the_columns_that_make_it_up():
    content = written(ana(), writing=Writing(columns=["numbers", "emails"]))

    assert CardFile(content).changes == [
        {
            "email": "ana@example.com",
            "more_emails": ["second@example.com"],
            "phone": "+44 20 7946 0018",
            "mobile": "+44 7700 900123",
            "more_numbers": ["+44 20 7946 0019"],
        }
    ]


def test_a_card_does_not_depend_on_the_language():
    content = written(ana())

    with override("de"):
        assert written(ana()) == content


def test_the_number_of_cards_is_given():
    file = BytesIO()

    assert write(iter([ana(), ana()]), file, ALL_COLUMNS) == 2
    assert file.getvalue().count(b"BEGIN:VCARD\r\n") == 2
