"""The encoding is found out and said, and no byte is dropped or garbled on the quiet."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contacts.exchange.encodings import SAMPLE
from contacts.exchange.interfaces import UnusableFile
from tests.exchange.tables import TableFile, changes_of, sample

TEXT = "email,last_name\nana@example.com,Müller “x”\n"
MÜLLER = {"email": "ana@example.com", "last_name": "Müller “x”"}
ASCII = "email,last_name\n" + "ana@example.com,Brook\n" * (SAMPLE // 10)


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (TEXT.encode(), "UTF-8"),
        (TEXT.encode("utf-8-sig"), "UTF-8"),
        (TEXT.encode("utf-16"), "UTF-16"),
        (b"\xfe\xff" + TEXT.encode("utf-16-be"), "UTF-16"),
        (TEXT.encode("utf-16-le"), "UTF-16 without a byte order mark"),
        (TEXT.encode("utf-16-be"), "UTF-16 without a byte order mark"),
        (TEXT.encode("utf-32"), "UTF-32"),
        (TEXT.encode("cp1252"), "Windows-1252"),
    ],
)
def test_the_encoding_is_found_out_and_said(content, name):
    file = TableFile(content)

    assert file.changes == [MÜLLER]
    assert file.notes[0].startswith(f"Read as {name}.")


def test_a_guessed_encoding_shows_a_word_by_which_it_can_be_judged():
    assert "It says “Müller”: name the encoding if that is wrong." in TableFile(TEXT.encode("cp1252")).notes[0]


@pytest.mark.parametrize(
    ("encoding", "asked"), [("cp1250", "windows-1250"), ("mac_roman", "mac-roman"), ("utf-16-le", "UTF-16")]
)
def test_the_encoding_can_be_said(encoding, asked):
    assert changes_of(TEXT.encode(encoding), encoding=asked) == [MÜLLER]


@pytest.mark.parametrize("mark", ["utf-8-sig", "utf-8"])
def test_utf_8_that_is_asked_for_may_bear_a_mark(mark):
    assert changes_of(TEXT.encode(mark), encoding="utf-8") == [MÜLLER]


@pytest.mark.parametrize("name", ["klingon", "hex", "undefined", ""])
def test_an_encoding_that_there_is_not_is_refused(name):
    if not name:
        assert changes_of(TEXT, encoding=name) == [MÜLLER]
        return
    with pytest.raises(UnusableFile, match="There is no encoding “"):
        TableFile(TEXT, encoding=name)


def test_text_that_is_not_western_is_not_read_as_if_it_were():
    with pytest.raises(
        UnusableFile, match=r"cannot be told: save it as UTF-8, or name the encoding\. It may be cp1251"
    ):
        TableFile("имя;фамилия\nИван;Петров\nМария;Сидорова\n".encode("cp1251"))  # noqa: RUF001


def test_bytes_after_a_long_stretch_of_ascii_count_too():
    file = TableFile(ASCII.encode() + "eve@example.com,Müller\n".encode("cp1252"))

    assert file.notes[0].startswith("Read as Windows-1252.")
    assert file.changes[-1]["last_name"] == "Müller"


def test_a_character_on_the_edge_of_the_sample_is_whole():
    padding = "x" * (SAMPLE - len("email,last_name\nana@example.com,") - 1)

    assert changes_of(f"email,last_name\nana@example.com,{padding}ü\n")[0]["last_name"] == f"{padding}ü"


def test_a_slip_in_a_utf_8_file_is_named_by_its_line_and_column_and_holds_up_no_other_row():
    lines = [
        b"email,last_name,biography",
        "ana@example.com,Müller,äöü".encode(),
        b"bob@example.com,M\xfcller,x\xff\xfe",
    ]

    file = TableFile(b"\n".join([*lines, b"eve@example.com,Brook,\n"]))

    assert file.problems == [
        (3, "last_name", "The bytes 0xFC are not UTF-8: mend the file, or name its encoding."),
        (3, "biography", "The bytes 0xFF 0xFE are not UTF-8: mend the file, or name its encoding."),
    ]
    assert [row["email"] for row in file.changes] == ["ana@example.com", "bob@example.com", "eve@example.com"]
    assert "last_name" not in file.changes[1]


def test_a_late_slip_is_named_too():
    file = TableFile(
        "email,last_name\nana@example.com,Müller\n".encode() + ASCII.encode()[16:] + b"e@example.com,\xe9\n"
    )

    assert [(line, name) for line, name, _message in file.problems] == [(len(file.rows) + 1, "last_name")]


def test_a_utf_16_file_that_ends_within_a_character_says_so():
    file = TableFile(TEXT.rstrip("\n").encode("utf-16") + b"\x00")

    assert file.problems == [(2, "last_name", "The bytes 0x00 are not UTF-16: mend the file, or name its encoding.")]


def test_headers_that_cannot_be_read_ask_for_the_encoding():
    with pytest.raises(UnusableFile, match="The first line holds bytes that cannot be read"):
        TableFile("email,Straße\n".encode("cp1252"), encoding="utf-8")


@settings(deadline=None)
@given(st.binary(max_size=60).map(lambda content: content.translate(None, b"\0\r\n,\"'")))
def test_what_is_read_is_what_was_written_whatever_the_bytes(content):
    try:
        file = TableFile(b"email,last_name\na@example.com,x" + content + b"\n")
    except UnusableFile:
        return

    codec = "cp1252" if "Windows-1252" in file.notes[0] else "utf-8"
    assert file.problems or file.changes[0]["last_name"].encode(codec) == b"x" + content


def test_excel_writes_windows_1252_and_utf_16():
    german = sample("excel_german.csv", ignore_unknown=True)
    unicode = sample("excel_unicode.txt")

    assert german.notes[0].startswith("Read as Windows-1252. It says “Straße”")
    assert [row["first_name"] for row in unicode.changes] == ["Zoë", "由紀"]
    assert unicode.notes == ["Read as UTF-16. Parted by tabs."]
