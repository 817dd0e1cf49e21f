"""vCard, as address books give and take it: 3.0 (RFC 2426) and 4.0 (RFC 6350), which say the same in other words.

Read are both, however the card came about; 2.1 is refused, card by card. ``contacts/exchange/vcard_meanings.py`` says
what each standard property means. A card that has no type leaves the type open; properties without a value say
nothing, so a card never clears a column.

Written are the standard properties, and beside them a property of our own for each column that they do not carry::

    X-CONTACT;NAME=customer_number:K-1007
    X-CONTACT;NAME=sms_optout_date:2026-02-01T09:30:00+00:00
    X-CONTACT;NAME=last_name:

``NAME`` is a column (``contacts/columns.py``), the value is the text of its cell in a CSV file, escaped as any text. It
goes before what the standard properties say of the column; without a value they say nothing of it, as where a card
without a name is shown under another. What is needed is found out by reading the standard properties, so nothing that
was written is lost when it is read back.
"""

from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from typing import IO

from contacts.exchange.interfaces import Reading, Source, UnusableFile, Writing
from contacts.exchange.mapping import about_unknown_column
from contacts.exchange.places import READABLE
from contacts.exchange.rows import complete
from contacts.exchange.vcard_cards import Cards
from contacts.exchange.vcard_lines import Property, write_line
from contacts.exchange.vcard_notes import Notes
from contacts.exchange.vcard_reading import Finish, row_of
from contacts.exchange.vcard_writing import VERSION_3, VERSION_4, columns_of, properties_of
from contacts.models import Contact
from contacts.services.import_rows import Row


def read(file: IO[bytes], reading: Reading) -> Source:
    """Open a file of vCards; its rows are read one card at a time.

    ``reading.encoding`` is that of lines that do not name theirs (otherwise UTF-8, and Windows-1252 for a line that is
    not); ``reading.mapping`` may name a column, or "", for a property. Raises ``UnusableFile``.
    """
    cards = Cards(file, reading.encoding, Notes())
    source = Source(notes=[], headers=[], rows=iter(()))
    source.rows = _rows(cards, _checked(reading.mapping), complete(reading, {}), source.notes)
    return source


def _checked(mapping: Mapping[str, str]) -> Mapping[str, str]:
    for column in mapping.values():
        if column and column not in READABLE:
            raise UnusableFile(about_unknown_column(column))
    return {name.upper(): column for name, column in mapping.items()}


def _rows(cards: Cards, mapping: Mapping[str, str], finish: Finish, said: list[str]) -> Iterator[Row]:
    try:
        for card in cards:
            if row := row_of(card, cards, mapping, finish):
                yield row
    finally:
        said.extend(cards.notes.sentences())


def write(contacts: Iterable[Contact], file: IO[bytes], writing: Writing, version: str = VERSION_4) -> int:
    """Write a card for each contact, in UTF-8; give their number.

    Of ``writing`` count the columns, whose order is that of the standard, and whether pictures go into the file.
    """
    columns, count = columns_of(writing), 0
    for contact in contacts:
        properties = [Property("VERSION", version), *properties_of(contact, columns, version)]
        lines = b"".join(map(write_line, [Property("BEGIN", "VCARD"), *properties, Property("END", "VCARD")]))
        file.write(lines)
        count += 1
    return count


write_version_3 = partial(write, version=VERSION_3)
