"""From a contact to the properties of a card."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from contacts.columns import COLUMNS, COLUMNS_WITH_PICTURES, Column
from contacts.exchange.countries import country_name
from contacts.exchange.interfaces import Writing
from contacts.exchange.places import alike_columns
from contacts.exchange.vcard_content import OWN, Content, sorted_by_name
from contacts.exchange.vcard_lines import Property, escaped
from contacts.exchange.vcard_reading import changes_of
from contacts.models import Contact

VERSION_3, VERSION_4 = "3.0", "4.0"
Values = Mapping[str, Any]
Parameters = dict[str, list[str]]
Properties = Iterator[Property]
_DATA_URI = re.compile(r"data:image/([^;,]+);base64,(.*)")
# A card must show something (RFC 6350 §6.2.1). It is not translated, so that a file does not depend on the language.
_NAMELESS = "Unnamed"


def columns_of(writing: Writing) -> dict[str, Column]:
    """Give the columns that are asked for; they are written in the order of the standard, then of the model."""
    known = COLUMNS_WITH_PICTURES if writing.with_pictures else COLUMNS
    chosen = {alike for name in writing.columns for alike in alike_columns(name)}
    return {name: column for name, column in known.items() if name in chosen}


def properties_of(contact: Contact, columns: Mapping[str, Column], version: str) -> list[Property]:
    """Give what the card of a contact says in these columns."""
    values = {name: value for name, column in columns.items() if (value := column.value_of(contact))}
    standard = [one for write in _STANDARD for one in write(values, version)]
    return [*standard, *_own(values, standard)]


def _own(values: Values, standard: list[Property]) -> Properties:
    """Give our own property for each column of which the standard ones say something else than its value."""
    said = changes_of(Content(sorted_by_name(standard)), {})
    for name, column in COLUMNS.items():
        if name in values and column.read(values[name]) != said.get(name):
            yield Property(OWN, escaped(column.shape.to_cell(values[name])), {"NAME": [name]})
        elif name in said and name not in values:
            yield Property(OWN, "", {"NAME": [name]})


def _parts(values: Values, *names: str) -> str:
    """Give the values as the parts of one, "" where there are none."""
    parts = [escaped(values.get(name, "")) for name in names]
    return ";".join(parts) if any(parts) else ""


def _names(values: Values, version: str) -> Properties:
    full = f"{values.get('first_name', '')} {values.get('last_name', '')}".strip()
    yield Property("FN", escaped(full or values.get("company") or values.get("email") or _NAMELESS))
    yield Property("N", _parts(values, "last_name", "first_name", "", "title", "") or ";;;;")


def _emails(values: Values, version: str) -> Properties:
    emails = [values.get("email", ""), *values.get("more_emails", [])]
    preferred = {"PREF": ["1"]} if version == VERSION_4 else {"TYPE": ["INTERNET", "PREF"]}
    other: Parameters = {} if version == VERSION_4 else {"TYPE": ["INTERNET"]}
    for email in filter(None, emails):
        yield Property("EMAIL", escaped(email), preferred if email == emails[0] else other)


def _numbers(values: Values, version: str) -> Properties:
    for name, kind in (("phone", "voice"), ("mobile", "cell")):
        if name in values:
            yield Property("TEL", escaped(values[name]), {"TYPE": [kind]})
    yield from (Property("TEL", escaped(number)) for number in values.get("more_numbers", []))


def _organisation(values: Values, version: str) -> Properties:
    names = ("company", "department", "division")
    if count := max((number for number, name in enumerate(names, 1) if name in values), default=0):
        yield Property("ORG", _parts(values, *names[:count]))


def _address(values: Values, version: str) -> Properties:
    lines = [values.get(f"address_line{number}", "") for number in (1, 2, 3)]
    code = values.get("address_country", "")
    address = {**values, "street": "\n".join(filter(None, lines)), "country": country_name(code)}
    if parts := _parts(address, "", "", "street", "address_city", "address_region", "address_postcode", "country"):
        yield Property("ADR", parts, {"CC": [code]} if code and version == VERSION_4 else {})


def _birthday(values: Values, version: str) -> Properties:
    if day := values.get("date_of_birth"):
        yield Property("BDAY", day.replace("-", "") if version == VERSION_4 else day)


def _texts(values: Values, version: str) -> Properties:
    for name, column in (("TITLE", "position"), ("NOTE", "biography")):
        if column in values:
            yield Property(name, escaped(values[column]))


def _website(values: Values, version: str) -> Properties:
    website = values.get("website", "")
    # Addresses are written without escapes: what would break the line goes into our own property.
    if website and website.isprintable():
        yield Property("URL", website)


def _tags(values: Values, version: str) -> Properties:
    if tags := values.get("tags"):
        yield Property("CATEGORIES", ",".join(map(escaped, tags)))


def _photo(values: Values, version: str) -> Properties:
    """Give the picture itself; its name alone is no photo, and goes into our own property."""
    found = _DATA_URI.fullmatch(values.get("thumbnail", ""))
    if found and version == VERSION_4:
        yield Property("PHOTO", found[0])
    elif found:
        yield Property("PHOTO", found[2], {"ENCODING": ["b"], "TYPE": [found[1].upper()]})


def _identity(values: Values, version: str) -> Properties:
    if object_id := values.get("object_id"):
        yield Property("UID", escaped(object_id), {"VALUE": ["text"]} if version == VERSION_4 else {})


_STANDARD = (_names, _emails, _numbers, _organisation, _address, _birthday, _texts, _website, _tags, _photo, _identity)
