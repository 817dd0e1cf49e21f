"""The content lines of vCard: folds, parameters, escapes (RFC 6350 §3, RFC 6868)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contacts.exchange.vcard_lines import Property, escaped, fold, read_line, split, unescaped, unfold, write_line

CHARACTERS = st.characters(exclude_categories=["Cs"], exclude_characters="\r")
TEXTS = st.text(CHARACTERS)
NAMES = st.from_regex(r"[A-Z][A-Z0-9-]{0,9}", fullmatch=True).filter(lambda name: name != "CHARSET")


def decode(octets, charset):
    return octets.decode(charset or "utf-8")


def parsed(line):
    return read_line(1, line.encode(), decode)


def unfolded(content, limit=1000):
    return list(unfold(content.splitlines(keepends=True), limit))


@given(text=TEXTS)
def test_an_escaped_text_is_read_back(text):
    assert unescaped(escaped(text)) == text


@given(parts=st.lists(TEXTS, min_size=1))
@pytest.mark.parametrize("separator", [";", ","])
def test_escaped_parts_are_parted_where_they_were_joined(parts, separator):
    assert [unescaped(part) for part in split(separator.join(map(escaped, parts)), separator)] == parts


@given(name=NAMES, text=TEXTS, parameters=st.dictionaries(NAMES, st.lists(st.text(CHARACTERS, min_size=1), min_size=1)))
def test_a_written_line_is_read_back(name, text, parameters):
    content = write_line(Property(name, escaped(text), parameters))
    [(number, line)] = unfolded(content, 10**6)

    assert read_line(number, line, decode) == Property(name, escaped(text), parameters, line=1)


@given(text=TEXTS)
def test_folded_lines_are_short_and_whole_characters(text):
    line = f"NOTE:{escaped(text)}".encode()
    lines = fold(line).split(b"\r\n")

    assert lines.pop() == b""
    assert all(len(one) <= 75 and one.decode() for one in lines)
    assert b"".join([lines[0], *(one[1:] for one in lines[1:])]) == line


def test_a_fold_goes_before_a_character_that_does_not_fit():
    assert fold("é".join(["x" * 74, "y"]).encode()) == b"x" * 74 + b"\r\n " + "éy\r\n".encode()


@pytest.mark.parametrize("mark", [b"\r\n ", b"\n ", b"\r\n\t", b"\n\t"])
def test_lines_are_unfolded_whatever_the_fold(mark):
    assert unfolded(b"NOTE:a" + mark + b"b" + mark + b" c\nFN:x") == [(1, b"NOTE:ab c"), (4, b"FN:x")]


def test_a_fold_may_part_the_octets_of_a_character():
    accented = "é".encode()

    assert unfolded(b"NOTE:" + accented[:1] + b"\r\n " + accented[1:]) == [(1, "NOTE:é".encode())]


def test_a_line_in_pieces_is_one_line():
    assert list(unfold([b"NOTE:", b" a", b"b\r", b"\n", b" c\r\n", b"FN:x"], 100)) == [(1, b"NOTE: abc"), (3, b"FN:x")]


def test_what_a_line_has_beyond_the_limit_is_dropped():
    pieces = [b"NOTE:", *[b"x" * 10] * 1000, b"\n", b"FN:x\n"]

    assert list(unfold(pieces, 20)) == [(1, b"NOTE:" + b"x" * 20), (2, b"FN:x")]


def test_byte_order_marks_are_no_part_of_a_line():
    assert unfolded(b"\xef\xbb\xbfBEGIN:VCARD\n\xef\xbb\xbfBEGIN:VCARD\n") == [(1, b"BEGIN:VCARD"), (2, b"BEGIN:VCARD")]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("note:a:b", Property("NOTE", "a:b", line=1)),
        ("item1.X-ABLabel:Work", Property("X-ABLABEL", "Work", group="item1", line=1)),
        ("TEL;type=HOME;type=pref:1", Property("TEL", "1", {"TYPE": ["HOME", "pref"]}, line=1)),
        ("TEL;CELL;PREF:1", Property("TEL", "1", {"TYPE": ["CELL", "PREF"]}, line=1)),
        ("PHOTO;BASE64:x", Property("PHOTO", "x", {"ENCODING": ["BASE64"]}, line=1)),
        ("TEL;TYPE=a,b:1", Property("TEL", "1", {"TYPE": ["a", "b"]}, line=1)),
        ('TEL;TYPE="voice,cell":1', Property("TEL", "1", {"TYPE": ["voice,cell"]}, line=1)),
        ('ADR;LABEL="a; b: c, d":;', Property("ADR", ";", {"LABEL": ["a; b: c, d"]}, line=1)),
        ("ADR;LABEL=^'a^'^nb^^c:;", Property("ADR", ";", {"LABEL": ['"a"\nb^c']}, line=1)),
        ("NOTE;X=:a", Property("NOTE", "a", {"X": []}, line=1)),
    ],
)
def test_a_line_is_read_as_programs_write_it(line, expected):
    assert parsed(line) == expected


def test_types_in_quotation_marks_are_several():
    assert parsed('TEL;TYPE="voice,Cell";TYPE=home:1').types == {"voice", "cell", "home"}


@pytest.mark.parametrize("line", ["no colon", 'NOTE;X="no end:text', '"'])
def test_what_is_no_content_line_is_refused(line):
    with pytest.raises(ValueError, match="b'"):
        parsed(line)


@pytest.mark.parametrize(
    ("value", "text"),
    [(r"a\, b\; c\\n", r"a, b; c\n"), (r"a\nb\Nc", "a\nb\nc"), (r"https\://x", "https://x"), (r"C:\path", r"C:\path")],
)
def test_escapes_are_undone_as_programs_write_them(value, text):
    assert unescaped(value) == text


def test_line_ends_in_a_text_are_one_kind():
    assert escaped("a\r\nb\rc") == r"a\nb\nc"


def test_the_value_is_read_in_its_own_charset():
    line = "NOTE;CHARSET=ISO-8859-1:café".encode("latin-1")

    assert read_line(1, line, decode).value == "café"
