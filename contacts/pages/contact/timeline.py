"""All that has happened to a contact as one list, the latest first: changes, notes and consent."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.core import signing
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest
from django.utils.functional import cached_property
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from contacts.choices import CHANNELS, ConsentState
from contacts.differences import Difference, differences_of
from contacts.models import Change, Contact
from contacts.pages.contact.ledger import icon_of, sentence_of

PAGE_SIZE = 20
# What can stand in it. Of what happened in one instant the first of these is shown first.
KINDS = {"note": _("Notes"), "consent": _("Consent"), "change": _("Changes")}
_CONSENT_FIELDS = {f"{channel}_optout_{part}" for channel in CHANNELS for part in ("reason", "date")}
_SALT = "contacts.timeline"


@dataclass(frozen=True)
class Entry:
    kind: str
    at: datetime
    row: Any
    # The change that an event of consent came with, where it was of nothing else.
    change: Change | None = None

    @property
    def place(self) -> tuple[datetime, int, int]:
        """Give what orders the entries; the later stands first."""
        return self.at, -list(KINDS).index(self.kind), self.row.pk

    @cached_property
    def differences(self) -> list[Difference]:
        return differences_of(self.row)

    @property
    def only(self) -> Difference | None:
        """Give the one difference of a change that has one, each of its sides in one line."""
        if len(self.differences) != 1:
            return None
        found = self.differences[0]
        return replace(found, before=_in_one_line(found.before), after=_in_one_line(found.after))

    @property
    def sentence(self) -> str:
        return sentence_of(self.row, is_signed=self.change is None)

    @property
    def icon(self) -> str:
        return icon_of(self.row.channel, self.row.state == ConsentState.OUT)

    @property
    def is_about_consent_alone(self) -> bool:
        return self.kind == "change" and _CONSENT_FIELDS.issuperset(self.row.after)


def _changes(contact: Contact) -> QuerySet:
    return contact.changes.select_related("by", "client", "operation")


def _notes(contact: Contact) -> QuerySet:
    return contact.notes.select_related("by")


def _consent(contact: Contact) -> QuerySet:
    return contact.consent_events.select_related("by")


# Where the entries of each kind are kept, and the column that says when they happened.
_SOURCES = {"note": (_notes, "at"), "consent": (_consent, "recorded_at"), "change": (_changes, "at")}


class Timeline:
    """A page of the list, narrowed to one kind or not. A query for each kind, however long the list is."""

    def __init__(self, contact: Contact, request: HttpRequest):
        self.contact, self._query = contact, request.GET
        self.kind = self._query.get("kind", "")
        self._before = _place(self._query.get("before", ""))
        self.is_first_page = self._before is None

    @cached_property
    def _found(self) -> list[Entry]:
        kinds = [self.kind] if self.kind in KINDS else list(KINDS)
        entries = [entry for kind in kinds for entry in self._entries_of(kind)]
        return sorted(entries, key=lambda entry: entry.place, reverse=True)[: PAGE_SIZE + 1]

    def _entries_of(self, kind: str) -> Iterator[Entry]:
        read, when = _SOURCES[kind]
        rows = read(self.contact)
        if self._before:
            rows = rows.filter(_earlier(kind, when, *self._before))
        for row in rows.order_by(f"-{when}", "-pk")[: PAGE_SIZE + 1]:
            yield Entry(kind, getattr(row, when), row)

    @cached_property
    def entries(self) -> list[Entry]:
        """Give them as they are shown: an event and the change that tells the same stand as one."""
        return list(_folded(self._found[:PAGE_SIZE]))

    @property
    def older(self) -> str:
        """Give the query of the page after this one, "" at the end."""
        if len(self._found) <= PAGE_SIZE:
            return ""
        at, rank, pk = self._found[PAGE_SIZE - 1].place
        return self._address(kind=self.kind, before=signing.dumps([at.isoformat(), rank, pk], salt=_SALT))

    @property
    def choices(self) -> Iterator[tuple[str, Any, bool]]:
        """Give the kinds that the list can be narrowed to: the query, the name, and whether it is the one."""
        for kind, label in {"": _("All"), **KINDS}.items():
            yield self._address(kind=kind), label, kind == (self.kind if self.kind in KINDS else "")

    def _address(self, **wanted: str) -> str:
        query = {"from": self._query.get("from", ""), **wanted}
        return f"?{urlencode({name: value for name, value in query.items() if value})}"


def _in_one_line(text: str) -> str:
    return ", ".join(text.splitlines())


def _folded(entries: list[Entry]) -> Iterator[Entry]:
    told = {entry.at for entry in entries if entry.kind == "consent"}
    doubles = {entry.at: entry.row for entry in entries if entry.at in told and entry.is_about_consent_alone}
    left_out = {change.pk for change in doubles.values()}
    for entry in entries:
        if entry.kind == "consent":
            yield replace(entry, change=doubles.pop(entry.at, None))
        elif entry.kind != "change" or entry.row.pk not in left_out:
            yield entry


def _place(cursor: str) -> tuple[datetime, int, int] | None:
    if not cursor:
        return None
    try:
        at, rank, pk = signing.loads(cursor, salt=_SALT)
    except signing.BadSignature as error:
        raise Http404 from error
    return datetime.fromisoformat(at), rank, pk


def _earlier(kind: str, when: str, at: datetime, rank: int, pk: int) -> Q:
    """Give what is further down the list than the place of an entry."""
    own_rank = -list(KINDS).index(kind)
    if own_rank == rank:
        return Q(**{f"{when}__lt": at}) | Q(**{when: at, "pk__lt": pk})
    return Q(**{f"{when}__lte" if own_rank < rank else f"{when}__lt": at})
