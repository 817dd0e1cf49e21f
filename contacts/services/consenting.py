"""When an import may take an opt-out back: never on the quiet."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from django.db.models import Max
from django.utils import timezone

from contacts.choices import CHANNELS, ConsentState
from contacts.models import Contact
from contacts.texts import normal_text


class ConsentOptions(Protocol):
    @property
    def consent_source(self) -> str: ...
    @property
    def allow_resubscribe(self) -> bool: ...


@dataclass(frozen=True)
class Consent:
    """What a row may change of a contact, and the channels whose opt-out it would lift, and those where it may."""

    changes: dict[str, Any]
    asked: list[str]
    lifted: list[str]


def settle_consent(
    contact: Contact, changes: Mapping[str, Any], dates: Mapping[str, datetime], options: ConsentOptions
) -> Consent:
    """Take out of the changes what would lift an opt-out and may not.

    One is lifted where the operator names the source of the consents and allows it, and the row carries a date
    (``dates``, by channel) that is newer than the opt-out.
    """
    asked = [channel for channel in CHANNELS if _asks_to_lift(contact, channel, changes, dates)]
    lifted = [channel for channel in asked if _may_lift(contact, channel, dates.get(channel), options)]
    columns = {name for channel in asked for name in (f"{channel}_optout_reason", f"{channel}_optout_date")}
    settled = {name: value for name, value in changes.items() if name not in columns}
    if lifted:
        settled |= {f"{channel}_optout_reason": None for channel in lifted}
        settled["consented_at"] = {channel: dates[channel] for channel in lifted}
    return Consent(settled, asked, lifted)


def _asks_to_lift(contact: Contact, channel: str, changes: Mapping[str, Any], dates: Mapping[str, datetime]) -> bool:
    reason = f"{channel}_optout_reason"
    if not getattr(contact, reason):
        return False
    return not normal_text(changes[reason]) if reason in changes else channel in dates


def _may_lift(contact: Contact, channel: str, consented_at: datetime | None, options: ConsentOptions) -> bool:
    if consented_at is None or not options.consent_source.strip() or not options.allow_resubscribe:
        return False
    # A day to come is newer than every opt-out: nobody has consented on it yet.
    return _opted_out_at(contact, channel) < consented_at <= timezone.now()


def _opted_out_at(contact: Contact, channel: str) -> datetime:
    """Give when the contact opted out; of several times that are told since its last consent, the latest.

    So an opt-out cannot be made older first and lifted then. Where none is told, it is when it was last changed.
    """
    events = contact.consent_events.filter(channel=channel)
    consent = events.filter(state=ConsentState.IN).aggregate(last=Max("recorded_at"))["last"]
    since = events.filter(recorded_at__gt=consent) if consent else events
    told = since.filter(state=ConsentState.OUT).aggregate(last=Max("occurred_at"))["last"]
    return max(filter(None, [contact.optout(channel)[1], told]), default=contact.modified_at)
