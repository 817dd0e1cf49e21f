"""What several cells of an address book say together: numbers by their kinds, lines of an address, lists."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from contacts.exchange.countries import country_code
from contacts.exchange.places import Cells, Changes, Place, check_number
from contacts.models import Contact
from contacts.phones import normal_number
from contacts.texts import normal_lines

LINES = ("address_line1", "address_line2", "address_line3")
_MOBILE_LABEL = re.compile(r"mobil|cell|handy|móvil|portable", re.IGNORECASE)
_NO_PHONE_LABEL = re.compile(r"fax|pager|telex", re.IGNORECASE)
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:|/", re.IGNORECASE)
# 0/0/00, and --04-12: a birthday without a year, which the store cannot hold.
_NO_DAY = re.compile(r"[0/. -]*|\s*--[0-9]{2}-?[0-9]{2}\s*")

LabelledNumber = tuple[str, str]


def numbers_place(labelled: Callable[[Cells], Iterable[LabelledNumber]]) -> Place:
    """Give the place of the numbers, of which ``labelled`` finds each with what it is called.

    The first mobile number is the mobile, the first other one the phone; what is a fax or a pager is left out.
    """

    def gather(cells: Cells) -> Changes:
        found = [(label, text.strip()) for label, text in labelled(cells) if text.strip()]
        for _label, text in found:
            check_number(text)
        return _by_kind([one for one in found if not _NO_PHONE_LABEL.search(one[0])])

    return Place("numbers", ("phone", "mobile", "more_numbers"), gather)


def _by_kind(numbers: Sequence[LabelledNumber]) -> Changes:
    changes: Changes = {}
    rest: dict[str, str] = {}
    for label, number in numbers:
        kind = "mobile" if _MOBILE_LABEL.search(label) else "phone"
        if kind not in changes:
            changes[kind] = number
        else:
            rest.setdefault(normal_number(number), number)
    known = {normal_number(number) for number in changes.values()}
    more = [number for form, number in rest.items() if form not in known]
    return changes | ({"more_numbers": more} if more else {})


def lines_place(name: str = "address_lines") -> Place:
    """Give the place of an address's lines, whichever cells they stand in."""
    return Place(name, LINES, lambda cells: address_lines(cells.values()))


def address_lines(texts: Iterable[str]) -> Changes:
    """Give the lines of an address. What goes beyond the third joins it."""
    lines = [line.strip() for text in texts for line in normal_lines(text).split("\n") if line.strip()]
    kept = [*lines[:2], ", ".join(lines[2:])] if len(lines) > 3 else lines
    return dict(zip(LINES, kept, strict=False))


def emails_place(parts_of: Callable[[str], list[str]]) -> Place:
    """Give the place of the e-mails, each of them once; ``parts_of`` parts those that share a cell."""

    def gather(cells: Cells) -> Changes:
        found: dict[str, str] = {}
        for email in (part.strip() for cell in cells.values() for part in parts_of(cell)):
            found.setdefault(email.lower(), email)
        emails = list(filter(None, found.values()))
        return {"emails": emails} if emails else {}

    return Place("emails", ("emails",), gather)


def tidy_country(text: str) -> str:
    """Give a country's two letters where its name or code is known."""
    return country_code(text) or text


def tidy_website(text: str) -> str:
    """Give a web address with the scheme that people leave out."""
    text = text.strip()
    return text if not text or _SCHEME.match(text) else f"https://{text}"


def tidy_day(text: str) -> str:
    """Give "" for what stands where no day is known, or no year."""
    return "" if _NO_DAY.fullmatch(text) else text


def lines_of(contact: Contact) -> Iterator[str]:
    """Give the lines of the contact's address that are filled."""
    yield from filter(None, (getattr(contact, name) for name in LINES))


def constant(text: str, column: str) -> Callable[[Contact], Any]:
    """Give what writes the text wherever the contact has something in the column."""
    return lambda contact: text if getattr(contact, column) else ""
