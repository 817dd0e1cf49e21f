"""The change log and the ledger of consent, written beside every write."""

from collections.abc import Container
from typing import Any

from django.utils import timezone

from contacts import tracing
from contacts.choices import ChangeKind, Channel, ConsentState
from contacts.models import Change, ConsentEvent, Contact
from contacts.services.authors import Author

_NOT_HELD = {"id", "object_id", "reference_key", "search_text", "version", "created_at", "modified_at"}
# The columns that history holds: what a writer can set. The rest follows from them or counts writes.
HELD_FIELDS = tuple(field.name for field in Contact._meta.concrete_fields if field.name not in _NOT_HELD)

Values = dict[str, Any]


def values_of(contact: Contact) -> Values:
    """Give what history holds of a contact: columns, a picture by its name, tags and grants."""
    values = {name: getattr(contact, name) for name in HELD_FIELDS}
    grants = [{key: row[key] for key in ("reference", "status", "expires")} for row in contact.website_grants]
    return values | {"thumbnail": contact.thumbnail.name or "", "tags": list(contact.tag_names), "grants": grants}


# What a contact is before anything is known of it.
DEFAULTS: Values = values_of(Contact())


def difference(before: Values, after: Values) -> tuple[Values, Values]:
    """Give what stands otherwise, as it was and as it is."""
    changed = [name for name, value in after.items() if before.get(name) != value]
    return {name: before.get(name) for name in changed}, {name: after[name] for name in changed}


def change_of(contact: Contact, kind: ChangeKind, before: Values, after: Values, author: Author) -> Change:
    """Give the unsaved ``Change`` of one write."""
    facts = {key: value for key, value in author.items() if key != "consent_source"}
    return Change(
        contact_id=contact.pk,
        object_id=contact.object_id,
        kind=kind,
        version=contact.version,
        at=contact.modified_at if kind != ChangeKind.DELETED else timezone.now(),
        request_id=tracing.request_id.get(),
        before=before,
        after=after,
        **facts,
    )


def events_of(contact: Contact, changed: Container[str], author: Author) -> list[ConsentEvent]:
    """Give the unsaved consent events of a write that changed these fields."""
    return [
        _event_of(contact, channel, author)
        for channel in Channel.values
        if f"{channel}_optout_reason" in changed or f"{channel}_optout_date" in changed
    ]


def _event_of(contact: Contact, channel: str, author: Author) -> ConsentEvent:
    reason, date = contact.optout(channel)
    return ConsentEvent(
        contact_id=contact.pk,
        channel=channel,
        state=ConsentState.OUT if reason else ConsentState.IN,
        reason=reason,
        occurred_at=date or contact.modified_at,
        recorded_at=contact.modified_at,
        via=author["via"],
        by=author.get("by"),
        source=author.get("consent_source", ""),
    )


def record(contact: Contact, kind: ChangeKind, before: Values, after: Values, author: Author) -> None:
    """Store what a write did: its change, and an event for each channel whose consent it touched."""
    change_of(contact, kind, before, after, author).save(force_insert=True)
    ConsentEvent.objects.bulk_create(events_of(contact, after, author))
