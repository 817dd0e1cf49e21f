"""What a worker does in the background. Each task calls a service, and may be run twice: a worker may be killed.

A face begins an operation by one of the ``start_…`` functions: a small one is done at once, a big one by a worker.
To hand over what has begun already there is ``run_in_background``.
"""

from collections.abc import Callable
from threading import Event
from typing import Any, Unpack

from django_tasks import TaskContext, task

from contacts.choices import OperationKind, OperationState
from contacts.exchange.drafting import review_draft, run_draft
from contacts.exchange.handing_out import run_export
from contacts.models import ImportDraft, Operation, StaffMember
from contacts.services import Author
from contacts.services.background import prune
from contacts.services.bulk_deeds import BulkDeed
from contacts.services.bulk_edits import begin_bulk, run_bulk
from contacts.services.drafts import drop_old_files
from contacts.services.exports import drop_old_exports
from contacts.services.operations import (
    GoneOn,
    IsStopped,
    cancel_operation,
    finish_operation,
    never,
    note_ages,
    resume_operation,
)
from contacts.services.pictures import writing
from contacts.services.selections import Selection
from contacts.services.tagging import run_retagging
from contacts.services.undoing import begin_undo, run_undo

# Set when the worker is told to end: what runs stops after its batch and goes back into the queue.
STOPPING = Event()
# So many contacts are dealt with while the person waits.
AT_ONCE = 200
# A task whose worker died so many times is what kills them.
MOST_ATTEMPTS = 5

# Goes on with a running operation until it has ended or is told to stop.
Runner = Callable[[Operation, IsStopped], None]
RUNNERS: dict[str, Runner] = {
    OperationKind.BULK: run_bulk,
    OperationKind.EXPORT: run_export,
    OperationKind.IMPORT: run_draft,
    OperationKind.UNDO: run_undo,
    OperationKind.TAGS: run_retagging,
}
# What a worker tidies up now and then.
HOUSEKEEPING: list[Callable[[], object]] = [prune, drop_old_files, drop_old_exports]


def start_bulk(selection: Selection, deed: BulkDeed, **author: Unpack[Author]) -> Operation:
    """Begin a bulk edit. Raises an unkeyed ``ValidationError`` for one that cannot be done."""
    with writing():
        return _do(begin_bulk(selection, deed, **author))


def start_retagging(begin: Callable[..., Operation | None], *tags: Any, **author: Unpack[Author]) -> Operation | None:
    """Begin a deed of ``contacts.services.tagging``; give ``None`` where it is done without an operation."""
    with writing():
        deed = begin(*tags, **author)
        return deed and _do(deed)


def start_undo(deed: Operation, **author: Unpack[Author]) -> Operation:
    """Begin to take an operation back, or go on where that was broken off. Raises ``NotUndoable``."""
    with writing():
        return _do(begin_undo(deed, **author))


def resume_in_background(deed: Operation) -> bool:
    """Let a worker go on with an operation that rests or has failed; tell whether it did."""
    with writing():
        if is_resumed := resume_operation(deed):
            run_in_background(deed)
    return is_resumed


def cancel_leaving_ages(deed: Operation) -> bool:
    """Cancel an operation, and leave the ages of its contacts to a worker; tell whether it was cancelled."""
    with writing():
        if is_cancelled := cancel_operation(deed):
            note_ages_of_operation.enqueue(deed.pk)
    return is_cancelled


def run_in_background(deed: Operation) -> None:
    """Let a worker go on with the running operation: call it in the transaction that has made it run."""
    run_operation.enqueue(deed.pk)


def _do(deed: Operation) -> Operation:
    # What is done at once is done in the transaction around it: a killed process leaves nothing half done.
    if (deed.total_rows or 0) <= AT_ONCE:
        RUNNERS[deed.kind](deed, never)
    else:
        run_in_background(deed)
    return deed


@task(takes_context=True)
def run_operation(context: TaskContext, operation_id: int) -> None:
    """Go on with an operation, from whatever state it was left in."""
    deed = Operation.objects.filter(pk=operation_id, state=OperationState.RUNNING).first()
    if deed is None:
        return
    if context.attempt > MOST_ATTEMPTS:
        finish_operation(deed, OperationState.FAILED)
        return
    try:
        RUNNERS[deed.kind](deed, STOPPING.is_set)
    except GoneOn:
        return
    except Exception:
        finish_operation(deed, OperationState.FAILED)
        raise
    _put_back_if_stopped(deed)


def _put_back_if_stopped(deed: Operation) -> None:
    deed.refresh_from_db(fields=["state"])
    if STOPPING.is_set() and deed.state == OperationState.RUNNING:
        run_in_background(deed)


@task()
def note_ages_of_operation(operation_id: int) -> None:
    """Look up the ages of the contacts of an operation that has ended."""
    if deed := Operation.objects.ended().filter(pk=operation_id).first():
        note_ages(deed)


@task()
def rehearse_draft(draft_id: int, token: str, by_id: int) -> None:
    """Find out what would become of a draft's rows, unless that was asked for anew since."""
    draft = ImportDraft.objects.filter(pk=draft_id, operation=None, review__token=token).first()
    if draft:
        review_draft(draft, token, StaffMember.objects.filter(pk=by_id).first())
