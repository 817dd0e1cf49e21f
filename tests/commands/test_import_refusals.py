"""What an import says of rows and files that it cannot take."""

import pytest

from contacts.columns import COLUMNS
from contacts.models import Contact
from tests.commands.files import Outcome, csv_of, imported, jsonl_of, whole_store
from tests.exchange.tables import workbook
from tests.factories import GUEST, ContactFactory

pytestmark = pytest.mark.django_db

HEADER = "type,email,first_name,last_name"


def guests():
    return Contact.objects.filter(type="guest")


def test_every_refused_row_is_named_with_line_column_and_reason(path):
    rows = [
        GUEST | {"email": "b@example.com"},
        GUEST | {"email": "two\nlines"},
        GUEST | {"email": "bob", "first_name": "", "tags": "vip; <b>"},
        GUEST | {"email": "d@example.com", "date_of_birth": "1990-02-30", "first_name": "<i>"},
    ]

    outcome = imported(path, csv_of(GUEST | {"tags": "", "date_of_birth": ""}, *rows))

    assert outcome.status == 1
    assert outcome.counts == {"created": 2, "invalid": 3}
    assert set(outcome.err.splitlines()) == {
        "line 4, email “two�lines”: Remove the control characters: they cannot be shown.",
        "line 4, email “two�lines”: Enter an e-mail address such as name@example.com.",
        "line 6, tags “<b>”: Remove the HTML: write plain text, without tags.",
        "line 6, email “bob”: Enter an e-mail address such as name@example.com.",
        "line 6, first_name: Enter the first name: a contact of the type guest needs it.",
        "line 7, date_of_birth “1990-02-30”: Write a real day as yyyy-mm-dd.",
        "line 7, first_name “<i>”: Remove the HTML: write plain text, without tags.",
        "Refused rows: 3. Mend them, then import them.",
    }


def test_a_day_in_the_future_is_refused_in_words_of_its_own(path):
    outcome = imported(path, csv_of(GUEST | {"date_of_birth": "2990-01-01"}))

    assert "line 2, date_of_birth “2990-01-01”: Enter a day that is not in the future.\n" in outcome.err


def test_what_would_be_a_double_and_is_not_the_same_contact_is_refused(path):
    ContactFactory(user=True, email="old@example.com")
    recipient = GUEST | {"type": "recipient"}

    outcome = imported(path, csv_of(GUEST | {"type": "user"}, recipient, recipient | {"email": "OLD@example.com"}))

    assert outcome.counts == {"created": 1, "invalid": 2}
    for line, email in ((3, "ana@example.com"), (4, "OLD@example.com")):
        complaint = f"line {line}, email “{email}”: Another user or newsletter recipient has this e-mail address.\n"
        assert complaint in outcome.err


def test_a_role_that_the_store_lacks_is_named(path):
    outcome = imported(path, csv_of(GUEST | {"type": "user", "grants": "trade pending"}))

    assert "line 2, grants “trade”: There is no access role with the reference “trade”.\n" in outcome.err


def test_a_picture_that_the_store_lacks_is_named(path):
    outcome = imported(path, csv_of(GUEST | {"thumbnail": "~/content/gone.png"}))

    assert "line 2, thumbnail “~/content/gone.png”: The store has no such file" in outcome.err


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ('guest,"ana@example.com"x,Ana,Brook', "check its quotation marks"),
        ("guest,ana@example.com,Ana", "This row has 3 cells, but the first line names 4 columns."),
        ("guest,ana@example.com,Ana,Brook,more", "This row has 5 cells, but the first line names 4 columns."),
    ],
)
def test_a_malformed_csv_row_is_named_and_the_rest_goes_on(path, line, complaint):
    outcome = imported(path, f"{HEADER}\n{line}\nguest,bob@example.com,Bob,Brook\n")

    assert outcome.status == 1
    assert outcome.err.startswith("line 2: ")
    assert complaint in outcome.err
    assert guests().get().email == "bob@example.com"


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ("{", "line 1: This line is not JSON: "),
        ("[1]", "line 1: Write one JSON object a line.\n"),
        ("[" * 100_000, "line 1: This line is not JSON: "),
        ('{"type": "guest", "tags": "vip"}', "line 1, tags “vip”: Write a list of texts;"),
        (
            '{"type": "guest", "e-mail": "a@example.com"}',
            "line 1, e-mail: There is no column “e-mail”. Did you",
        ),
    ],
)
def test_a_malformed_json_line_is_named_and_the_rest_goes_on(json_path, line, complaint):
    outcome = imported(json_path, f"{line}\n{jsonl_of(GUEST)}")

    assert outcome.status == 1
    assert complaint in outcome.err
    assert guests().get().email == "ana@example.com"


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        ("", "The file is empty."),
        (
            "typ,mail\n",
            "There is no column “typ”. Did you mean type? There is no column “mail”. Did you mean email, ",
        ),
        (
            "email,qqqq\n",
            f"There is no column “qqqq”. Say which columns they are, or that they are to be left out. "
            f"The columns are: {', '.join(COLUMNS)}.",
        ),
        ("email,type,email\n", "Name each column once: email."),
        ('"email"x\n', "The first line does not name the columns. This row cannot be read: check"),
        # Cyrillic in Windows-1251.
        (
            b"\xe8\xec\xff;\xf4\xe0\xec\xe8\xeb\xe8\xff\n\xc8\xe2\xe0\xed;\xcf\xe5\xf2\xf0\xee\xe2\n",
            "The encoding of the file cannot be told",
        ),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_before_anything_is_written(path, content, complaint, settings):
    before = whole_store(settings.MEDIA_ROOT)

    outcome = imported(path, content)

    assert outcome.status == 2
    assert complaint in outcome.err
    assert whole_store(settings.MEDIA_ROOT) == before


def test_a_file_that_is_not_there_is_said_to_be_missing(path):
    outcome = Outcome("import_contacts", path)

    assert outcome.status == 2
    assert f"{path} cannot be read: No such file or directory." in outcome.err


def test_a_name_that_tells_no_format_asks_for_one():
    outcome = Outcome("import_contacts", "contacts.doc")

    assert outcome.status == 2
    assert outcome.err == "Say --format (csv, xlsx, jsonl, vcard, divendo, evance): the name of the file tells none."


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        # Named, because a workbook holds the time, and processes that run the tests must agree on their names.
        pytest.param(workbook(["email"], ["ana@example.com"]), "Spreadsheet (XLSX)", id="workbook"),
        (b"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Ana Brook\r\nEND:VCARD\r\n", "vCard"),
        (b'{"type": "guest", "email": "ana@example.com"}\n', "JSON"),
    ],
)
def test_a_file_that_is_called_csv_and_is_none_is_called_by_its_name(content, kind, tmp_path):
    done = imported(tmp_path / "contacts.csv", content)

    assert done.status == 2
    assert "The file is called CSV, but it is" in done.err
    assert kind in done.err
