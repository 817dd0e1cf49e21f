"""Reading CSV, however its writer has parted and quoted it."""

import pytest

from contacts.exchange.interfaces import UnusableFile
from contacts.models import Contact
from tests.exchange.tables import TableFile, changes_of, written

ANA = {"email": "ana@example.com", "last_name": "Brook"}


@pytest.mark.parametrize(
    ("delimiter", "name"), [(",", "commas"), (";", "semicolons"), ("\t", "tabs"), ("|", "vertical bars")]
)
def test_what_parts_the_cells_is_found_out_and_said(delimiter, name):
    file = TableFile(f"email{delimiter}last_name\nana@example.com{delimiter}Brook\n")

    assert file.changes == [ANA]
    assert file.notes == [f"Read as UTF-8. Parted by {name}."]
    assert file.source.delimiter == delimiter


@pytest.mark.parametrize(
    "content",
    [
        '"email";"last_name"\r\n"ana@example.com";"Brook"\r\n',
        "email;last_name\rana@example.com;Brook\r",
        "\nemail;last_name\n\n;\nana@example.com;Brook\n   ; \n",
        "sep=;\r\nemail;last_name\r\nana@example.com;Brook\r\n",
        '"sep=;"\r\nemail;last_name\r\nana@example.com;Brook\r\n',
        "email;last_name;\nana@example.com;Brook;\n",
        "email;last_name\nana@example.com;Brook;;;\n",
        " email ; Last Name \nana@example.com;Brook",
    ],
)
def test_files_of_many_writers_say_the_same(content):
    assert changes_of(content) == [ANA]


@pytest.mark.parametrize(
    ("content", "value"),
    [
        ('email;company\nana@example.com;"Brook; Sons, Ltd"\n', "Brook; Sons, Ltd"),
        ("email;company\nana@example.com;a, b, c\nbob@example.com;d, e, f\n", "a, b, c"),
        ('email,company\nana@example.com,"say ""hello"", twice"\n', 'say "hello", twice'),
        ("email\tcompany\nana@example.com\ta;b,c|d\n", "a;b,c|d"),
        ('email,company\nana@example.com,"one\r\ntwo"\n', "one\r\ntwo"),
    ],
)
def test_cells_may_hold_what_parts_cells(content, value):
    assert changes_of(content)[0]["company"] == value


@pytest.mark.parametrize(
    "content", ["email\nana@example.com\n", 'email\r\n"ana@example.com"', "email\n\nana@example.com\n"]
)
def test_a_file_of_one_column_needs_nothing_to_part_it(content):
    assert changes_of(content) == [{"email": "ana@example.com"}]


@pytest.mark.parametrize("asked", ["|", "pipe", " Pipe "])
def test_what_parts_the_cells_can_be_said(asked):
    assert changes_of(
        "email|last_name,x\nana@example.com|Brook\n", delimiter=asked, mapping={"last_name,x": "last_name"}
    ) == [ANA]


@pytest.mark.parametrize("asked", ["\t", r"\t", "tab", "TAB"])
def test_a_tab_can_be_said_in_many_ways(asked):
    assert changes_of("email\tlast_name\nana@example.com\tBrook\n", delimiter=asked) == [ANA]


def test_nothing_else_can_part_cells():
    with pytest.raises(UnusableFile, match="Cells cannot be parted by “!”: choose comma, semicolon, tab, pipe"):
        TableFile("email!last_name\n", delimiter="!")


def test_each_row_bears_the_line_on_which_it_begins():
    file = TableFile('email,company\n\n"a@example.com","one\ntwo\nthree"\nb@example.com,x\n')

    assert [row.line for row in file.rows] == [3, 6]
    assert [row.line for row in TableFile("sep=,\nemail\na@example.com\n").rows] == [3]


def test_a_row_remembers_its_cells_by_the_headers_of_the_file():
    file = TableFile("E-Mail;Age\nana@example.com;'+5\n", mapping={"Age": ""})

    assert file.rows[0].cells == {"E-Mail": "ana@example.com", "Age": "+5"}


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ('"ana@example.com"x,Brook', "This row cannot be read: check its quotation marks ("),
        ("ana@example.com", "This row has 1 cell, but the first line names 2 columns."),
        (
            "ana@example.com,Brook,more,and",
            "This row has 4 cells, but the first line names 2 columns. “more”, “and” stands under no header: name the",
        ),
    ],
)
def test_a_malformed_row_is_named_and_the_rest_goes_on(line, complaint):
    file = TableFile(f"email,last_name\n{line}\nbob@example.com,Lee\n")

    assert [(line, name) for line, name, _message in file.problems] == [(2, "__all__")]
    assert file.problems[0][2].startswith(complaint)
    assert file.changes[-1] == {"email": "bob@example.com", "last_name": "Lee"}


def test_an_endless_quotation_says_which_lines_it_takes_along():
    file = TableFile('email,last_name\na@example.com,Lee\nb@example.com,"Brook\n' + "c@example.com,Lee\n" * 3)

    assert len(file.rows) == 2
    assert file.problems[0][2].startswith("Lines 3 to 6 cannot be read as a row: check its quotation marks (")


def test_nothing_is_read_on_from_a_cell_that_does_not_end():
    inside = "c@example.com,Lee\n" * 10_000
    file = TableFile(f'email,last_name\na@example.com,Lee\nb@example.com,"Brook\n{inside}')

    assert file.changes[0] == {"email": "a@example.com", "last_name": "Lee"}
    assert [(line, message) for line, _name, message in file.problems] == [
        (
            3,
            "A cell of this row has more than 131072 characters: check its quotation marks."
            " Nothing from here on was read.",
        )
    ]
    assert len(file.rows) == 2


def test_a_cell_under_no_header_is_named_and_an_empty_one_is_not():
    file = TableFile("email,,last_name\na@example.com,,Lee\nb@example.com,secret,Lee\n")

    assert file.problems == [(3, "__all__", "“secret” stands under no header: name the column, or empty it.")]
    assert changes_of("email,\na@example.com,x\n", ignore_unknown=True) == [{"email": "a@example.com"}]


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        ("", "The file is empty. Name the columns in its first line."),
        ("\n\n;;\n", "The file is empty."),
        ('"email"x\n', "The first line does not name the columns. This row cannot be read: check its quotation marks"),
    ],
)
def test_a_file_without_headers_is_refused(content, complaint):
    with pytest.raises(UnusableFile, match=complaint):
        TableFile(content)


def test_every_bad_cell_of_a_row_is_named_with_its_value():
    file = TableFile('id,date_of_birth,created_at,tags,last_name\nx,1990-02-30,soon,"""a"" b",Brook\n')

    problems = {name: problem for name, (problem,) in file.rows[0].problems.by_field.items()}
    assert {name: problem.params["value"] for name, problem in problems.items()} == {
        "id": "x",
        "date_of_birth": "1990-02-30",
        "created_at": "soon",
        "tags": '"a" b',
    }
    assert file.changes == [{"last_name": "Brook"}]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_what_is_written_in_any_way_is_read_back(encoding, delimiter):
    contact = Contact(email="zoe@example.com", last_name="Müller; x, y\tz|", company="Café Söhne")

    content = written(contact, columns=["email", "last_name", "company"], encoding=encoding, delimiter=delimiter)

    (row,) = changes_of(content)
    assert row == {"email": "zoe@example.com", "last_name": "Müller; x, y\tz|", "company": "Café Söhne"}
