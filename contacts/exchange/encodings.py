"""Finding out in which encoding a file of text is written, and reading it without losing a byte.

What cannot be read in the encoding is kept as half characters, which no text has: the row that holds them is refused
by name, and nothing is dropped or guessed on the quiet.
"""

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from io import TextIOWrapper
from typing import IO

import charset_normalizer
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from contacts.exchange.interfaces import UnusableFile

# The bytes that are judged: from the first one on that is not ASCII, for ASCII tells nothing.
SAMPLE = 64 * 1024
# No line is longer; a whole contact with its picture is not a quarter of it.
MAX_LINE = 32 * 1024 * 1024
# So many bytes before these are taken along, so that a word begins with its first letter.
_BEFORE = 32
_KEEP_BYTES = "contacts.keep_bytes"
# For writing what was read so: each byte that could not be read stands as it stood.
GIVE_BACK_BYTES = "contacts.give_back_bytes"
_KEPT = re.compile("[\udc00-\udcff]")
_NOT_ASCII = re.compile(rb"[\x80-\xff]")
_WORD = re.compile(r"\w*[^\W\x00-\x7f]\w*")


def _keep_bytes(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return "".join(chr(0xDC00 + byte) for byte in error.object[error.start : error.end]), error.end


def _give_back_bytes(error: UnicodeError) -> tuple[bytes, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return b"".join(map(_given_back, error.object[error.start : error.end])), error.end


def _given_back(char: str) -> bytes:
    # A byte that is ASCII would be taken for a letter that the file does not have.
    return bytes([ord(char) - 0xDC00]) if "\udc80" <= char <= "\udcff" else "\N{REPLACEMENT CHARACTER}".encode()


codecs.register_error(_KEEP_BYTES, _keep_bytes)
codecs.register_error(GIVE_BACK_BYTES, _give_back_bytes)


@dataclass(frozen=True)
class Encoding:
    """An encoding by Python's name and by the name that people know; ``advice`` says how sure we are of it."""

    codec: str
    name: str | Promise
    advice: str = ""

    def note(self) -> str:
        """Say in which encoding the file is read."""
        return " ".join(filter(None, [_("Read as %(name)s.") % {"name": self.name}, self.advice]))

    def complaint(self, kept: str) -> str:
        """Say that these bytes cannot be read."""
        message = _("The bytes %(bytes)s are not %(name)s: mend the file, or name its encoding.")
        return message % {"bytes": kept, "name": self.name}


UTF_8 = Encoding("utf-8-sig", "UTF-8")
# The mark of UTF-32 begins with that of UTF-16.
_BY_MARK = {
    codecs.BOM_UTF8: UTF_8,
    codecs.BOM_UTF32_LE: Encoding("utf-32", "UTF-32"),
    codecs.BOM_UTF32_BE: Encoding("utf-32", "UTF-32"),
    codecs.BOM_UTF16_LE: Encoding("utf-16", "UTF-16"),
    codecs.BOM_UTF16_BE: Encoding("utf-16", "UTF-16"),
}
_UTF_16_LE = Encoding("utf-16-le", gettext_lazy("UTF-16 without a byte order mark"))
_UTF_16_BE = Encoding("utf-16-be", gettext_lazy("UTF-16 without a byte order mark"))
_ITS_NAMES = {"cp1252": "Windows-1252", "utf-8": "UTF-8", "utf-16": "UTF-16"}


def find_encoding(file: IO[bytes], asked: str | None = None) -> Encoding:
    """Give the encoding that is asked for, or else the one that the file shows; the file is back at its start.

    A file without byte order mark that is neither UTF-8 nor UTF-16 is Windows-1252 where it reads like that. Raises
    ``UnusableFile`` where it does not, and for an encoding that there is not.
    """
    start = file.read(SAMPLE)
    marked = next((found for mark, found in _BY_MARK.items() if start.startswith(mark)), None)
    file.seek(0)
    if asked:
        return _asked(asked, marked)
    if marked:
        return marked
    return _by_zeros(start) or _by_content(_telling_part(file))


def _asked(name: str, marked: Encoding | None) -> Encoding:
    try:
        codec = codecs.lookup(name.strip()).name
        "a".encode(codec).decode(codec)
    except (LookupError, ValueError, TypeError):
        message = _("There is no encoding “%(name)s”. Name another, such as utf-8, utf-16 or windows-1252.")
        raise UnusableFile(message % {"name": name})
    if codec == "utf-8":
        return UTF_8
    is_without_mark = codec == "utf-16" and marked is None
    return _UTF_16_LE if is_without_mark else Encoding(codec, _ITS_NAMES.get(codec, name))


def _by_zeros(start: bytes) -> Encoding | None:
    """Give UTF-16 where every second byte of a text with Latin delimiters and line ends is zero."""
    even, odd = start[0::2].count(0), start[1::2].count(0)
    if even + odd < len(start) / 8:
        return None
    return _UTF_16_LE if odd > even else _UTF_16_BE


def _telling_part(file: IO[bytes]) -> bytes:
    """Give the bytes around the first one that is not ASCII; b"" where all are. The file is back at its start."""
    part = b""
    for piece in iter(partial(file.read, SAMPLE), b""):
        if found := _NOT_ASCII.search(piece):
            start = max(found.start() - _BEFORE, 0)
            part = piece[start:] + file.read(SAMPLE - len(piece) + start)
            break
    file.seek(0)
    return part


def _by_content(part: bytes) -> Encoding:
    # Where the sample ends before the file, it may end within a character.
    text = codecs.getincrementaldecoder("utf-8")(_KEEP_BYTES).decode(part, final=len(part) < SAMPLE)
    spoilt = len(_KEPT.findall(text))
    # A slip in a file that is UTF-8 otherwise is named by its line; by chance no other encoding reads as UTF-8.
    if spoilt <= sum(not char.isascii() for char in text) - spoilt:
        return UTF_8
    if charset_normalizer.from_bytes(part, cp_isolation=["cp1252"]).best():
        return Encoding("cp1252", "Windows-1252", _example(part))
    raise UnusableFile(_advice(part))


def _example(part: bytes) -> str:
    word = _WORD.search(part.decode("cp1252", _KEEP_BYTES))
    return _("It says “%(word)s”: name the encoding if that is wrong.") % {"word": word.group()} if word else ""


def _advice(part: bytes) -> str:
    message = _("The encoding of the file cannot be told: save it as UTF-8, or name the encoding.")
    likely = charset_normalizer.from_bytes(part).best()
    return f"{message} {_('It may be %(name)s.') % {'name': likely.encoding}}" if likely else message


def lines_of(file: IO[bytes], encoding: Encoding) -> Iterator[str]:
    """Give the lines of the file, their ends as they are. The file stays open."""
    text = TextIOWrapper(file, encoding.codec, errors=_KEEP_BYTES, newline="")
    try:
        for number, line in enumerate(iter(partial(text.readline, MAX_LINE), ""), 1):
            if len(line) == MAX_LINE:
                message = _("Line %(number)s has no end: this is no file of contacts, or it is damaged.")
                raise UnusableFile(message % {"number": number})
            yield line
    finally:
        # The file belongs to the caller: the wrapper would close it.
        if not file.closed:
            text.detach()


def kept_bytes(text: str) -> str:
    """Give the bytes within the text that could not be read, as ``0xE9 0xFC``; "" where there are none."""
    return "" if text.isascii() else " ".join(f"0x{ord(char) - 0xDC00:02X}" for char in _KEPT.findall(text))


def shown(text: str) -> str:
    """Give the text with a sign in place of each byte that could not be read."""
    return _KEPT.sub("\N{REPLACEMENT CHARACTER}", text)


def beginning_of(file: IO[bytes], encoding: Encoding) -> str:
    """Give the beginning of the file as text: all, or up to the end of a line. The file is back at its start."""
    decoder = codecs.getincrementaldecoder(encoding.codec)(_KEEP_BYTES)
    part = file.read(SAMPLE)
    text = decoder.decode(part)
    file.seek(0)
    end = max(text.rfind("\n"), text.rfind("\r")) + 1
    return text[: end or None] if len(part) == SAMPLE else text
