"""The CSV files of Outlook, in English: its programs and Outlook.com write the same headers, each some more."""

from collections.abc import Iterator
from functools import partial

from django.utils.translation import gettext_lazy as _

from contacts.exchange.countries import country_name
from contacts.exchange.gathering import (
    LINES,
    address_lines,
    emails_place,
    numbers_place,
    tidy_country,
    tidy_day,
    tidy_website,
)
from contacts.exchange.places import Cells, Changes, Place, Preset, Written, written
from contacts.models import Contact

# Of several addresses the first that is filled is taken.
_ADDRESSES = ("Business", "Home", "Other")
_STREETS = ("Street", "Street 2", "Street 3", "Address PO Box")
_PARTS = {
    "address_city": ("City",),
    "address_region": ("State",),
    "address_postcode": ("Postal Code",),
    "address_country": ("Country/Region", "Country"),
}
_NUMBERS = (
    *("Business Phone", "Company Main Phone", "Primary Phone", "Business Phone 2", "Home Phone", "Home Phone 2"),
    *("Mobile Phone", "Other Phone", "Car Phone"),
)
_LEFT_OUT = {
    *("business fax", "home fax", "other fax", "pager", "telex", "isdn", "callback", "radio phone", "tty/tdd phone"),
    *("assistant's name", "assistant's phone", "manager's name", "spouse", "children", "nickname", "initials"),
    *("account", "anniversary", "billing information", "gender"),
    *("directory server", "government id number", "hobby", "internet free busy", "keywords", "language", "location"),
    *("mileage", "office location", "organizational id number", "priority", "private", "profession", "referred by"),
    *("sensitivity", "schools", "imaddress", "personal web page", "user 1", "user 2", "user 3", "user 4"),
    *(f"e-mail{number} {part}" for number in ("", " 2", " 3") for part in ("type", "display name")),
}


def _address(cells: Cells) -> Changes:
    return next(filter(None, (_address_of(kind, cells) for kind in _ADDRESSES)), {})


def _address_of(kind: str, cells: Cells) -> Changes:
    changes = address_lines(cells.get(f"{kind} {street}", "") for street in _STREETS)
    for column, parts in _PARTS.items():
        if text := "".join(cells.get(f"{kind} {part}", "") for part in parts).strip():
            changes[column] = tidy_country(text) if column == "address_country" else text
    return changes


def _numbers(cells: Cells) -> Iterator[tuple[str, str]]:
    yield from ((header, cells[header]) for header in _NUMBERS if header in cells)


def _written_list(column: str, *headers: str) -> Iterator[Written]:
    """Give a header for each item of the list; there is no place for more."""
    for index, header in enumerate(headers):
        yield Written(header, (column,), partial(_item, column, index))


def _item(column: str, index: int, contact: Contact) -> str:
    return "".join(getattr(contact, column)[index : index + 1])


OUTLOOK = Preset(
    name="outlook",
    label="Outlook",
    headers={
        "Title": "title",
        "First Name": "first_name",
        "Middle Name": "first_name",
        "Last Name": "last_name",
        "Suffix": "last_name",
        "Company": "company",
        "Department": "department",
        "Job Title": "position",
        "E-mail Address": "emails",
        "E-mail 2 Address": "emails",
        "E-mail 3 Address": "emails",
        **dict.fromkeys(_NUMBERS, "numbers"),
        **{f"{kind} {street}": "address" for kind in _ADDRESSES for street in _STREETS},
        **{f"{kind} {part}": "address" for kind in _ADDRESSES for parts in _PARTS.values() for part in parts},
        "Birthday": "date_of_birth",
        "Categories": "tags",
        "Notes": "biography",
        "Web Page": "website",
    },
    signature=("E-mail Address", "Business Phone", "Business Street", "Mobile Phone", "Home Phone", "Web Page"),
    least=2,
    left_out=lambda header: header.lower() in _LEFT_OUT or header.lower().endswith(" yomi"),
    places={
        "emails": emails_place(lambda cell: [cell]),
        "numbers": numbers_place(_numbers),
        "address": Place("address", (*LINES, *_PARTS), _address),
    },
    tidy={"date_of_birth": tidy_day, "website": tidy_website},
    defaults={"type": "guest"},
    written=(
        written("Title", "title"),
        written("First Name", "first_name"),
        written("Last Name", "last_name"),
        written("Company", "company"),
        written("Department", "department"),
        written("Job Title", "position"),
        written("Business Street", "address_line1"),
        written("Business Street 2", "address_line2"),
        written("Business Street 3", "address_line3"),
        written("Business City", "address_city"),
        written("Business State", "address_region"),
        written("Business Postal Code", "address_postcode"),
        Written("Business Country/Region", ("address_country",), lambda contact: country_name(contact.address_country)),
        written("Business Phone", "phone"),
        written("Mobile Phone", "mobile"),
        *_written_list("more_numbers", "Business Phone 2", "Home Phone", "Home Phone 2", "Other Phone"),
        written("Birthday", "date_of_birth"),
        written("Categories", "tags"),
        written("E-mail Address", "email"),
        *_written_list("more_emails", "E-mail 2 Address", "E-mail 3 Address"),
        written("Notes", "biography"),
        written("Web Page", "website"),
    ),
    notes=(
        _("Of several addresses the first that is filled in is taken: business, home, other."),
        _("Faxes, pagers and the like are left out."),
    ),
)
