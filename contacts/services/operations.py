"""Deeds that touch many contacts: each leaves an ``Operation`` that its changes point to.

One that runs in the background commits batch by batch, and each batch notes the progress in its own transaction. So
it can be paused, cancelled, killed and begun again at any time, and two processes at the same deed do it once.
"""

from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from typing import Unpack

from django.db.models import Max, Min
from django.utils import timezone

from contacts.choices import OperationKind, OperationState
from contacts.models import Contact, Operation
from contacts.services.authors import Author

IsStopped = Callable[[], bool]


class GoneOn(Exception):
    """Another process goes on with this operation, or it is over: this one has written nothing more."""


class Halted(GoneOn):
    """Somebody has paused or cancelled the operation: its whole batches stay, and nothing more was written."""


def never() -> bool:
    """Nobody stops this process before its work is done."""
    return False


@contextmanager
def operation(kind: OperationKind, **author: Unpack[Author]) -> Iterator[Operation]:
    """Give a running operation for the block to count on (``counts``) and to describe (file and ``options``).

    It is done when the block ends, and failed when an exception leaves the block; the counts are stored either way.
    """
    deed = Operation(kind=kind, via=author["via"], by=author.get("by"), reason=author.get("reason", ""))
    deed.save(force_insert=True)
    try:
        yield deed
        deed.state = OperationState.DONE
    except BaseException:
        deed.state = OperationState.FAILED
        raise
    finally:
        deed.ended_at = timezone.now()
        deed.save(update_fields=["state", "source", "fingerprint", "options", "counts", "ended_at"])
        note_ages(deed)


def author_of(deed: Operation) -> Author:
    """Give who writes where an operation goes on: whoever began it."""
    return {"via": deed.via, "by": deed.by, "reason": deed.reason, "operation": deed}  # type: ignore[typeddict-item]


def note_progress(deed: Operation, rows: int) -> None:
    """Count rows as dealt with, and keep ``counts`` and ``options``, in the transaction that has dealt with them.

    Raises ``GoneOn`` where the operation is over, or another process has dealt with the rows, and ``Halted``.
    """
    mine = Operation.objects.filter(pk=deed.pk, done_rows=deed.done_rows, state=OperationState.RUNNING)
    deed.done_rows += rows
    if not mine.update(done_rows=deed.done_rows, counts=deed.counts, options=deed.options):
        raise what_stopped(deed)


def what_stopped(deed: Operation) -> GoneOn:
    """Give why the operation is not this process's any more."""
    deed.refresh_from_db(fields=["state"])
    return Halted() if deed.state in (OperationState.PAUSED, OperationState.CANCELLED) else GoneOn()


def finish_operation(deed: Operation, state: OperationState = OperationState.DONE) -> bool:
    """Close the operation; tell whether it still ran."""
    if is_closed := _move(deed, state, {OperationState.RUNNING}):
        note_ages(deed)
    return is_closed


def pause_operation(deed: Operation) -> bool:
    """Let the operation rest after the batch that it is at; tell whether it ran."""
    return deed.can_pause and _move(deed, OperationState.PAUSED, {OperationState.RUNNING})


def cancel_operation(deed: Operation) -> bool:
    """End the operation after the batch that it is at. What it has done stays, and can be undone.

    Who asks for it also sees that ``note_ages`` is called: among very many contacts it takes a while.
    """
    return deed.can_cancel and _move(deed, OperationState.CANCELLED, {OperationState.RUNNING, OperationState.PAUSED})


def resume_operation(deed: Operation) -> bool:
    """Make the operation run again where it rested or failed; who asks for it also sees that somebody does it."""
    return deed.can_resume and _move(deed, OperationState.RUNNING, {OperationState.PAUSED, OperationState.FAILED})


def _move(deed: Operation, state: OperationState, whence: Collection[OperationState]) -> bool:
    ended_at = None if state in (OperationState.RUNNING, OperationState.PAUSED) else timezone.now()
    meant = Operation.objects.filter(pk=deed.pk, state__in=whence)
    moved = meant.update(state=state, ended_at=ended_at, oldest=None, newest=None)
    deed.refresh_from_db(fields=["state", "ended_at", "oldest", "newest"])
    return bool(moved)


def note_ages(deed: Operation) -> None:
    """Keep when the oldest and the newest of the contacts were made that the ended operation has touched.

    They are asked for once it has ended: until then a batch that is under way may commit after the question. Until
    they are known, the contacts of the operation are looked for among all.
    """
    ages = Contact.objects.touched_by(deed.pk).aggregate(oldest=Min("created_at"), newest=Max("created_at"))
    deed.oldest, deed.newest = ages["oldest"], ages["newest"]
    Operation.objects.filter(pk=deed.pk, ended_at=deed.ended_at).update(**ages)
