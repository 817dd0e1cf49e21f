"""Files with a line of headers for tests, and what they say."""

from collections.abc import Iterable, Iterator
from io import BytesIO
from pathlib import Path

from openpyxl import Workbook

from contacts.columns import COLUMNS
from contacts.exchange.formats import FORMATS
from contacts.exchange.interfaces import Reading, Writing
from contacts.models import Contact

FILES = Path(__file__).parent / "files"


class TableFile:
    """A file that has been read: its rows, and what was said of it."""

    def __init__(self, content: bytes | str, format="csv", **reading):
        file = BytesIO(content if isinstance(content, bytes) else content.encode())
        self.source = FORMATS[format].read(file, Reading(**reading))
        self.rows = list(self.source.rows)
        self.notes = self.source.notes
        self.changes = [row.changes for row in self.rows]

    @property
    def problems(self):
        """All problems by line, column and text."""
        return [
            (row.line, name, message)
            for row in self.rows
            for name, problems in row.problems.by_field.items()
            for problem in problems
            for message in problem.messages
        ]


def sample(name: str, **reading) -> TableFile:
    file = TableFile((FILES / name).read_bytes(), **reading)
    assert file.problems == []
    return file


def changes_of(content: bytes | str, **reading) -> list[dict]:
    """Give what a good file says."""
    file = TableFile(content, **reading)
    assert file.problems == []
    return file.changes


def written(*contacts: Contact, format="csv", columns: Iterable[str] = COLUMNS, **writing) -> bytes:
    file = BytesIO()
    FORMATS[format].write(contacts, file, Writing(list(columns), **writing))
    return file.getvalue()


def cells_of(content: bytes, encoding="utf-8") -> list[list[str]]:
    """Give the cells of a simple CSV."""
    return [line.split(",") for line in content.decode(encoding).split("\r\n")[:-1]]


def workbook(*rows: Iterable, title="Sheet", **more_sheets) -> bytes:
    """Give a spreadsheet with these rows on its first sheet."""
    book = Workbook()
    sheet = book.active
    sheet.title = title
    for row in rows:
        sheet.append(list(row))
    for name, its_rows in more_sheets.items():
        sheet = book.create_sheet(name)
        for row in its_rows:
            sheet.append(list(row))
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def watched(contacts: Iterable[Contact], file: BytesIO) -> Iterator[Contact]:
    """Give the contacts; the length of the file when each is asked for is noted on the file."""
    file.lengths = []
    for contact in contacts:
        file.lengths.append(len(file.getvalue()))
        yield contact
