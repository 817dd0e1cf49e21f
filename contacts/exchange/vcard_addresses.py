"""What the addresses on a card mean in our columns: e-mail addresses, numbers, and where to send letters.

The functions are as in ``contacts/exchange/vcard_meanings.py``.
"""

import re
from urllib.parse import unquote

from django.utils.translation import gettext_lazy as _

from contacts.exchange.countries import country_code
from contacts.exchange.gathering import address_lines
from contacts.exchange.vcard_content import Content, Said, padded
from contacts.exchange.vcard_lines import Property

# What phones put around a number among letters that run the other way.
_MARKS = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_CELL = {"cell", "mobile", "iphone"}
_NO_VOICE = {"fax", "homefax", "workfax", "otherfax", "pager", "bbs", "modem", "textphone"}

OTHER_COUNTRY = _("Countries that are known neither by name nor by code were left out")
EXTENSION = _("Extensions of phone numbers were left out")


def emails(card: Content) -> Said:
    once: dict[str, str] = {}
    for one in card.all("EMAIL"):
        once.setdefault(one.text.lower(), one.text)
    email, *more = [*once.values()] or [""]
    yield from (("email", email), ("more_emails", more))


def numbers(card: Content) -> Said:
    """TEL: the first of a mobile is the mobile, the first that rings elsewhere is the phone."""
    places: dict[str, str] = {}
    others = []
    for one in card.all("TEL"):
        place = _place_of(one.types | {_label(card.beside(one, "X-ABLABEL"))})
        if place and place not in places:
            places[place] = _number(card, one)
        else:
            others.append(_number(card, one))
    yield from (*places.items(), ("more_numbers", others))


def _label(text: str) -> str:
    return text.removeprefix("_$!<").removesuffix(">!$_").replace(" ", "").lower()


def _place_of(kinds: set[str]) -> str:
    if kinds & _CELL:
        return "mobile"
    return "" if kinds & _NO_VOICE else "phone"


def _number(card: Content, one: Property) -> str:
    text = _MARKS.sub("", one.text).strip()
    if not text.lower().startswith("tel:"):
        return text
    number, _semicolon, more = text[len("tel:") :].partition(";")
    if "ext=" in more.lower():
        card.note(EXTENSION, one)
    return unquote(number)


def address(card: Content) -> Said:
    """ADR: post office box, extension and street become lines, the third of which takes all that are left."""
    if one := card.only("ADR"):
        parts = padded(one.parts(), 7)
        yield from address_lines(parts[:3]).items()
        yield from zip(("address_city", "address_region", "address_postcode"), parts[3:6], strict=True)
        yield "address_country", _country(card, one, parts[6])


def _country(card: Content, one: Property, text: str) -> str:
    """Give the code that the parameter CC names (RFC 8605), else that of the country's name, else Apple's."""
    code = country_code(one.parameter("CC")) or country_code(text)
    if text and not code and not (code := country_code(card.beside(one, "X-ABADR"))):
        card.note(OTHER_COUNTRY, one)
    return code
