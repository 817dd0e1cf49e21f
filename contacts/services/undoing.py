"""Taking an operation back: what it created goes, what it changed returns, what it deleted comes again.

Nothing that somebody else has done since is touched, and no opt-out is lifted; both are listed instead. An undo is an
operation like any other, so that it can be undone.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from functools import partial
from typing import Any, Unpack

from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from contacts.choices import ChangeKind, OperationKind, OperationState
from contacts.models import Change, Contact, Operation
from contacts.services.authors import Author
from contacts.services.bulk import create_contacts
from contacts.services.bulk_changes import Changed, change_contacts
from contacts.services.bulk_deletes import delete_contacts
from contacts.services.history import restored, values_of, written
from contacts.services.pictures import writing
from contacts.services.rehearsal import rehearsing

BATCH = 1000


class NotUndoable(Exception):
    """The operation cannot be taken back now; the message says why."""


@dataclass(frozen=True)
class Kept:
    """Something that stays as it is, and why. ``field`` is "" for a whole contact."""

    contact_id: int
    field: str
    reason: str


Tell = Callable[[Kept], None]


def undo_operation(deed: Operation, tell: Tell, *, dry_run: bool = False, **author: Unpack[Author]) -> Operation:
    """Take the operation back, and give the operation that did so, with its ``counts``.

    ``tell`` is handed all that stays. Batches commit one by one; an undo that was killed is simply called again.
    Raises ``NotUndoable`` for an operation that still runs or is undone already. ``dry_run`` leaves nothing behind.
    """
    _check_undoable(deed)
    undo = Operation(kind=OperationKind.UNDO, undoes=deed, via=author["via"], by=author.get("by"))
    undo.reason = author.get("reason", "")
    # What a rehearsal writes itself is nobody else's doing.
    last = Change.objects.aggregate(last=Max("pk"))["last"] if dry_run else None
    if not dry_run:
        undo.save(force_insert=True)
        author["operation"] = undo
    with rehearsing() if dry_run else nullcontext():
        for batch in _batches(deed):
            with writing():
                undo.counts = dict(Counter(undo.counts) + _Undo(deed, undo, last, author, tell).take_back(batch))
        if not dry_run:
            _close(deed, undo)
    return undo


def _check_undoable(deed: Operation) -> None:
    if deed.state == OperationState.UNDONE:
        raise NotUndoable(_("This operation is undone already. To have it back, undo its undo."))
    if deed.kind == OperationKind.EXPORT:
        raise NotUndoable(_("An export changes nothing that could be undone."))


def _close(deed: Operation, undo: Operation) -> None:
    now = timezone.now()
    undo.state, undo.ended_at = OperationState.DONE, now
    undo.save(update_fields=["state", "ended_at", "counts"])
    deed.state = OperationState.UNDONE
    deed.save(update_fields=["state"])
    # Who takes back an undo has the operation itself back.
    if deed.undoes_id:
        Operation.objects.filter(pk=deed.undoes_id).update(state=OperationState.DONE)


def _batches(deed: Operation) -> Iterator[list[Change]]:
    """Give the operation's changes, the latest first."""
    changes = list(deed.changes.order_by("-pk")[:BATCH])
    while changes:
        yield changes
        changes = list(deed.changes.filter(pk__lt=changes[-1].pk).order_by("-pk")[:BATCH])


class _Undo:
    """Takes back changes of one operation, inside a transaction of the caller's."""

    def __init__(self, deed: Operation, undo: Operation, last: int | None, author: Author, tell: Tell):
        self.deed, self.undo, self.last, self.author, self.tell = deed, undo, last, author, tell
        self.counts: Counter[str] = Counter()

    def take_back(self, changes: Sequence[Change]) -> Counter[str]:
        """Take back each change, the latest of a contact first; count what was done."""
        while changes:
            latest = {change.contact_id: change for change in reversed(changes)}
            self._take_back_latest(latest)
            changes = [change for change in changes if latest[change.contact_id] is not change]
        return self.counts

    def _take_back_latest(self, changes: dict[int, Change]) -> None:
        of_kind = {kind: {pk: one for pk, one in changes.items() if one.kind == kind} for kind in ChangeKind}
        self._delete(of_kind[ChangeKind.CREATED])
        self._revert(of_kind[ChangeKind.CHANGED])
        self._restore(of_kind[ChangeKind.DELETED])

    def _delete(self, changes: dict[int, Change]) -> None:
        touched = self._touched_since(changes)
        for pk in touched:
            self._keep(pk, "", _("It has been changed since: delete it by hand if it is to go."))
        self.counts["deleted"] += len(delete_contacts(changes.keys() - touched, **self.author))

    def _touched_since(self, changes: dict[int, Change]) -> set[int]:
        """Give the contacts that somebody else has written to after the operation did, and not taken that back."""
        own = [pk for pk in (self.deed.pk, self.undo.pk) if pk]
        others = Change.objects.filter(contact__in=changes).exclude(operation__in=own)
        lasting = others.exclude(operation__state=OperationState.UNDONE)
        lasting = lasting.exclude(operation__undoes__state=OperationState.UNDONE)
        if self.last is not None:
            lasting = lasting.filter(pk__lte=self.last)
        latest = lasting.order_by().values_list("contact").annotate(Max("pk"))
        return {contact_id for contact_id, pk in latest if pk > changes[contact_id].pk}

    def _revert(self, changes: dict[int, Change]) -> None:
        kept: dict[int, list[tuple[str, str]]] = {}
        wanted = {pk: partial(_return_of, change, kept) for pk, change in changes.items()}
        for pk, outcome in (change_contacts(wanted, **self.author) if wanted else {}).items():
            if isinstance(outcome, Changed):
                self.counts["reverted"] += outcome.is_changed
                self._keep_fields(pk, kept[pk])
            else:
                self._keep_fields(pk, [(name, " ".join(words)) for name, words in outcome.message_dict.items()])

    def _keep_fields(self, pk: int, fields: list[tuple[str, str]]) -> None:
        for name, reason in fields:
            self._keep(pk, name, reason)

    def _restore(self, changes: dict[int, Change]) -> None:
        there = set(Contact.objects.filter(pk__in=changes).values_list("pk", flat=True))
        missing = [change for pk, change in changes.items() if pk not in there]
        for change, outcome in zip(missing, create_contacts(map(_last_state, missing), **self.author), strict=True):
            if isinstance(outcome, Contact):
                self.counts["restored"] += 1
            else:
                self._keep(change.contact_id, "", " ".join(outcome.messages))

    def _keep(self, pk: int, field: str, reason: str) -> None:
        self.counts["kept"] += 1
        self.tell(Kept(pk, field, reason))


def _last_state(change: Change) -> dict[str, Any]:
    identity = {"id": change.contact_id, "object_id": change.object_id, "version": change.version + 1}
    return restored(change.before) | identity


def _return_of(change: Change, kept: dict[int, list[tuple[str, str]]], contact: Contact) -> dict[str, Any]:
    """Give what brings back the fields that nobody has changed since; note in ``kept`` why the others stay."""
    now = written(values_of(contact))
    kept[contact.pk] = notes = []
    returning = {}
    for name, before in change.before.items():
        if now[name] != change.after[name]:
            if now[name] != before:
                notes.append((name, _("It has been changed since.")))
        elif name.endswith("_optout_reason") and not before:
            notes.append((name, _("An opt-out stays.")))
        else:
            returning[name] = before
    for name, _reason in notes:
        returning.pop(name.replace("_optout_reason", "_optout_date"), None)
    return restored(returning)
