"""Taking contacts in from a file."""

import shutil
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.core.management.base import BaseCommand, CommandError

from contacts.choices import Via
from contacts.exchange.formats import FORMATS, format_of
from contacts.exchange.interfaces import Reading, UnusableFile
from contacts.services import Author
from contacts.services.importing import Row, import_contacts

READERS = {name: format.read for name, format in FORMATS.items() if format.read}


class Command(BaseCommand):
    help = (
        "Create a contact of each row of a CSV or JSON Lines file in UTF-8. A row that breaks a rule is named on stderr"
        " by line, column and reason and holds up no other. Passwords and access roles do not come in a file: make the"
        " roles first. Exit status: 0 when all rows are in, 1 when some were refused, 2 when nothing can be read."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", metavar="FILE", help="the file to read, - for standard input")
        parser.add_argument("--format", choices=READERS, help="when the file's name does not end in it")
        parser.add_argument("--dry-run", action="store_true", help="say what would happen and write nothing")
        parser.add_argument(
            "--keep-ids",
            action="store_true",
            help="give the contacts the ids of the file, and its headquarters the place of an untouched one here",
        )

    def handle(self, *, file, format, dry_run, keep_ids, **options):
        read = READERS[format or _format_of(file)]
        author = Author(via=Via.IMPORT, reason=_reason(file))
        try:
            with _opened(file) as stream:
                rows = read(stream, Reading()).rows
                counts = import_contacts(rows, self._tell, keep_ids=keep_ids, dry_run=dry_run, **author)
        except UnusableFile as error:
            raise CommandError(str(error), returncode=2)
        self.stdout.write(_summary(counts, dry_run))
        if counts["refused"]:
            raise CommandError(f"Refused rows: {counts['refused']:,}. Mend them, then import them.", returncode=1)

    def _tell(self, row: Row) -> None:
        for name, problems in row.problems.by_field.items():
            for problem in problems:
                complaint = f"line {row.line}{_place(name, problem)}: {' '.join(problem.messages)}"
                self.stderr.write(_on_one_line(complaint))


def _place(name: str, problem: ValidationError) -> str:
    if name == NON_FIELD_ERRORS:
        return ""
    value = (problem.params or {}).get("value")
    return f", {name} “{value!s:.60}”" if value else f", {name}"


def _on_one_line(text: str) -> str:
    # What the file says is not to break the line, or to command the terminal.
    return "".join(char if char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in text)


def _summary(counts: Counter[str], dry_run: bool) -> str:
    numbers = ", ".join(f"{counts[word]:,} {word}" for word in ("created", "changed", "refused"))
    return f"Dry run, nothing was written: {numbers}." if dry_run else f"Imported: {numbers}."


def _reason(file: str) -> str:
    return f"Import of {'standard input' if file == '-' else Path(file).name}"[:200]


def _format_of(file: str) -> str:
    format = format_of(file)
    if format is None:
        raise CommandError(f"Say --format ({', '.join(READERS)}): the name of the file tells none.", returncode=2)
    return format


@contextmanager
def _opened(file: str) -> Iterator[IO[bytes]]:
    with _source(file) as source:
        if source.seekable():
            yield source
            return
        # Its beginning is read twice, once to find out what it is, and a pipe cannot be.
        with TemporaryFile() as copy:
            shutil.copyfileobj(source, copy)
            copy.seek(0)
            yield copy


def _source(file: str) -> AbstractContextManager[IO[bytes]]:
    try:
        return nullcontext(sys.stdin.buffer) if file == "-" else Path(file).open("rb")
    except OSError as error:
        raise UnusableFile(f"{file} cannot be read: {error.strerror}. Name another file, or - for standard input.")
