"""Finding out what parts the cells of a file of text."""

import csv
import re
from collections.abc import Iterator, Sequence
from io import StringIO
from itertools import islice

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from contacts.exchange.interfaces import UnusableFile

# By delimiter: how it is named in a note, and how it can be asked for.
DELIMITERS = {
    ",": (gettext_lazy("commas"), "comma"),
    ";": (gettext_lazy("semicolons"), "semicolon"),
    "\t": (gettext_lazy("tabs"), "tab"),
    "|": (gettext_lazy("vertical bars"), "pipe"),
}
_JUDGED_RECORDS = 50
# Excel writes and reads such a first line: it is no row.
_SAID_BY_FILE = re.compile(r'"?sep=(.)"?[\r\n]+', re.IGNORECASE)


def find_delimiter(text: str, asked: str | None = None) -> str:
    """Give the delimiter that is asked for (itself, or by name), or else the one that the beginning of a file shows.

    That is the one by which the first records have most cells and the same number of them; a comma where there is but
    one column. Raises ``UnusableFile`` for a delimiter that there is not.
    """
    if asked:
        return _asked(asked)
    if said := said_by_file(text):
        return said
    widths = {delimiter: _widths(text, delimiter) for delimiter in DELIMITERS}
    return max(widths, key=lambda delimiter: _score(widths[delimiter]))


def _asked(asked: str) -> str:
    by_name = {name: delimiter for delimiter, (_plural, name) in DELIMITERS.items()}
    delimiter = {**by_name, r"\t": "\t"}.get(asked.strip().lower(), asked)
    if delimiter not in DELIMITERS:
        message = _("Cells cannot be parted by “%(delimiter)s”: choose %(names)s.")
        raise UnusableFile(message % {"delimiter": asked, "names": ", ".join(by_name)})
    return delimiter


def said_by_file(text: str) -> str:
    """Give the delimiter that a first line such as ``sep=;`` names; "" without one."""
    said = _SAID_BY_FILE.match(text)
    return said.group(1) if said and said.group(1) in DELIMITERS else ""


def _widths(text: str, delimiter: str) -> list[int]:
    records = islice(_records(text, delimiter), _JUDGED_RECORDS)
    return [len(cells) for cells in records if cells]


def _records(text: str, delimiter: str) -> Iterator[Sequence[str]]:
    try:
        yield from csv.reader(StringIO(text, newline=""), delimiter=delimiter)
    except csv.Error:
        # What was read before tells enough.
        return


def _score(widths: Sequence[int]) -> tuple[float, int]:
    """Give how many records are as wide as the first, and how wide that is; a single column says nothing."""
    if not widths or widths[0] < 2:
        return 0.0, 0
    return widths.count(widths[0]) / len(widths), widths[0]


def plural_of(delimiter: str) -> str:
    """Give the delimiters' name for a note: ``semicolons``."""
    return str(DELIMITERS[delimiter][0])
