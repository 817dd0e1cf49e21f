"""What a contact has said to being reached: channel by channel, now or as of a day, and the ledger behind it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.http import HttpRequest
from django.template.defaultfilters import date as date_text
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from contacts.choices import Channel, ConsentState
from contacts.models import ConsentEvent, Contact
from contacts.times import end_of, read_day

_EVENTS_SHOWN = 20
_ICONS = {Channel.EMAIL: "mail", Channel.POST: "mailbox", Channel.SMS: "message", Channel.PHONE: "phone"}


@dataclass(frozen=True)
class ChannelState:
    """A channel: whether it is closed, since when (``None``: nobody knows), why, and what the ledger says."""

    channel: Channel
    is_out: bool
    reason: str
    since: datetime | None
    event: ConsentEvent | None

    @property
    def icon(self) -> str:
        return icon_of(self.channel, self.is_out)

    @property
    def teller(self) -> str:
        return who_of(self.event) if self.event else ""


def icon_of(channel: str, is_out: bool) -> str:
    return f"{_ICONS[Channel(channel)]}-off" if is_out else _ICONS[Channel(channel)]


class Ledger:
    """The consent of a contact. Two queries, however long the ledger is."""

    def __init__(self, contact: Contact, request: HttpRequest):
        self.contact, self.asked_day = contact, request.GET.get("as_of", "")

    @cached_property
    def day(self) -> date | None:
        """Give the day that is asked for; ``None`` is today, and what is no day."""
        try:
            return read_day(self.asked_day)
        except ValueError:
            return None

    @cached_property
    def is_before_contact(self) -> bool:
        return self.day is not None and end_of(self.day) < self.contact.created_at

    @cached_property
    def channels(self) -> list[ChannelState]:
        events = self.contact.consent_events.select_related("by")
        if self.day:
            events = events.filter(occurred_at__lte=end_of(self.day))
        latest = {event.channel: event for event in events.latest_of_channels()}
        tell = self._state_then if self.day else self._state_now
        return [tell(channel, latest.get(channel)) for channel in Channel]

    def _state_now(self, channel: Channel, event: ConsentEvent | None) -> ChannelState:
        reason, since = self.contact.optout(channel)
        return ChannelState(channel, bool(reason), reason, since or (event.occurred_at if event else None), event)

    def _state_then(self, channel: Channel, event: ConsentEvent | None) -> ChannelState:
        if event is None:
            return ChannelState(channel, False, "", None, None)
        return ChannelState(channel, event.state == ConsentState.OUT, event.reason, event.occurred_at, event)

    @cached_property
    def _events(self) -> list[ConsentEvent]:
        events = self.contact.consent_events.select_related("by").order_by("-recorded_at", "-pk")
        return list(events[: _EVENTS_SHOWN + 1])

    @property
    def sentences(self) -> list[str]:
        """Give the latest events in words."""
        return [sentence_of(event) for event in self._events[:_EVENTS_SHOWN]]

    @property
    def has_more(self) -> bool:
        return len(self._events) > _EVENTS_SHOWN


def sentence_of(event: ConsentEvent, *, is_signed: bool = True) -> str:
    """Give the event in words: SMS: opted out 15 June 2017, reason optout, by Divendo API."""
    return ", ".join(filter(None, _parts_of(event, is_signed)))


def _parts_of(event: ConsentEvent, is_signed: bool) -> Iterator[str]:
    facts: dict[str, Any] = {"channel": event.get_channel_display(), "day": day_text(event.occurred_at)}
    is_out = event.state == ConsentState.OUT
    yield (_("%(channel)s: opted out %(day)s") if is_out else _("%(channel)s: opted in %(day)s")) % facts
    yield _("reason %(reason)s") % {"reason": event.reason} if event.reason else ""
    yield _("source %(source)s") % {"source": event.source} if event.source else ""
    yield _("by %(who)s") % {"who": who_of(event)} if is_signed else ""
    if day_text(event.recorded_at) != day_text(event.occurred_at):
        yield _("taken down %(day)s") % {"day": day_text(event.recorded_at)}


def who_of(event: ConsentEvent) -> str:
    """Give the person, and the face through which it came."""
    return f"{event.by} ({event.get_via_display()})" if event.by else str(event.get_via_display())


def day_text(instant: datetime) -> str:
    return date_text(timezone.localtime(instant), "DATE_FORMAT")


def status_of(contact: Contact) -> list[str]:
    """Give the channels that the contact has closed, in words, for the line under its name."""
    closed = [str(channel.label) for channel in Channel if contact.optout(channel)[0]]
    return [capfirst(_("opted out of %(channels)s") % {"channels": ", ".join(closed)})] if closed else []
