"""What a person says of single rows before they come in: mended cells, rows left out, and headers that stand lower."""

import pytest

from contacts.choices import Via
from contacts.exchange.interfaces import Reading
from contacts.models import Contact
from tests.exchange.files_in import job_of, taken_in
from tests.exchange.tables import TableFile, workbook
from tests.factories import ContactFactory

pytestmark = pytest.mark.django_db

PEOPLE = "first_name,last_name,email\nAna,Brook,no mail\nBen,Cole,ben@example.com\nCleo,Dale,cleo@example.com\n"
BARE = "Ana,Brook,ana@example.com\nBen,Cole,ben@example.com\n"


def emails():
    return sorted(Contact.objects.exclude(type="hq").values_list("email", flat=True))


def test_a_mended_cell_takes_the_place_of_the_files():
    deed = taken_in(PEOPLE, mended={"2": {"email": "ana@example.com"}})

    assert deed.counts == {"created": 3}
    assert emails() == ["ana@example.com", "ben@example.com", "cleo@example.com"]


def test_a_mended_row_may_get_the_cells_that_it_lacks():
    deed = taken_in("first_name,last_name,email\nAna,Brook\n", mended={"2": {"email": "ana@example.com"}})

    assert deed.counts == {"created": 1}


def test_a_cell_of_a_file_without_headers_is_mended_by_our_column():
    line = '{"first_name": "Ana", "last_name": "Brook", "email": "no mail"}\n'

    deed = taken_in(line, format="jsonl", mended={"1": {"email": "ana@example.com"}})

    assert deed.counts == {"created": 1}


def test_a_row_that_is_left_out_is_skipped_and_counted():
    deed = taken_in(PEOPLE, left_out=[2, 3])

    assert (deed.counts, deed.done_rows) == ({"skipped": 2, "created": 1}, 3)
    assert emails() == ["cleo@example.com"]


def test_who_goes_on_with_an_import_finds_the_same_rows_mended_and_left_out():
    job = job_of(PEOPLE, mended={"2": {"email": "ana@example.com"}}, left_out=[3])
    deed = job.begin(via=Via.IMPORT)
    deed.refresh_from_db()

    again = job_of(PEOPLE, deed=deed, **{name: deed.options[name] for name in ("mended", "left_out")})
    again.run(again.begin(via=Via.IMPORT), lambda outcome: None, batch=1, via=Via.IMPORT)

    assert emails() == ["ana@example.com", "cleo@example.com"]


def test_the_headers_may_stand_below_other_lines():
    assert TableFile("Our customers\n\nemail\nana@example.com\n", header_row=2).changes == [
        {"email": "ana@example.com"}
    ]


def test_headers_that_stand_lower_in_a_spreadsheet_decide_how_wide_it_is():
    content = workbook(["Our customers"], ["first_name", "email"], ["Ana", "ana@example.com"])

    assert TableFile(content, "xlsx", header_row=2).changes == [{"first_name": "Ana", "email": "ana@example.com"}]


@pytest.mark.parametrize("format", ["csv", "xlsx"])
def test_a_file_without_headers_has_its_columns_numbered(format):
    rows = [line.split(",") for line in BARE.splitlines()]
    mapping = {"Column 1": "first_name", "Column 2": "last_name", "Column 3": "email"}

    file = TableFile(BARE if format == "csv" else workbook(*rows), format, header_row=0, mapping=mapping)

    assert [row["email"] for row in file.changes] == ["ana@example.com", "ben@example.com"]
    assert file.rows[0].line == 1


def test_mends_are_no_part_of_a_plain_reading():
    assert Reading().mended == {}


def test_all_rows_may_be_tagged_new_contacts_and_those_that_are_there():
    ContactFactory(email="ben@example.com", first_name="Ben", last_name="Cole").tags.add("old")

    taken_in(PEOPLE, add_tags=["spring"], left_out=[2])
    again = taken_in(PEOPLE, add_tags=["Spring"], left_out=[2])

    tags = {contact.email: contact.tag_names for contact in Contact.objects.whole()}
    assert tags["cleo@example.com"] == ["spring"]
    assert sorted(tags["ben@example.com"]) == ["old", "spring"]
    assert again.counts == {"skipped": 1, "unchanged": 2}
