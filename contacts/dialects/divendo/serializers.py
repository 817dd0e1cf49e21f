"""Divendo's names (contract §2): ``ContactSerializer`` reads them, ``contact_json`` writes them."""

from datetime import UTC, datetime, timedelta
from typing import Any

from django.utils import timezone
from rest_framework import serializers

from contacts.dialects.base import DialectSerializer
from contacts.dialects.fields import Instant, Text, Texts
from contacts.models import Contact
from contacts.phones import normal_number
from contacts.texts import normal_email


class NameSerializer(DialectSerializer):
    title = Text()
    firstname = Text(source="first_name")
    surname = Text(source="last_name")


class AddressSerializer(DialectSerializer):
    addressline1 = Text(source="address_line1")
    addressline2 = Text(source="address_line2")
    addressline3 = Text(source="address_line3")
    towncity = Text(source="address_city")
    stateprovince = Text(source="address_region")
    postalcode = Text(source="address_postcode")
    country = Text(source="address_country")


def _preference(channel: str) -> type[DialectSerializer]:
    fields = {
        "optoutreason": Text(source=f"{channel}_optout_reason"),
        "optoutdate": Instant(source=f"{channel}_optout_date"),
    }
    return type(f"{channel.title()}PreferenceSerializer", (DialectSerializer,), fields)


class PreferencesSerializer(DialectSerializer):
    email = _preference("email")(source="*", required=False)
    post = _preference("post")(source="*", required=False)
    sms = _preference("sms")(source="*", required=False)
    phone = _preference("phone")(source="*", required=False)


class ContactSerializer(DialectSerializer):
    id = serializers.CharField(read_only=True)
    created = serializers.DateTimeField(read_only=True)
    emails = Texts(covers=("email", "more_emails"), normal=normal_email)
    name = NameSerializer(source="*", required=False)
    address = AddressSerializer(source="*", required=False)
    contactnumbers = Texts(source="numbers", covers=("phone", "mobile", "more_numbers"), normal=normal_number)
    customernumber = Text(source="customer_number")
    accountnumber = Text(source="account_number")
    preferences = PreferencesSerializer(source="*", required=False)


def contact_json(contact: Contact) -> dict[str, Any]:
    """Give the contact with the keys, and in the order, of the vendor's examples."""
    return {
        "id": contact.object_id,
        "created": instant_text(contact.created_at),
        "emails": contact.emails,
        "name": {
            "title": contact.title,
            "firstname": contact.first_name,
            "surname": contact.last_name,
        },
        "address": {
            "addressline1": contact.address_line1,
            "addressline2": contact.address_line2,
            "addressline3": contact.address_line3,
            "towncity": contact.address_city,
            "stateprovince": contact.address_region,
            "postalcode": contact.address_postcode,
            "country": contact.address_country,
        },
        "contactnumbers": contact.numbers,
        "customernumber": contact.customer_number,
        "accountnumber": contact.account_number,
        "preferences": preferences_json(contact),
    }


def preferences_json(contact: Contact) -> dict[str, Any]:
    """Give what the contact refuses, by channel."""
    return {
        "email": _preference_json(contact.email_optout_reason, contact.email_optout_date),
        "post": _preference_json(contact.post_optout_reason, contact.post_optout_date),
        "sms": _preference_json(contact.sms_optout_reason, contact.sms_optout_date),
        "phone": _preference_json(contact.phone_optout_reason, contact.phone_optout_date),
    }


def _preference_json(reason: str, date: datetime | None) -> dict[str, Any]:
    return {"optoutreason": reason or None, "optoutdate": date and instant_text(date)}


def instant_text(instant: datetime) -> str:
    """Give the instant in the store's time, with its offset and without trailing zeros (contract §2)."""
    seconds, point, rest = _local(instant).isoformat().partition(".")
    return f"{seconds}.{rest[:6].rstrip('0')}{rest[6:]}" if point else seconds


def _local(instant: datetime) -> datetime:
    try:
        local = timezone.localtime(instant)
    except OverflowError:
        return instant.astimezone(UTC)
    # Before the railways clocks differed by odd seconds, which no offset of ISO 8601 can say.
    has_odd_seconds = (local.utcoffset() or timedelta()) % timedelta(minutes=1)
    return instant.astimezone(UTC) if has_odd_seconds else local
