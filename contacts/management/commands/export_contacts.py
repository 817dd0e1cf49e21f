"""Writing contacts to a file."""

import os
from collections.abc import Generator, Iterator
from contextlib import AbstractContextManager, closing, contextmanager, nullcontext
from io import TextIOWrapper
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO

from django.core.management.base import BaseCommand, CommandError

from contacts.choices import ContactType
from contacts.columns import COLUMNS, COLUMNS_WITH_PICTURES
from contacts.filters import ContactFilterSet
from contacts.formats import FORMATS, Text
from contacts.models import Contact
from contacts.services.extras import with_extras

BATCH = 1000


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
        format = format or _ending_of(file)
        if pictures and format != "jsonl":
            raise CommandError("Pictures fit into JSON Lines only: say --format jsonl.", returncode=2)
        columns = COLUMNS_WITH_PICTURES if pictures else COLUMNS
        try:
            with self._opened(file) as stream, closing(_contacts(type=type, tag=tag)) as contacts:
                count = FORMATS[format].write(contacts, stream, columns)
        except OSError as error:
            raise CommandError(f"Nothing can be written to {file}: {error.strerror}.", returncode=2)
        self.stderr.write(f"Exported contacts: {count:,}.")

    def _opened(self, file: str) -> AbstractContextManager[Text]:
        if file != "-":
            path = Path(file)
            return _replacing(path.resolve()) if path.is_file() or not path.exists() else _utf8(path.open("wb"))
        if isinstance(self.stdout._out, TextIOWrapper):
            self.stdout._out.reconfigure(encoding="utf-8", newline="")
        return nullcontext(self.stdout)


def _utf8(file: IO[bytes]) -> TextIOWrapper:
    return TextIOWrapper(file, "utf-8", newline="")


@contextmanager
def _replacing(path: Path) -> Iterator[Text]:
    """Give a file beside the path that takes its place when it is whole, and goes when it is not.

    Only its owner can read it: it holds what people have entrusted to the store.
    """
    with NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as file:
        try:
            with _utf8(file) as text:
                yield text
            os.replace(file.name, path)
        except BaseException:
            os.unlink(file.name)
            raise


def _ending_of(file: str) -> str:
    ending = Path(file).suffix.lower().removeprefix(".")
    return ending if ending in FORMATS else "csv"


def _contacts(**conditions: str | None) -> Generator[Contact]:
    """Give the contacts with their tags and grants, in one query and a steady order."""
    found = ContactFilterSet(conditions, Contact.objects.whole()).qs.order_by("created_at", "id")
    for contact in found.iterator(chunk_size=BATCH):
        yield with_extras(contact)
