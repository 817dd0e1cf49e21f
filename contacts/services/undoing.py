"""Taking an operation back: what it created goes, what it changed returns, what it deleted comes again.

Nothing that somebody else has done since is touched, and no opt-out is lifted; both are listed instead. An undo is an
operation like any other, so that it can be undone.
"""

from collections.abc import Iterator
from itertools import islice
from typing import Unpack

from django.utils import timezone
from django.utils.translation import gettext as _

from contacts.choices import OperationKind, OperationState
from contacts.models import Change, Leftover, Operation
from contacts.services.authors import Author
from contacts.services.leftovers import forget_leftovers, keep_leftovers
from contacts.services.operations import IsStopped, author_of, finish_operation, never, note_progress
from contacts.services.pictures import writing
from contacts.services.rehearsal import rehearsing
from contacts.services.taking_back import Kept, TakingBack, Tell

__all__ = ["Kept", "NotUndoable", "Tell", "begin_undo", "rehearse_undo", "run_undo", "undo_operation"]

BATCH = 1000
# An undo in one of these states has not come to its end: to undo once more is to go on with it.
_UNFINISHED = (OperationState.RUNNING, OperationState.PAUSED, OperationState.FAILED)


class NotUndoable(Exception):
    """The operation cannot be taken back; the message says why."""


def undo_operation(deed: Operation, tell: Tell, *, dry_run: bool = False, **author: Unpack[Author]) -> Operation:
    """Take the operation back, and give the operation that did so, with its ``counts``.

    ``tell`` is handed all that stays. Batches commit one by one; an undo that was killed is simply called again. An
    operation that still runs is stopped. Raises ``NotUndoable``, and ``GoneOn`` where another process does the same.
    ``dry_run`` leaves nothing behind.
    """
    if dry_run:
        return rehearse_undo(deed, tell, **author)
    undo = begin_undo(deed, **author)
    run_undo(undo, tell=tell)
    return undo


def rehearse_undo(deed: Operation, tell: Tell, *, most: int | None = None, **author: Unpack[Author]) -> Operation:
    """Give what the undo would count, and tell all that would stay, of the ``most`` latest changes; write nothing."""
    _check_undoable(deed)
    undo = _undo_of(deed, author)
    taking_back = TakingBack(deed, undo, author, tell)
    with rehearsing():
        for batch in _batches(deed, most):
            with writing():
                taking_back.take_back(batch)
    return undo


def begin_undo(deed: Operation, **author: Unpack[Author]) -> Operation:
    """Stop the deed where it still runs, and give the undo of it that is not at its end, or a new one, running.

    Raises ``NotUndoable``.
    """
    with writing():
        # Who else begins to undo it at this moment is to find this undo.
        Operation.objects.select_for_update().get(pk=deed.pk)
        _check_undoable(deed)
        _stop(deed)
        undo = deed.undone_by.filter(state__in=_UNFINISHED).order_by("-pk").first() or _undo_of(deed, author)
        undo.state, undo.total_rows = OperationState.RUNNING, deed.changes.count()
        undo.ended_at = undo.oldest = undo.newest = None
        undo.save()
    return undo


def run_undo(undo: Operation, is_stopped: IsStopped = never, tell: Tell | None = None) -> None:
    """Take back what the begun undo undoes, from the latest change on, until it has ended or is told to stop.

    Raises ``GoneOn`` when somebody stops the undo, or another process takes the same back.
    """
    deed = undo.undoes
    assert deed is not None  # noqa: S101  # an undo undoes
    _begin_anew(undo)
    listed: list[Leftover] = []
    taking_back = TakingBack(deed, undo, author_of(undo), _listing(listed, tell))
    for batch in _batches(deed):
        if is_stopped():
            return
        with writing():
            taking_back.take_back(batch)
            keep_leftovers(undo, listed)
            note_progress(undo, len(batch))
        listed.clear()
    _close(deed, undo)


def _check_undoable(deed: Operation) -> None:
    deed.refresh_from_db(fields=["state"])
    if deed.state == OperationState.UNDONE:
        raise NotUndoable(_("This operation is undone already. To have it back, undo its undo."))
    if deed.kind == OperationKind.EXPORT:
        raise NotUndoable(_("An export changes nothing that could be undone."))


def _undo_of(deed: Operation, author: Author) -> Operation:
    undo = Operation(kind=OperationKind.UNDO, undoes=deed)
    undo.via, undo.by, undo.reason = author["via"], author.get("by"), author.get("reason", "")
    return undo


def _stop(deed: Operation) -> None:
    stoppable = (OperationState.RUNNING, OperationState.PAUSED)
    still_running = Operation.objects.filter(pk=deed.pk, state__in=stoppable)
    still_running.update(state=OperationState.FAILED, ended_at=timezone.now())


def _begin_anew(undo: Operation) -> None:
    """All that stays is met, and counted, once more; what is taken back already is passed over as unchanged."""
    # Whoever else is at it has no progress to go on from.
    Operation.objects.filter(pk=undo.pk).update(done_rows=0)
    undo.refresh_from_db()
    undo.counts.pop("kept", None)
    forget_leftovers(undo)


def _listing(listed: list[Leftover], tell: Tell | None) -> Tell:
    def list_kept(kept: Kept) -> None:
        listed.append(Leftover(contact_id=kept.contact_id, field=kept.field, reason=kept.reason))
        if tell:
            tell(kept)

    return list_kept


def _batches(deed: Operation, most: int | None = None) -> Iterator[list[Change]]:
    """Give the operation's changes, the latest first; not many more than ``most``."""
    return islice(_all_batches(deed), most and max(1, most // BATCH))


def _all_batches(deed: Operation) -> Iterator[list[Change]]:
    changes = list(deed.changes.order_by("-pk")[:BATCH])
    while changes:
        yield changes
        changes = list(deed.changes.filter(pk__lt=changes[-1].pk).order_by("-pk")[:BATCH])


def _close(deed: Operation, undo: Operation) -> None:
    with writing():
        if not finish_operation(undo):
            return
        Operation.objects.filter(pk=deed.pk).update(state=OperationState.UNDONE)
        # Who takes back an undo has the operation itself back.
        if deed.undoes_id:
            Operation.objects.filter(pk=deed.undoes_id).update(state=OperationState.DONE)
    deed.refresh_from_db(fields=["state"])
