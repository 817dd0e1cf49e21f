"""The cards of a file, one at a time, each with its properties or with what makes it unreadable."""

import codecs
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial
from itertools import chain
from typing import IO, Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from contacts.exchange.encodings import find_encoding
from contacts.exchange.interfaces import UnusableFile
from contacts.exchange.vcard_lines import Property, read_line, unfold
from contacts.exchange.vcard_notes import Notes

# A photo of 5 MB takes 7 MB of letters. Beyond this a card is not read, so that none can fill the memory.
MAX_CARD = 16 * 1024 * 1024
# In what pieces the file is read.
_PIECE = 64 * 1024
_BEGIN, _END = b"BEGIN:VCARD", b"END:VCARD"
_WIDE_BOMS = {codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
_READ_AS_WESTERN = gettext_lazy(
    "Lines that are not UTF-8 were read as Windows-1252: name the encoding if it is another"
)
_OUTSIDE = gettext_lazy("Lines that stand outside of any card were left out")
_TOO_LARGE = gettext_lazy("This card is larger than 16 MB: make its photo smaller and import the card again.")
_UNFINISHED = gettext_lazy("This card has no END:VCARD: complete it, or export the contacts again.")
_CUT_OFF = gettext_lazy("The file ends within this card, on line %(line)s: export the contacts again.")
_OLD = gettext_lazy("This card is in vCard %(version)s, which cannot be read: export it as vCard 3.0 or 4.0.")
_QUOTED_PRINTABLE = gettext_lazy(
    "Line %(line)s is in quoted-printable, as vCard 2.1 has it: export the card as vCard 3.0 or 4.0."
)
_NOT_A_PROPERTY = gettext_lazy(
    "Line %(line)s cannot be read (“%(value)s”): a line is a property such as NOTE:text, and goes on after a blank."
)


@dataclass
class Card:
    """The lines between BEGIN (which is on ``line``) and END, or the ``problem`` that there is with them."""

    line: int
    lines: list[tuple[int, bytes]] = field(default_factory=list)
    problem: str = ""
    size: int = 0
    # In how many cards within this one we are: AGENT holds a card in vCard 2.1, and in what is made from it.
    depth: int = 0

    def enters_agent(self) -> bool:
        if self.depth or (self.lines and self.lines[-1][1][:5].upper() == b"AGENT"):
            self.depth += 1
        return self.depth > 0

    def leaves_agent(self) -> bool:
        was_inside = self.depth > 0
        self.depth -= was_inside
        return was_inside

    def add(self, number: int, line: bytes) -> None:
        self.size += len(line)
        if self.size > MAX_CARD:
            self.lines.clear()
            self.problem = str(_TOO_LARGE)
        elif line.strip() and not self.depth:
            self.lines.append((number, line))

    def refused(self, problem: str) -> "Card":
        self.lines.clear()
        self.problem = problem
        return self


class Cards:
    """The cards of a file, which are read as they are asked for.

    ``encoding`` is that of the lines that do not name their own. Raises ``UnusableFile`` for what is no file of vCards.
    """

    def __init__(self, file: IO[bytes], encoding: str | None, notes: Notes):
        self.notes = notes
        self.encoding, pieces = _opened(file, encoding)
        lines = unfold(pieces, MAX_CARD)
        first = next((line for line in lines if line[1].strip()), (0, b""))
        if _mark_of(first[1]) != _BEGIN:
            raise UnusableFile(_("This is not a file of vCards: it does not begin with BEGIN:VCARD."))
        self._lines = chain([first], lines)

    def __iter__(self) -> Iterator[Card]:
        card, number = None, 0
        for number, line in self._lines:
            mark = _mark_of(line)
            if mark == _BEGIN and not (card and card.enters_agent()):
                if card:
                    yield card.refused(str(_UNFINISHED))
                card = Card(number)
            elif card is None:
                self._pass_over(number, line)
            elif mark == _END:
                if not card.leaves_agent():
                    yield card
                    card = None
            else:
                card.add(number, line)
        if card:
            yield card.refused(_CUT_OFF % {"line": number})

    def _pass_over(self, number: int, line: bytes) -> None:
        if line.strip():
            self.notes.add(_OUTSIDE, number)

    def read(self, card: Card) -> list[Property]:
        """Give the card's properties. Raises an unkeyed ``ValidationError`` for one that cannot be read."""
        if card.problem:
            raise _problem(card.problem)
        properties, unreadable = [], []
        for number, line in card.lines:
            try:
                properties.append(self._property(number, line))
            except (ValueError, LookupError):
                unreadable.append((number, line))
        _check_version(properties)
        for number, line in unreadable[:1]:
            raise _problem(_NOT_A_PROPERTY, line=number, value=line[:40].decode(errors="replace"))
        return properties

    def _property(self, number: int, line: bytes) -> Property:
        one = read_line(number, line, partial(self._decode, number))
        if one.name in ("BEGIN", "END"):
            # A blank at the start of a line joins it to the one before: two cards must not become one.
            raise ValueError(one.name)
        return one

    def _decode(self, number: int, octets: bytes, charset: str) -> str:
        try:
            return octets.decode(charset or self.encoding or "utf-8")
        except UnicodeDecodeError:
            if charset or self.encoding:
                raise
            self.notes.add(_READ_AS_WESTERN, number)
            return octets.decode("cp1252")


def _opened(file: IO[bytes], encoding: str | None) -> tuple[str | None, Iterable[bytes]]:
    """Give the encoding of the lines (``None`` if it is to be found out), and the pieces in which the file is read."""
    encoding = encoding or _WIDE_BOMS.get(file.read(2))
    file.seek(0)
    if encoding:
        encoding = find_encoding(file, encoding).codec.removesuffix("-sig")
        if len("\n".encode(encoding)) > 1:
            return "utf-8", _recoded(file, encoding)
    return encoding, iter(partial(file.readline, _PIECE), b"")


def _recoded(file: IO[bytes], encoding: str) -> Iterator[bytes]:
    """Give the lines in UTF-8: where a character has two octets or more, a line end cannot be found among octets."""
    decoder = codecs.getincrementaldecoder(encoding)("backslashreplace")
    for piece in iter(partial(file.read, _PIECE), b""):
        yield from decoder.decode(piece).encode().splitlines(keepends=True)


def _mark_of(line: bytes) -> bytes:
    return line.strip().upper() if len(line) <= _PIECE else b""


def _check_version(properties: list[Property]) -> None:
    """Refuse what is not vCard 3.0 or 4.0. A card without a version is read as 3.0: so some programs write it."""
    version = next((one.text for one in properties if one.name == "VERSION"), "3.0")
    if version not in ("3.0", "4.0"):
        raise _problem(_OLD, version=version)
    for one in properties:
        if one.parameter("ENCODING").upper() == "QUOTED-PRINTABLE":
            raise _problem(_QUOTED_PRINTABLE, line=one.line)


def _problem(message: Any, **params: str | int) -> ValidationError:
    return ValidationError(message, code="invalid", params=params)
