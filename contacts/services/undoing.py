"""Taking an operation back: what it created goes, what it changed returns, what it deleted comes again.

Nothing that somebody else has done since is touched, and no opt-out is lifted; both are listed instead. An undo is an
operation like any other, so that it can be undone.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from functools import partial
from typing import Any, Unpack

from django.db.models import Max, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from contacts.choices import ChangeKind, OperationKind, OperationState
from contacts.models import Change, Contact, Operation
from contacts.services.authors import Author
from contacts.services.bulk import create_contacts
from contacts.services.bulk_changes import Changed, change_contacts
from contacts.services.bulk_deletes import delete_contacts
from contacts.services.pictures import writing
from contacts.services.rehearsal import rehearsing
from contacts.services.returning import Note, last_state, return_of

BATCH = 1000


class NotUndoable(Exception):
    """The operation cannot be taken back; the message says why."""


@dataclass(frozen=True)
class Kept:
    """Something that stays as it is, and why. ``field`` is "" for a whole contact."""

    contact_id: int
    field: str
    reason: str


Tell = Callable[[Kept], None]


def undo_operation(deed: Operation, tell: Tell, *, dry_run: bool = False, **author: Unpack[Author]) -> Operation:
    """Take the operation back, and give the operation that did so, with its ``counts``.

    ``tell`` is handed all that stays. Batches commit one by one; an undo that was killed is simply called again. An
    import that still runs is stopped. Raises ``NotUndoable``. ``dry_run`` leaves nothing behind.
    """
    _check_undoable(deed)
    undo = _rehearsed_undo(deed, author) if dry_run else _begun_undo(deed, author)
    undoing = _Undo(deed, undo, author if dry_run else {**author, "operation": undo}, tell)
    with rehearsing() if dry_run else nullcontext():
        for batch in _batches(deed):
            with writing():
                undoing.take_back(batch)
                if not dry_run:
                    undo.save(update_fields=["counts"])
        if not dry_run:
            _close(deed, undo)
    return undo


def _check_undoable(deed: Operation) -> None:
    deed.refresh_from_db(fields=["state"])
    if deed.state == OperationState.UNDONE:
        raise NotUndoable(_("This operation is undone already. To have it back, undo its undo."))
    if deed.kind == OperationKind.EXPORT:
        raise NotUndoable(_("An export changes nothing that could be undone."))


def _rehearsed_undo(deed: Operation, author: Author) -> Operation:
    undo = Operation(kind=OperationKind.UNDO, undoes=deed)
    undo.via, undo.by, undo.reason = author["via"], author.get("by"), author.get("reason", "")
    return undo


def _begun_undo(deed: Operation, author: Author) -> Operation:
    """Stop the deed where it still runs, and give the undo that was broken off, or a new one."""
    still_running = Operation.objects.filter(pk=deed.pk, state__in=(OperationState.RUNNING, OperationState.PAUSED))
    still_running.update(state=OperationState.FAILED, ended_at=timezone.now())
    undo = deed.undone_by.filter(state=OperationState.RUNNING).order_by("-pk").first()
    if undo is None:
        undo = _rehearsed_undo(deed, author)
        undo.save(force_insert=True)
    # All that stays is met, and counted, once more.
    undo.counts.pop("kept", None)
    return undo


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
    """Takes back changes of one operation, inside transactions of the caller's."""

    def __init__(self, deed: Operation, undo: Operation, author: Author, tell: Tell):
        self.deed, self.undo, self.author, self.tell = deed, undo, author, tell
        self.kept: set[tuple[int, str]] = set()

    def take_back(self, changes: Sequence[Change]) -> None:
        """Take back each change, the latest of a contact first; count what was done."""
        while changes:
            latest = {change.contact_id: change for change in reversed(changes)}
            self._take_back_latest(latest)
            changes = [change for change in changes if latest[change.contact_id] is not change]

    def _take_back_latest(self, changes: dict[int, Change]) -> None:
        of_kind = {kind: {pk: one for pk, one in changes.items() if one.kind == kind} for kind in ChangeKind}
        self._delete(of_kind[ChangeKind.CREATED])
        self._revert(of_kind[ChangeKind.CHANGED])
        self._restore(of_kind[ChangeKind.DELETED])

    def _delete(self, changes: dict[int, Change]) -> None:
        contacts = Contact.objects.filter(pk__in=changes)
        # Nobody writes to them between our looking and their going.
        there = set(contacts.select_for_update().order_by("pk").values_list("pk", flat=True))
        touched = self._touched_since(changes) & there
        for pk in sorted(touched):
            self._keep(pk, "", _("It has been changed since: delete it by hand if it is to go."))
        self._count("deleted", len(delete_contacts(there - touched, **self.author)))
        for pk in contacts.exclude(pk__in=touched).values_list("pk", flat=True):
            self._keep(pk, "", _("The headquarters stays: there must be one."))

    def _touched_since(self, changes: dict[int, Change]) -> set[int]:
        """Give the contacts that somebody else has written to after the operation did, and not taken that back.

        What a rehearsal writes has keys below all others, and so is never later.
        """
        own = Operation.objects.filter(Q(pk=self.deed.pk) | Q(undoes=self.deed))
        others = Change.objects.filter(contact__in=changes).exclude(operation__in=own.values("pk"))
        lasting = others.exclude(operation__state=OperationState.UNDONE)
        lasting = lasting.exclude(operation__undoes__state=OperationState.UNDONE)
        latest = lasting.order_by().values_list("contact").annotate(Max("pk"))
        return {contact_id for contact_id, pk in latest if pk > changes[contact_id].pk}

    def _revert(self, changes: dict[int, Change]) -> None:
        kept: dict[int, list[Note]] = {}
        wanted = {pk: partial(_noted_return, change, kept) for pk, change in changes.items()}
        outcomes = change_contacts(wanted, **self.author) if wanted else {}
        for pk in changes:
            outcome = outcomes.get(pk)
            if isinstance(outcome, Changed):
                self._count("reverted", outcome.is_changed)
                self._keep_fields(pk, kept[pk])
            elif outcome is None:
                self._keep(pk, "", _("It has been deleted since."))
            else:
                self._keep_fields(pk, [(name, " ".join(words)) for name, words in outcome.message_dict.items()])

    def _restore(self, changes: dict[int, Change]) -> None:
        there = set(Contact.objects.filter(pk__in=changes).values_list("pk", flat=True))
        missing = [change for pk, change in changes.items() if pk not in there]
        for change, outcome in zip(missing, create_contacts(map(last_state, missing), **self.author), strict=True):
            if isinstance(outcome, Contact):
                self._count("restored", 1)
            else:
                self._keep(change.contact_id, "", " ".join(outcome.messages))

    def _count(self, word: str, number: int) -> None:
        if number:
            self.undo.counts[word] = self.undo.counts.get(word, 0) + number

    def _keep_fields(self, pk: int, fields: Iterable[Note]) -> None:
        for name, reason in fields:
            self._keep(pk, name, reason)

    def _keep(self, pk: int, field: str, reason: str) -> None:
        """Tell of it, once however often the operation has changed it."""
        if (pk, field) not in self.kept:
            self.kept.add((pk, field))
            self._count("kept", 1)
            self.tell(Kept(pk, field, reason))


def _noted_return(change: Change, kept: dict[int, list[Note]], contact: Contact) -> dict[str, Any]:
    returning, kept[contact.pk] = return_of(change, contact)
    return returning
