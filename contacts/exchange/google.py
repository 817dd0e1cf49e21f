"""The CSV files of Google Contacts: today's headers ("First Name", "Labels") and those before 2024 ("Given Name")."""

import re
from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from contacts.exchange.countries import country_name
from contacts.exchange.gathering import (
    constant,
    emails_place,
    lines_of,
    lines_place,
    numbers_place,
    tidy_country,
    tidy_day,
    tidy_website,
)
from contacts.exchange.places import Cells, Preset, Written, written
from contacts.models import Contact
from contacts.shapes import join_list

# What parts several values of one cell.
SEPARATOR = ":::"
_NUMBERED = range(1, 11)
_LEFT_OUT = {
    *("name", "file as", "nickname", "short name", "maiden name", "initials", "photo", "gender", "location", "hobby"),
    *("phonetic first name", "phonetic middle name", "phonetic last name", "yomi name", "given name yomi"),
    *("additional name yomi", "family name yomi", "billing information", "directory server", "mileage", "occupation"),
    *("sensitivity", "priority", "subject", "language"),
}
_NUMBERED_HEADER = re.compile(
    r"(e-mail|phone|address|website|event|relation|custom field|im|organization|jot|user defined field|external id"
    r"|calendar link) [0-9]+ - .+"
)


def parts_of(cell: str) -> list[str]:
    """Give the values of a cell."""
    return [part.strip() for part in cell.split(SEPARATOR) if part.strip()]


def _tidy_labels(cell: str) -> str:
    # Google's own groups begin with an asterisk: they are no labels of anybody's.
    return join_list(part for part in parts_of(cell) if not part.startswith("*"))


def _numbers(cells: Cells) -> Iterator[tuple[str, str]]:
    for number in _NUMBERED:
        label = cells.get(f"Phone {number} - Label") or cells.get(f"Phone {number} - Type", "")
        for value in parts_of(cells.get(f"Phone {number} - Value", "")):
            yield label, value


def _is_left_out(header: str) -> bool:
    return header.lower() in _LEFT_OUT or bool(_NUMBERED_HEADER.fullmatch(header.lower()))


def _street(contact: Contact) -> str:
    return "\n".join(lines_of(contact))


def _joined(header: str, column: str) -> Written:
    return Written(header, (column,), lambda contact: f" {SEPARATOR} ".join(getattr(contact, column)))


GOOGLE = Preset(
    name="google",
    label="Google Contacts",
    headers={
        "First Name": "first_name",
        "Given Name": "first_name",
        "Middle Name": "first_name",
        "Additional Name": "first_name",
        "Last Name": "last_name",
        "Family Name": "last_name",
        "Name Prefix": "title",
        "Name Suffix": "last_name",
        "Organization Name": "company",
        "Organization 1 - Name": "company",
        "Organization Title": "position",
        "Organization 1 - Title": "position",
        "Organization Department": "department",
        "Organization 1 - Department": "department",
        "Birthday": "date_of_birth",
        "Notes": "biography",
        "Labels": "tags",
        "Group Membership": "tags",
        **{f"E-mail {number} - Value": "emails" for number in _NUMBERED},
        **{f"Phone {number} - {part}": "numbers" for number in _NUMBERED for part in ("Label", "Type", "Value")},
        **{f"Address 1 - {part}": "address_lines" for part in ("Street", "Extended Address", "PO Box")},
        "Address 1 - City": "address_city",
        "Address 1 - Region": "address_region",
        "Address 1 - Postal Code": "address_postcode",
        "Address 1 - Country": "address_country",
        "Website 1 - Value": "website",
    },
    signature=("E-mail 1 - Value", "Phone 1 - Value", "Group Membership", "Organization 1 - Name"),
    left_out=_is_left_out,
    places={"emails": emails_place(parts_of), "numbers": numbers_place(_numbers), "address_lines": lines_place()},
    tidy={
        "tags": _tidy_labels,
        "date_of_birth": tidy_day,
        "address_country": tidy_country,
        "website": tidy_website,
    },
    defaults={"type": "guest"},
    written=(
        written("Name Prefix", "title"),
        written("First Name", "first_name"),
        written("Last Name", "last_name"),
        written("Organization Name", "company"),
        written("Organization Title", "position"),
        written("Organization Department", "department"),
        written("Birthday", "date_of_birth"),
        written("Notes", "biography"),
        Written("Labels", ("tags",), lambda contact: f" {SEPARATOR} ".join(contact.tag_names)),
        written("E-mail 1 - Value", "email"),
        _joined("E-mail 2 - Value", "more_emails"),
        Written("Phone 1 - Label", ("phone",), constant("Work", "phone")),
        written("Phone 1 - Value", "phone"),
        Written("Phone 2 - Label", ("mobile",), constant("Mobile", "mobile")),
        written("Phone 2 - Value", "mobile"),
        Written("Phone 3 - Label", ("more_numbers",), constant("Other", "more_numbers")),
        _joined("Phone 3 - Value", "more_numbers"),
        Written("Address 1 - Street", ("address_line1", "address_line2", "address_line3"), _street),
        written("Address 1 - City", "address_city"),
        written("Address 1 - Region", "address_region"),
        written("Address 1 - Postal Code", "address_postcode"),
        Written("Address 1 - Country", ("address_country",), lambda contact: country_name(contact.address_country)),
        written("Website 1 - Value", "website"),
    ),
    notes=(_("Fax numbers and birthdays without a year are left out."),),
)
