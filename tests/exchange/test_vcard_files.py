"""Files of vCards as files: their encoding, their size, and what is wrong with them."""

import codecs
from io import BytesIO
from itertools import islice

import pytest

from contacts.exchange.interfaces import Reading, UnusableFile
from contacts.exchange.vcard import read
from tests.exchange.cards import CardFile, card, notes_of, sample

NOT_CARDS = "This is not a file of vCards: it does not begin with BEGIN:VCARD."


@pytest.mark.parametrize(
    "content", [b"", b"\r\n\r\n", b"first_name,last_name\r\n", b"BEGIN:VCALENDAR\r\n", b"\xff\xd8"]
)
def test_a_file_of_something_else_is_refused_before_its_first_row(content):
    with pytest.raises(UnusableFile, match=NOT_CARDS):
        read(BytesIO(content), Reading())


def test_an_encoding_that_there_is_not_is_refused():
    with pytest.raises(UnusableFile, match="There is no encoding “utf-80”"):
        read(BytesIO(card("FN:Ana")), Reading(encoding="utf-80"))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-32", "cp1252"])
def test_a_file_is_read_in_the_encoding_that_is_named(encoding):
    content = card("N:Brook;Zoë", "NOTE:café").decode().encode(encoding)

    assert CardFile(content, encoding=encoding).changes == [
        {"first_name": "Zoë", "last_name": "Brook", "biography": "café"}
    ]


@pytest.mark.parametrize("mark", [codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE])
def test_utf_16_is_known_by_its_mark(mark):
    encoding = "utf-16-le" if mark == codecs.BOM_UTF16_LE else "utf-16-be"
    content = mark + (card("NOTE:👋\u0a0d\u0d0a") * 2).decode().encode(encoding)

    assert CardFile(content).changes == [{"biography": "👋\u0a0d\u0d0a"}] * 2


def test_a_line_that_is_not_utf_8_is_read_as_windows_1252_and_noted():
    file = CardFile(card("N:Brook;Ana", "NOTE:naïve") + card("NOTE:café “x”").decode().encode("cp1252"))

    assert [changes["biography"] for changes in file.changes] == ["naïve", "café “x”"]
    assert file.notes == [
        "Lines that are not UTF-8 were read as Windows-1252: name the encoding if it is another"
        " (1 in all, first on line 8)."
    ]


@pytest.mark.parametrize(
    ("line", "reading"),
    [
        (b"NOTE:\x81", {}),
        (b"NOTE:\xe9", {"encoding": "utf-8"}),
        (b"NOTE;CHARSET=UTF-8:\xe9", {}),
        (b"NOTE;CHARSET=KLINGON:x", {}),
    ],
)
def test_a_line_that_its_encoding_cannot_have_is_a_problem_of_its_card(line, reading):
    content = card("N:Brook;Ana", "NOTE:").replace(b"NOTE:", line) + card("FN:Ben Stone")
    file = CardFile(content, **reading)

    assert [(row, name, message[:22]) for row, name, message in file.problems] == [
        (1, "__all__", "Line 4 cannot be read ")
    ]
    assert file.changes == [{}, {"first_name": "Ben", "last_name": "Stone"}]


def test_quoted_printable_is_refused_and_the_rest_is_read():
    file = CardFile(card("FN;ENCODING=QUOTED-PRINTABLE:Zo=C3=", "=AB") + card("FN:Ben Stone"))

    assert file.problems == [
        (
            1,
            "__all__",
            "Line 3 is in quoted-printable, as vCard 2.1 has it: export the card as vCard 3.0 or 4.0.",
        )
    ]
    assert file.changes == [{}, {"first_name": "Ben", "last_name": "Stone"}]


def test_a_card_in_a_card_is_left_out():
    agent = card("N:Agent;Smith", "EMAIL:agent@example.com")
    content = b"BEGIN:VCARD\r\nVERSION:3.0\r\nAGENT:\r\n" + agent.replace(b"N:A", b"AGENT:\r\n" + agent + b"N:A")
    file = CardFile(content + b"N:Brook;Ana\r\nEND:VCARD\r\n" + card("FN:Ben Stone"))

    assert file.problems == []
    assert file.changes == [
        {"first_name": "Ana", "last_name": "Brook"},
        {"first_name": "Ben", "last_name": "Stone"},
    ]


