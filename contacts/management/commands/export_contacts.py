"""Writing contacts to a file."""

import argparse
import codecs
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from contacts.choices import ContactType, Via
from contacts.columns import COLUMNS
from contacts.exchange.delimiters import find_delimiter
from contacts.exchange.exporting import export
from contacts.exchange.formats import FORMATS, format_of
from contacts.exchange.interfaces import UnfitFormat, UnusableFile, Writing
from contacts.exchange.presets import PRESETS
from contacts.management.files import STANDARD, written_to
from contacts.management.staff import staff_member
from contacts.services import Author

# What people open in a spreadsheet. The other formats are data.
_FOR_PEOPLE = {"csv", "xlsx"}


class Command(BaseCommand):
    help = (
        "Write contacts, the oldest first, so that import_contacts reads them back: CSV, XLSX, JSON Lines, vCard, or"
        " the JSON of either API. Passwords are not written. Pictures are written by their names: take the content"
        " folder along, or use --pictures. It is written down who took which contacts along: an operation keeps the"
        " filter, the columns, their number and the file's SHA-256. Exit status: 0 when the file is written; 2 when an"
        " argument or the file cannot be used, and the file is as it was."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", metavar="FILE", nargs="?", default=STANDARD, help="standard output without it")
        parser.add_argument("--format", choices=FORMATS, help="csv, unless the name of the file ends in another")
        parser.add_argument("--filter", default="", metavar="QUERY", help="as in a search, such as “type=user&tag=vip”")
        parser.add_argument("--type", choices=ContactType.values, help="only contacts of this type")
        parser.add_argument("--tag", help="only contacts that carry this tag")
        parser.add_argument("--columns", type=_names, metavar="NAMES", help="these, in this order, parted by commas")
        parser.add_argument("--preset", choices=PRESETS, help="with the headers that this program knows")
        parser.add_argument(
            "--safe",
            action=argparse.BooleanOptionalAction,
            help="let no cell become a formula in a spreadsheet; import_contacts reads it back to the letter. On for"
            " CSV and XLSX, off for the others",
        )
        parser.add_argument("--delimiter", default="comma", metavar="NAME", help="comma, semicolon, tab or pipe (CSV)")
        parser.add_argument("--encoding", default="utf-8", metavar="NAME", help="utf-8, utf-8-sig, utf-16 … (CSV)")
        parser.add_argument("--pictures", action="store_true", help="write each picture itself (JSON Lines, vCard)")
        parser.add_argument("--by", metavar="EMAIL", help="the staff member who exports")
        parser.add_argument("--reason", default="", metavar="TEXT", help="why, for the history")

    def handle(self, *, file, **options):
        format = options["format"] or format_of(file) or "csv"
        author = Author(via=Via.COMMAND, by=staff_member(options["by"]), reason=options["reason"][:200])
        name = "" if file == STANDARD else Path(file).name
        with _explained(file):
            writing = _writing(format, options)
            with written_to(file, self.stdout) as stream:
                trace = export(stream, format, writing, _conditions(options), name=name, **author)
        self.stderr.write(f"Exported contacts: {trace.count:,}.")
        self.stderr.write(f"This was operation {trace.operation.pk}. SHA-256 of the file: {trace.fingerprint}")


@contextmanager
def _explained(file: str) -> Iterator[None]:
    try:
        yield
    except (UnfitFormat, UnusableFile) as error:
        raise CommandError(str(error), returncode=2)
    except ValidationError as refusal:
        raise CommandError(_told(refusal), returncode=2)
    except OSError as error:
        raise CommandError(f"Nothing can be written to {file}: {error.strerror}.", returncode=2)


def _told(refusal: ValidationError) -> str:
    if not hasattr(refusal, "error_dict"):
        return " ".join(refusal.messages)
    return " ".join(f"{name}: {' '.join(messages)}" for name, messages in refusal.message_dict.items())


def _writing(format: str, options: Mapping[str, Any]) -> Writing:
    fits = {"columns": FORMATS[format].has_columns, "preset": format in _FOR_PEOPLE}
    if vain := [f"--{name}" for name, is_fit in fits.items() if options[name] is not None and not is_fit]:
        raise UnfitFormat(f"{FORMATS[format].label} has its own columns and headers: leave out {' and '.join(vain)}.")
    return Writing(
        columns=list(COLUMNS) if options["columns"] is None else options["columns"],
        preset=options["preset"],
        safe=format in _FOR_PEOPLE if options["safe"] is None else options["safe"],
        delimiter=find_delimiter("", options["delimiter"]),
        encoding=_known_encoding(options["encoding"]),
        with_pictures=options["pictures"],
    )


def _known_encoding(name: str) -> str:
    try:
        "a".encode(codecs.lookup(name).name)
    except (LookupError, TypeError):
        message = f"There is no encoding “{name}”. Name another, such as utf-8, utf-16 or windows-1252."
        raise CommandError(message, returncode=2)
    return name


def _conditions(options: Mapping[str, Any]) -> str:
    said = {name: options[name] for name in ("type", "tag") if options[name] is not None}
    conditions = "&".join(filter(None, [options["filter"], urlencode(said)]))
    # “tag=” is a filter of a page that nobody has filled in. With these a script has lost what it wanted.
    lost = [part for part in conditions.split("&") if part and "=" not in part]
    lost += [name for name, value in said.items() if not value.strip()]
    if lost:
        message = f"“{lost[0]}” lacks a value: write {lost[0]}=value, or leave it out to export all."
        raise CommandError(message, returncode=2)
    return conditions


def _names(text: str) -> list[str]:
    return [name.strip() for name in text.split(",") if name.strip()]
