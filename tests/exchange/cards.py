"""Cards for tests, and what they say."""

from io import BytesIO
from pathlib import Path

from contacts.columns import COLUMNS
from contacts.exchange.interfaces import Reading, Writing
from contacts.exchange.vcard import read, write
from contacts.models import Contact

FILES = Path(__file__).parent / "files"
ALL_COLUMNS = Writing(columns=list(COLUMNS))


class CardFile:
    """A file of vCards that has been read: its rows, and what was said of it."""

    def __init__(self, content: bytes, **reading):
        source = read(BytesIO(content), Reading(**reading))
        self.rows = list(source.rows)
        self.notes = source.notes
        self.changes = [row.changes for row in self.rows]

    @property
    def problems(self):
        """All problems by line of the card, column and text."""
        return [
            (row.line, name, message)
            for row in self.rows
            for name, problems in row.problems.by_field.items()
            for problem in problems
            for message in problem.messages
        ]


def sample(name: str, **reading) -> CardFile:
    return CardFile((FILES / name).read_bytes(), **reading)


def card(*lines: str, version: str = "3.0") -> bytes:
    return "".join(f"{line}\r\n" for line in ["BEGIN:VCARD", f"VERSION:{version}", *lines, "END:VCARD"]).encode()


def changes_of(*lines: str, version: str = "3.0") -> dict:
    """Give what a good card with these lines says."""
    file = CardFile(card(*lines, version=version))
    assert file.problems == []
    return file.changes[0]


def notes_of(*lines: str, version: str = "3.0") -> list[str]:
    return CardFile(card(*lines, version=version)).notes


def written(*contacts: Contact, write=write, writing: Writing = ALL_COLUMNS) -> bytes:
    file = BytesIO()
    write(contacts, file, writing)
    return file.getvalue()


def lines_of(content: bytes) -> list[str]:
    """Give the unfolded lines."""
    return content.replace(b"\r\n ", b"").decode().split("\r\n")[:-1]
