"""Writing contacts to a file."""

import os
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from io import RawIOBase, TextIOBase
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO, Any, cast
from urllib.parse import urlencode

from django.core.management.base import BaseCommand, CommandError

from contacts.choices import ContactType, Via
from contacts.columns import COLUMNS
from contacts.exchange.exporting import export
from contacts.exchange.formats import FORMATS, format_of
from contacts.exchange.interfaces import UnfitFormat, Writing


class Command(BaseCommand):
    help = (
        "Write contacts, the oldest first, as CSV or JSON Lines in UTF-8, which import_contacts reads back. Passwords "
        "are not written. Pictures are written by their names: take the content folder along, or use --pictures."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", metavar="FILE", nargs="?", default="-", help="standard output without it")
        parser.add_argument("--format", choices=FORMATS, help="csv, unless the name of the file ends in another")
        parser.add_argument("--type", choices=ContactType.values, help="only contacts of this type")
        parser.add_argument("--tag", help="only contacts that carry this tag")
        parser.add_argument(
            "--pictures", action="store_true", help="write each picture itself (JSON Lines); it is drawn anew on import"
        )

    def handle(self, *, file, format, type, tag, pictures, **options):
        writing = Writing(list(COLUMNS), with_pictures=pictures)
        conditions = urlencode({name: value for name, value in {"type": type, "tag": tag}.items() if value})
        name = "" if file == "-" else Path(file).name
        try:
            with self._opened(file) as stream:
                trace = export(
                    stream, format or format_of(file) or "csv", writing, conditions, name=name, via=Via.COMMAND
                )
        except UnfitFormat as error:
            raise CommandError(str(error), returncode=2)
        except OSError as error:
            raise CommandError(f"Nothing can be written to {file}: {error.strerror}.", returncode=2)
        self.stderr.write(f"Exported contacts: {trace.count:,}.")

    def _opened(self, file: str) -> AbstractContextManager[IO[bytes]]:
        if file != "-":
            path = Path(file)
            return _replacing(path.resolve()) if path.is_file() or not path.exists() else path.open("wb")
        out: Any = self.stdout._out
        return nullcontext(out.buffer if hasattr(out, "buffer") else cast(IO[bytes], _AsText(out)))


class _AsText(RawIOBase):
    """Takes bytes for a stream of text, such as one that stands in for standard output."""

    def __init__(self, text: TextIOBase):
        self._text = text

    def write(self, data: Any) -> int:
        self._text.write(bytes(data).decode())
        return len(data)


@contextmanager
def _replacing(path: Path) -> Iterator[IO[bytes]]:
    """Give a file beside the path that takes its place when it is whole, and goes when it is not.

    Only its owner can read it: it holds what people have entrusted to the store.
    """
    with NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as file:
        try:
            yield cast(IO[bytes], file)
            file.flush()
            os.replace(file.name, path)
        except BaseException:
            os.unlink(file.name)
            raise
