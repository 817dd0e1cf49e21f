"""When an import may take an opt-out back: never on the quiet."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from contacts.choices import CHANNELS, ConsentState
from contacts.models import Contact


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
    settled |= {f"{channel}_optout_reason": None for channel in lifted}
    contact.consented_at = {channel: dates[channel] for channel in lifted}
    return Consent(settled, asked, lifted)


def _asks_to_lift(contact: Contact, channel: str, changes: Mapping[str, Any], dates: Mapping[str, datetime]) -> bool:
    reason = f"{channel}_optout_reason"
    if not getattr(contact, reason):
        return False
    return not (changes[reason] or "").strip() if reason in changes else channel in dates


def _may_lift(contact: Contact, channel: str, consented_at: datetime | None, options: ConsentOptions) -> bool:
    if consented_at is None or not options.consent_source or not options.allow_resubscribe:
        return False
    return consented_at > _opted_out_at(contact, channel)


def _opted_out_at(contact: Contact, channel: str) -> datetime:
    """Give when the contact opted out: as it was told, else when it was recorded, else when it was last changed."""
    if date := contact.optout(channel)[1]:
        return date
    events = contact.consent_events.filter(channel=channel, state=ConsentState.OUT).order_by("-recorded_at", "-pk")
    return events.values_list("recorded_at", flat=True).first() or contact.modified_at