def test_a_card_may_end_with_the_file():
    assert CardFile(card("FN:Ana Brook").rstrip()).changes == [{"first_name": "Ana", "last_name": "Brook"}]


def test_a_photo_of_5_mb_is_read():
    photo = "A" * (5 * 1024 * 1024 * 4 // 3)
    folded = "\r\n ".join([photo[start : start + 74] for start in range(0, len(photo), 74)])

    [changes] = CardFile(card("N:Brook;Ana", f"PHOTO;ENCODING=b;TYPE=JPEG:{folded}", "NOTE:a")).changes

    assert changes.pop("thumbnail") == f"data:image/jpeg;base64,{photo}"
    assert changes == {"first_name": "Ana", "last_name": "Brook", "biography": "a"}


@pytest.mark.parametrize("fold", ["", "\r\n "])
def test_a_card_beyond_16_mb_is_refused_and_the_rest_is_read(fold):
    piece = "A" * 100_000 + fold
    file = CardFile(card(f"PHOTO;ENCODING=b:{piece * 168}", "NOTE:a") + card("FN:Ben Stone"))

    assert file.problems == [
        (1, "__all__", "This card is larger than 16 MB: make its photo smaller and import the card again.")
    ]
    assert file.changes == [{}, {"first_name": "Ben", "last_name": "Stone"}]


def test_cards_are_read_as_they_are_asked_for():
    file = BytesIO(card("FN:Ana Brook") * 100_000)
    rows = read(file, Reading()).rows

    assert [row.line for row in islice(rows, 3)] == [1, 5, 9]
    assert file.tell() < 500


def test_the_notes_are_complete_when_the_rows_are_left():
    source = read(BytesIO(card("NICKNAME:Annie") * 3), Reading())
    next(source.rows)
    source.rows.close()

    assert source.notes == ["The property NICKNAME has no column and was left out (1 in all, first on line 3)."]


def test_a_card_without_a_version_is_read_as_3_0():
    content = card("N:Brook;Ana", "BDAY:1990-04-12").replace(b"VERSION:3.0\r\n", b"")

    assert CardFile(content).changes[0]["first_name"] == "Ana"


def test_groups_of_contacts_are_left_out():
    assert notes_of("KIND:group", "FN:Friends", "MEMBER:urn:uuid:1", version="4.0") == [
        "Cards of a group of contacts were left out (1 in all, first on line 1)."
    ]


def test_writings_of_any_direction_and_pictograms():
    file = sample("writings.vcf")

    assert file.problems == []
    assert file.changes == [
        {
            "first_name": "שלום",
            "last_name": "דוגמה",
            "email": "שלום@example.com",
            "mobile": "+972 00-000-0000",
            "company": "شركة المثال",
            "department": "قسم",
            "biography": "שורה ראשונה\nسطر ثان 👩‍👩‍👧‍👦",
        },
        {
            "first_name": "太郎",
            "last_name": "例子",
            "biography": "A note that is folded within a character, as some programs fold: 例え",
            "tags": ["友達", "🎉"],
        },
    ]


def test_a_broken_file_gives_what_is_whole_and_names_the_rest_by_its_line():
    file = sample("broken.vcf")

    assert [(row.line, row.changes) for row in file.rows if not row.problems] == [
        (2, {"first_name": "Letters", "last_name": "Small", "email": "small@example.com"}),
        (23, {"first_name": "No", "last_name": "Version", "phone": "020 7946 0300"}),
    ]
    assert file.problems == [
        (9, "__all__", "This card has no END:VCARD: complete it, or export the contacts again."),
        (
            12,
            "__all__",
            "Line 15 cannot be read (“this line has no name”): "
            "a line is a property such as NOTE:text, and goes on after a blank.",
        ),
        (18, "date_of_birth", "“1990-02-30” is not a real day: write it as 1990-04-12."),
        (32, "__all__", "This card is in vCard 5.0, which cannot be read: export it as vCard 3.0 or 4.0."),
        (36, "__all__", "The file ends within this card, on line 38: export the contacts again."),
    ]
    assert file.notes == ["Lines that stand outside of any card were left out (1 in all, first on line 8)."]
