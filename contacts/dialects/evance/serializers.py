"""Evance's names (contract §3): ``ContactSerializer`` reads them, ``contact_json`` writes them."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import cache
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override
from django_countries import countries

from contacts.choices import ContactType
from contacts.dialects.base import Changes, DialectSerializer
from contacts.dialects.evance.fields import AccessRoles, Password
from contacts.dialects.faults import Fault, Path
from contacts.dialects.fields import Day, Flag, Text, Texts
from contacts.models import Contact
from contacts.texts import normal_text

CONTENT_URI = "~/content/"


class AddressSerializer(DialectSerializer):
    title = Text(source="address_title")
    firstname = Text(source="address_first_name")
    lastname = Text(source="address_last_name")
    company = Text(source="address_company")
    line1 = Text(source="address_line1")
    line2 = Text(source="address_line2")
    line3 = Text(source="address_line3")
    city = Text(source="address_city")
    region = Text(source="address_region")
    countryCode = Text(source="address_country")
    zip = Text(source="address_postcode")


class TagsSerializer(DialectSerializer):
    """Tag types with their values: contacts have one type (contract §3)."""

    contact = Texts(source="tags", normal=normal_text)

    def read(self, data: Any, path: Path = ()) -> tuple[Changes, list[Fault]]:
        changes, faults = super().read(data, path)
        message = _("Contacts have no such tags: give them under “contact”.")
        others = [name for name in data if name not in self.fields] if isinstance(data, dict) else []
        return changes, faults + [Fault((*path, name), "not-found", message) for name in others]


class ContactSerializer(DialectSerializer):
    firstname = Text(source="first_name")
    lastname = Text(source="last_name")
    company = Text()
    registeredNumber = Text(source="registered_number")
    taxNumber = Text(source="tax_number")
    position = Text()
    phone = Text()
    mobile = Text()
    email = Text()
    username = Text()
    website = Text()
    # It may be the picture itself.
    thumbnail = Text(max_length=None)
    biography = Text()
    department = Text()
    division = Text()
    reference = Text()
    dateOfBirth = Day(source="date_of_birth")
    startDate = Day(source="start_date")
    leaveDate = Day(source="leave_date")
    # The vendor wants it in each request, also where nothing else of it changes.
    type = Text(required=True)
    password = Password(source="raw_password", write_only=True)
    invite = Flag(source="is_invited", write_only=True)
    address = AddressSerializer(source="*", required=False)
    accessRoles = AccessRoles(source="grants")
    tags = TagsSerializer(source="*", required=False)


def contact_json(contact: Contact, absolute: Callable[[str], str]) -> dict[str, Any]:
    """Give the contact with the keys, and in the order, of the contract; ``absolute`` completes an address."""
    return {
        "id": contact.pk,
        "firstname": contact.first_name,
        "lastname": contact.last_name,
        "company": contact.company,
        "registeredNumber": contact.registered_number,
        "taxNumber": contact.tax_number,
        "position": contact.position,
        "phone": contact.phone,
        "mobile": contact.mobile,
        "email": contact.email,
        "username": contact.username,
        "website": contact.website,
        "thumbnail": absolute(contact.thumbnail.url) if contact.thumbnail else None,
        "biography": contact.biography,
        "department": contact.department,
        "division": contact.division,
        "reference": contact.reference,
        "dateOfBirth": _day_text(contact.date_of_birth),
        "startDate": _day_text(contact.start_date),
        "leaveDate": _day_text(contact.leave_date),
        "isUser": contact.type == ContactType.USER,
        "isGuest": contact.type == ContactType.GUEST,
        "isBranch": contact.type == ContactType.BRANCH,
        "isHQ": contact.type == ContactType.HQ,
        "isRecipient": contact.type == ContactType.RECIPIENT,
        "isSupplier": contact.type == ContactType.SUPPLIER,
        "type": str(contact.type),
        "hasPassword": bool(contact.password),
        "created": instant_text(contact.created_at),
        "address": address_json(contact) if contact.has_address else None,
        "accessRoles": {grant["reference"]: _grant_json(grant) for grant in contact.website_grants},
        "tags": {"contact": list(contact.tag_names)},
    }


def address_json(contact: Contact) -> dict[str, Any]:
    """Give the primary address; names and company that it has not of its own are the contact's."""
    return {
        "id": contact.pk,
        "title": contact.address_title,
        "firstname": contact.address_first_name or contact.first_name,
        "lastname": contact.address_last_name or contact.last_name,
        "company": contact.address_company or contact.company,
        "line1": contact.address_line1,
        "line2": contact.address_line2,
        "line3": contact.address_line3,
        "city": contact.address_city,
        "region": contact.address_region,
        "country": _country_names().get(contact.address_country, ""),
        "countryCode": contact.address_country,
        "zip": contact.address_postcode,
        "latitude": None,
        "longitude": None,
        "isPrimary": True,
    }


@cache
def _country_names() -> dict[str, str]:
    # The vendor writes them in English, whatever language the client would rather read.
    with override("en"):
        return dict(countries)


def _grant_json(grant: dict[str, Any]) -> dict[str, Any]:
    return {
        "name": grant["name"],
        "reference": grant["reference"],
        "status": grant["status"],
        "expires": grant["expires"] and instant_text(grant["expires"]),
    }


def _day_text(day: date | None) -> str | None:
    return day.isoformat() if day else None


def instant_text(instant: datetime) -> str:
    """Give the instant as ATOM in UTC (contract §3)."""
    return instant.astimezone(UTC).isoformat(timespec="seconds")
