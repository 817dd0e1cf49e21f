"""Finding out what an uploaded file is: its format, where its headers stand, in which order its days are written."""

from io import BytesIO

import pytest

from contacts.columns import COLUMNS
from contacts.exchange.interfaces import UnusableFile
from contacts.exchange.previews import find_plan
from contacts.exchange.sniffing import find_day_order, find_format, find_header_row
from contacts.models import Contact
from tests.exchange.tables import FILES, workbook, written

DIVENDO = b'{"emails": ["ana@example.com"], "name": {"title": "", "firstname": "Ana", "surname": "Brook"}}\n'
EVANCE = b'{"contact": {"type": "guest", "firstname": "Ana", "lastname": "Brook", "email": "ana@example.com"}}\n'
OURS = b'{"type": "guest", "first_name": "Ana", "last_name": "Brook", "email": "ana@example.com"}\n'


@pytest.mark.parametrize(
    ("content", "format"),
    [
        (b"email\nana@example.com\n", "csv"),
        ("email\nana@example.com\n".encode("utf-16"), "csv"),
        (b"one word", "csv"),
        # Named, because a workbook holds the time, and processes that run the tests must agree on their names.
        pytest.param(workbook(["email"], ["ana@example.com"]), "xlsx", id="workbook"),
        (b"BEGIN:VCARD\r\nVERSION:4.0\r\nFN:Ana\r\nEND:VCARD\r\n", "vcard"),
        (b"\xef\xbb\xbfbegin:vcard\nEND:VCARD\n", "vcard"),
        (OURS, "jsonl"),
        (DIVENDO, "divendo"),
        (EVANCE, "evance"),
    ],
)
def test_the_content_tells_the_format(content, format):
    file = BytesIO(content)

    assert find_format(file) == format
    assert file.tell() == 0


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (b"", "empty"),
        (b"%PDF-1.7 and so on", "PDF"),
        (b"\xff\xd8\xff\xe0 JFIF", "JPEG"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "XLS"),
        (b"PK\x03\x04 nothing more", "archive"),
        (b'[{"email": "ana@example.com"}]', "one object a line"),
        (b"\x00\x00\x01\x00\x01\x00", "no file of text"),
    ],
)
def test_what_is_no_list_of_contacts_is_refused_with_a_word_that_helps(content, word):
    with pytest.raises(UnusableFile, match=word):
        find_format(BytesIO(content))


@pytest.mark.parametrize(
    ("records", "row"),
    [
        ([["first_name", "email"], ["Ana", "ana@example.com"]], 1),
        ([["Our customers", ""], ["First name", "E-mail"], ["Ana", "ana@example.com"]], 2),
        ([["Ana", "Brook", "ana@example.com"], ["Ben", "Cole", "ben@example.com"]], 0),
        ([["What", "ever"], ["some", "text"]], 1),
        ([], 1),
    ],
)
def test_the_row_with_the_headers_is_found(records, row):
    assert find_header_row(records) == row


@pytest.mark.parametrize(
    ("cells", "order"),
    [
        (["31/12/1990", "01/02/1990"], "dmy"),
        (["12/31/1990", "01/02/1990"], "mdy"),
        (["01/02/1990"], ""),
        (["31/12/1990", "99/99/1990"], "dmy"),
        (["31/12/1990", "12/31/1990"], ""),
        (["Ana", "1990-12-31"], ""),
    ],
)
def test_the_order_of_days_is_found_where_one_day_tells_it(cells, order):
    assert find_day_order(cells)["order"] == order


KNOWN = ["google.csv", "outlook.csv", "excel_german.csv", "excel_unicode.txt", "apple_ios.vcf"]


@pytest.mark.parametrize("name", KNOWN)
def test_the_files_of_known_programs_are_planned_for(name):
    plan = find_plan(BytesIO((FILES / name).read_bytes()))

    assert plan["format"] == ("vcard" if name.endswith("vcf") else "csv")
    assert plan.get("header_row", 1) == 1


def test_our_own_files_need_no_mapping():
    contact = Contact(email="ana@example.com", first_name="Ana")
    contact.tag_names = contact.website_grants = []

    assert find_plan(BytesIO(written(contact, columns=list(COLUMNS))))["mapping"] == {}


def test_a_header_that_people_use_for_a_column_is_likely_that_column():
    plan = find_plan(BytesIO(b"first_name;Surname;Town;Shoe size\nAna;Brook;Leeds;39\n"))

    assert plan["mapping"] == {"Surname": "last_name", "Town": "address_city"}
