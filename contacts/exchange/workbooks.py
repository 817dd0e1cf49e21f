"""Opening a spreadsheet (XLSX) so that none can fill the memory: it is a zip of XML, small to send and huge to read."""

import re
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import SEEK_END
from typing import IO
from xml.parsers.expat import ExpatError
from zipfile import BadZipFile, ZipFile
from zlib import error as ZlibError

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from openpyxl.reader.excel import ExcelReader
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet._read_only import ReadOnlyWorksheet

from contacts.exchange.interfaces import UnusableFile

MEGABYTE = 1024 * 1024
MAX_BYTES = 100 * MEGABYTE
MAX_PARTS = 2000
# How large the parts may be when they are unpacked. Sheets are streamed row by row, texts are held, all others become
# trees.
MAX_SHEETS = 2048 * MEGABYTE
MAX_TEXTS = 128 * MEGABYTE
MAX_OTHER = 8 * MEGABYTE
MAX_ROW = 2 * MEGABYTE
_ROW = re.compile(rb"<(?:\w+:)?row[\s/>]")
_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml", re.IGNORECASE)
_TEXTS = re.compile(r"xl/sharedStrings\.xml", re.IGNORECASE)
_TREE = re.compile(r".*\.(xml|rels)", re.IGNORECASE)
_OLD_OFFICE = b"\xd0\xcf\x11\xe0"
# What openpyxl and what it stands on raise for a file that is not as it ought to be.
BROKEN = (
    AttributeError,
    BadZipFile,
    EOFError,
    ExpatError,
    IndexError,
    InvalidFileException,
    KeyError,
    NotImplementedError,
    OSError,
    OverflowError,
    RuntimeError,
    SyntaxError,
    TypeError,
    ValueError,
    ZlibError,
)
_TOO_LARGE = gettext_lazy("The spreadsheet is too large (%(what)s): save it as CSV, or part it.")
_DAMAGED = gettext_lazy(
    "The file is no spreadsheet that can be read (XLSX): open it and save it anew, or save it as CSV."
)


# Of a date beyond all calendars it warns, and gives an error for a value, which is refused with its row.
warnings.filterwarnings("ignore", module="openpyxl")


class _Guarded:
    """Gives the XML of a sheet, but not of one whose parser would have to hold very much at once.

    What stands between the beginnings of two rows is held. Comments and CDATA could hide such a beginning, and no
    spreadsheet writes any.
    """

    def __init__(self, part: IO[bytes]):
        self._part, self._held, self._last = part, 0, b""

    def __enter__(self) -> "_Guarded":
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def close(self) -> None:
        self._part.close()

    def read(self, size: int = -1) -> bytes:
        piece = self._part.read(min(size, MEGABYTE) if size >= 0 else MEGABYTE)
        if b"<!" in self._last + piece:
            raise ValueError("comments or CDATA")
        starts = [found.start() for found in _ROW.finditer(piece)]
        self._held = len(piece) - starts[-1] if starts else self._held + len(piece)
        if self._held > MAX_ROW:
            raise ValueError("a row without end")
        self._last = piece[-1:]
        return piece


class _Sheet(ReadOnlyWorksheet):
    def _get_source(self):
        return _Guarded(super()._get_source())

    def _get_size(self):
        """Ask nothing: what the file says of its size may be wrong, and where it says none, all is read for it."""


class _Reader(ExcelReader):
    def read_worksheets(self):
        """Read of the sheets nothing yet, and nothing of charts, which hold no rows."""
        for sheet, part in self.parser.find_sheets():
            if part.target in self.valid_files and "chartsheet" not in part.Type:
                self.wb._sheets.append(_Sheet(self.wb, sheet.name, part.target, self.shared_strings))


def open_sheet(file: IO[bytes], name: str | None) -> ReadOnlyWorksheet:
    """Give the first sheet, or that of the name. Raises ``UnusableFile`` for what cannot or must not be read."""
    sheets = _sheets_of(file)
    if name is not None and name not in sheets:
        message = _("There is no sheet “%(name)s”: choose one of %(names)s.")
        raise UnusableFile(message % {"name": name, "names": ", ".join(sheets)})
    return next(iter(sheets.values())) if name is None else sheets[name]


def sheet_names(file: IO[bytes]) -> list[str]:
    """Give the names of the sheets. Raises ``UnusableFile``."""
    return list(_sheets_of(file))


def _sheets_of(file: IO[bytes]) -> dict[str, ReadOnlyWorksheet]:
    check_size(file)
    with usable():
        reader = _Reader(file, read_only=True, data_only=True, keep_links=False)
        reader.read()
    sheets = {sheet.title: sheet for sheet in reader.wb.worksheets}
    if not sheets:
        raise UnusableFile(str(_DAMAGED))
    return sheets


@contextmanager
def usable() -> Iterator[None]:
    """Say in one way that a file is damaged, whatever stumbles over it."""
    try:
        yield
    except BROKEN as error:
        raise UnusableFile(str(_DAMAGED)) from error


def check_size(file: IO[bytes]) -> None:
    """Judge the file by its list of contents, before anything is unpacked. Raises ``UnusableFile``."""
    start = file.read(len(_OLD_OFFICE))
    file.seek(0, SEEK_END)
    size = file.tell()
    file.seek(0)
    if start == _OLD_OFFICE:
        raise UnusableFile(_("The file is protected by a password, or an old XLS: save it as XLSX without a password."))
    _keep_within(size, MAX_BYTES, _("the file"))
    with usable(), ZipFile(file) as archive:
        parts = archive.infolist()
        types = archive.read("[Content_Types].xml") if len(parts) <= MAX_PARTS and _is_small(archive) else b""
    _keep_within(len(parts), MAX_PARTS, _("its parts"))
    _check_parts({part.filename: part.file_size for part in parts}, types)


def _is_small(archive: ZipFile) -> bool:
    return archive.getinfo("[Content_Types].xml").file_size <= MAX_OTHER


def _check_parts(sizes: dict[str, int], types: bytes) -> None:
    def total(is_meant: Callable[[str], object]) -> int:
        return sum(size for name, size in sizes.items() if is_meant(name))

    _keep_within(total(_SHEET.fullmatch), MAX_SHEETS, _("its sheets"))
    _keep_within(total(_TEXTS.fullmatch), MAX_TEXTS, _("its texts"))
    for name, size in sizes.items():
        if _TREE.fullmatch(name) and not _SHEET.fullmatch(name) and not _TEXTS.fullmatch(name):
            _keep_within(size, MAX_OTHER, name)
    if _disguised(types):
        raise UnusableFile(str(_DAMAGED))


def _disguised(types: bytes) -> bool:
    """Whether something that becomes a tree stands where the large parts are."""
    for part in re.findall(rb"<[^>]*PartName[^>]*>", types):
        if re.search(rb"/xl/worksheets/[^/]+\.xml", part, re.IGNORECASE) and b"worksheet+xml" not in part:
            return True
    return False


def _keep_within(size: int, most: int, what: str) -> None:
    if size > most:
        raise UnusableFile(_TOO_LARGE % {"what": what})
