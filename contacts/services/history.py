"""The change log and the ledger of consent, written beside every write."""

import json
from collections.abc import Callable, Container, Iterable, Iterator
from itertools import chain
from operator import itemgetter
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from contacts import tracing
from contacts.choices import CHANNELS, ChangeKind, ConsentState
from contacts.models import Change, ConsentEvent, Contact
from contacts.models.history import ExactJSONEncoder
from contacts.services.authors import Author
from contacts.services.extras import Grant
from contacts.services.inserting import Facts, Part, insert_in_turn

_NOT_HELD = {"id", "object_id", "reference_key", "search_text", "version", "created_at", "created_via", "modified_at"}
# The columns that history holds: what a writer can set. The rest follows from them or counts writes.
HELD_FIELDS = tuple(field.name for field in Contact._meta.concrete_fields if field.name not in _NOT_HELD)

_held = itemgetter(*HELD_FIELDS)

Values = dict[str, Any]


def values_of(contact: Contact) -> Values:
    """Give what history holds of a contact: columns, a picture by its name, tags and grants."""
    # Read past the attributes, of which that of the picture makes an object.
    values = dict(zip(HELD_FIELDS, _held(vars(contact)), strict=True))
    values["thumbnail"] = str(values["thumbnail"] or "")
    values["tags"] = list(contact.tag_names)
    values["grants"] = [{key: row[key] for key in ("reference", "status", "expires")} for row in contact.website_grants]
    return values


# What a contact is before anything is known of it.
DEFAULTS: Values = values_of(Contact())


def first_values_of(contact: Contact) -> Values:
    """Give what history holds of a contact that comes: all that sets it apart from one of which nothing is known."""
    return {name: value for name, value in values_of(contact).items() if value != DEFAULTS[name]}


def last_values_of(contact: Contact) -> Values:
    """Give what history holds of a contact that goes: enough to make it again as it was."""
    origin = {"created_at": contact.created_at, "created_via": contact.created_via}
    return first_values_of(contact) | origin


def written(values: Values) -> Values:
    """Give the values as a ``Change`` holds them once it is stored."""
    return json.loads(json.dumps(values, cls=ExactJSONEncoder))


def restored(values: Values) -> Values:
    """Give values that a stored ``Change`` holds as the door takes them."""
    return {name: _RESTORERS.get(name, _same)(value) for name, value in values.items()}


def _same(value: Any) -> Any:
    return value


def _grants(rows: list[dict[str, Any]]) -> list[Grant]:
    return [Grant(row["reference"], row["status"], row["expires"] and parse_datetime(row["expires"])) for row in rows]


def _day_or_instant(field: models.Field) -> Callable[[Any], Any]:
    return lambda value: field.to_python(value) if value else None


_RESTORERS: dict[str, Callable[[Any], Any]] = {
    field.name: _day_or_instant(field) for field in Contact._meta.concrete_fields if isinstance(field, models.DateField)
} | {"grants": _grants}


def difference(before: Values, after: Values) -> tuple[Values, Values]:
    """Give what stands otherwise, as it was and as it is."""
    changed = [name for name, value in after.items() if before.get(name) != value]
    return {name: before.get(name) for name in changed}, {name: after[name] for name in changed}


def _change_facts(contact: Contact, kind: ChangeKind, before: Values, after: Values, author: Author) -> Facts:
    """Give the columns of the ``Change`` of one write."""
    return {
        "contact_id": contact.pk,
        "object_id": contact.object_id,
        "kind": kind,
        "version": contact.version,
        "at": contact.modified_at if kind != ChangeKind.DELETED else timezone.now(),
        "via": author["via"],
        "by_id": _key_of(author.get("by")),
        "client_id": _key_of(author.get("client")),
        "operation_id": _key_of(author.get("operation")),
        "reason": author.get("reason", ""),
        "request_id": tracing.request_id.get(),
        "before": before,
        "after": after,
    }


def _key_of(row: models.Model | None) -> Any:
    return row and row.pk


def _events_facts(contact: Contact, changed: Container[str], author: Author) -> list[Facts]:
    """Give the columns of the consent events of a write that changed these fields."""
    return [
        _event_facts(contact, channel, author)
        for channel in CHANNELS
        if f"{channel}_optout_reason" in changed or f"{channel}_optout_date" in changed
    ]


def _event_facts(contact: Contact, channel: str, author: Author) -> Facts:
    reason, date = contact.optout(channel)
    return {
        "contact_id": contact.pk,
        "channel": channel,
        "state": ConsentState.OUT if reason else ConsentState.IN,
        "reason": reason,
        "occurred_at": date or contact.consented_at.get(channel) or contact.modified_at,
        "recorded_at": contact.modified_at,
        "via": author["via"],
        "by_id": _key_of(author.get("by")),
        "source": author.get("consent_source", ""),
    }


def record(contact: Contact, kind: ChangeKind, before: Values, after: Values, author: Author) -> None:
    """Store what a write did: its change, and an event for each channel whose consent it touched."""
    record_many(kind, [(contact, before, after)], author)


def record_many(kind: ChangeKind, writes: Iterable[tuple[Contact, Values, Values]], author: Author) -> None:
    """Store what writes of one kind did to several contacts: each with what it changed, before and after."""
    insert_in_turn(records_of(kind, writes, author))


def records_of(kind: ChangeKind, writes: Iterable[tuple[Contact, Values, Values]], author: Author) -> Iterator[Part]:
    """Give what ``record_many`` inserts, for a writer who has something to insert before it."""
    writes = list(writes)
    yield Change, [_change_facts(contact, kind, before, after, author) for contact, before, after in writes]
    events = (_events_facts(contact, after, author) for contact, _before, after in writes)
    yield ConsentEvent, list(chain.from_iterable(events))
