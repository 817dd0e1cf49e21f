"""No cell can become a formula, and each is read back to the letter."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contacts.exchange.safety import EXACT_STARTS, SAFE_STARTS, exact_cell, safe_cell, unsafe_cell
from contacts.models import Contact
from tests.exchange.tables import TableFile, changes_of, workbook, written

FULL_WIDTH = "\uff1d\uff0b\uff0d\uff20"
FORMULAS = ["=1+1", "+44 20 7946 0000", "-5", "@x", "\tx", "\rx", *FULL_WIDTH]
TEXTS = st.text() | st.text(f"'=+-@\tx{FULL_WIDTH}")


@pytest.mark.parametrize("text", FORMULAS)
def test_what_a_spreadsheet_would_run_becomes_a_text(text):
    assert safe_cell(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "Ana", "'t Hooft", "'", "007", "a=b", "1-2", " =1"])
def test_what_is_no_formula_stays_as_it_is(text):
    assert safe_cell(text) == exact_cell(text) == unsafe_cell(text) == text


@given(TEXTS)
def test_every_text_is_read_back_to_the_letter(text):
    assert unsafe_cell(safe_cell(text)) == text
    assert unsafe_cell(exact_cell(text)) == text


@given(TEXTS)
def test_a_safe_cell_begins_with_nothing_that_is_run(text):
    assert safe_cell(text)[:1] not in SAFE_STARTS - {"'"}


@given(TEXTS)
def test_a_cell_for_data_is_the_text_itself_but_for_its_own_apostrophes(text):
    assert exact_cell(text) == text or text.startswith("'")


@given(TEXTS)
def test_a_cell_that_begins_otherwise_needs_no_look(text):
    if text[:1] not in SAFE_STARTS:
        assert safe_cell(text) == text
    if text[:1] not in EXACT_STARTS:
        assert exact_cell(text) == unsafe_cell(text) == text


@pytest.mark.parametrize("safe", [True, False])
@pytest.mark.parametrize(
    "text", [*FORMULAS[:4], "'=1+1", "''=1", "'t Hooft", "007", '"a,b"', "😀", "שלום", "\U00020000"]
)
def test_both_forms_of_a_file_are_read_back(safe, text):
    content = written(Contact(last_name=text, phone="+44 20 7946 0000"), columns=["last_name", "phone"], safe=safe)

    assert changes_of(content) == [{"last_name": text, "phone": "+44 20 7946 0000"}]


def test_a_safe_file_is_quoted_throughout_and_shows_the_apostrophe():
    content = written(Contact(last_name="=1+1", phone="+44 20"), columns=["last_name", "phone"], safe=True)

    assert content == b'"last_name","phone"\r\n"\'=1+1","\'+44 20"\r\n'


def test_headers_are_cells_too():
    content = written(Contact(email="a@example.com"), columns=["email"], headers={"email": "=cmd"}, safe=True)

    assert content.startswith(b'"\'=cmd"')
    assert TableFile(content, mapping={"=cmd": "email"}).changes == [{"email": "a@example.com"}]


def test_a_safe_file_may_take_the_way_through_a_spreadsheet():
    content = workbook(["phone", "company"], ["'+44 20 7946 0000", "Example"])

    assert TableFile(content, "xlsx").changes == [{"phone": "+44 20 7946 0000", "company": "Example"}]
