"""What every format of files takes and gives (``contacts/exchange/formats.py`` names them all)."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import IO

from django.utils.functional import Promise

from contacts.models import Contact
from contacts.services.import_rows import Row


class UnusableFile(Exception):
    """Nothing of the file can be taken in; the message says what to do."""


class UnknownHeaders(UnusableFile):
    """The file has headers that nobody knows: ``suggestions`` gives for each the columns that it may mean."""

    def __init__(self, message: str, suggestions: Mapping[str, Sequence[str]]):
        super().__init__(message)
        self.suggestions = suggestions


class UnfitFormat(Exception):
    """The format cannot hold what is to be written; the message says what to do."""


@dataclass(frozen=True)
class Reading:
    """How a file is to be read; what is ``None`` is found out by the format itself.

    ``mapping`` gives our column by the file's header, "" to leave a header out; ``defaults`` the cell of a column where
    a row has none or a blank one. A blank cell says nothing, unless ``blank_clears``. ``day_order`` (``dmy`` or
    ``mdy``) is wanted for days such as 03/04/1990. ``header_row`` tells which record names the columns: 0 says that
    none does, and the columns are then called "Column 1" and so on. ``mended`` gives cells that a person has set right,
    by line and header, in place of those of the file.
    """

    encoding: str | None = None
    delimiter: str | None = None
    sheet: str | None = None
    mapping: Mapping[str, str] = field(default_factory=dict)
    preset: str | None = None
    ignore_unknown: bool = False
    blank_clears: bool = False
    defaults: Mapping[str, str] = field(default_factory=dict)
    day_order: str | None = None
    header_row: int = 1
    mended: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


@dataclass
class Source:
    """An opened file: its rows, and what is to be said of it. The notes are complete when the rows have been read.

    ``places`` gives the file's header by our column, and ``delimiter`` what parts its cells, for the report of the
    rows that failed.
    """

    notes: list[str]
    headers: list[str]
    rows: Iterator[Row]
    places: Mapping[str, str] = field(default_factory=dict)
    delimiter: str = ","


@dataclass(frozen=True)
class Writing:
    """How contacts are to be written: which columns, in which order, under which headers (by column).

    A ``preset`` brings its own headers and order. ``safe`` is for people: no cell can become a formula. ``delimiter``
    is one of ``DELIMITERS``, ``encoding`` one that Python knows.
    """

    columns: Sequence[str]
    headers: Mapping[str, str] = field(default_factory=dict)
    preset: str | None = None
    safe: bool = False
    delimiter: str = ","
    encoding: str = "utf-8"
    with_pictures: bool = False


@dataclass(frozen=True)
class Format:
    """A format of files. One that is only written has no ``read``.

    ``read`` raises ``UnusableFile`` before it gives the first row; the file must be seekable. ``write`` gives the
    number of contacts, and raises ``UnfitFormat``.
    """

    label: str | Promise
    ending: str
    write: Callable[[Iterable[Contact], IO[bytes], Writing], int]
    read: Callable[[IO[bytes], Reading], Source] | None = None
    holds_pictures: bool = False
    has_columns: bool = False
