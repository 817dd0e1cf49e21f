"""What a worker does in the background. Each task calls a service, and may be run twice: a worker may be killed.

A face hands an operation over by ``run_in_background``, in the transaction in which it has begun it.
"""

from collections.abc import Callable
from threading import Event

from django_tasks import TaskContext, task

from contacts.choices import OperationKind, OperationState
from contacts.models import Operation
from contacts.services.background import prune
from contacts.services.operations import GoneOn, IsStopped, finish_operation
from contacts.services.undoing import run_undo

# Set when the worker is told to end: what runs stops after its batch and goes back into the queue.
STOPPING = Event()
# A task whose worker died so many times is what kills them.
MOST_ATTEMPTS = 5

# Goes on with a running operation until it has ended or is told to stop.
Runner = Callable[[Operation, IsStopped], None]
RUNNERS: dict[str, Runner] = {OperationKind.UNDO: run_undo}
# What a worker tidies up now and then.
HOUSEKEEPING: list[Callable[[], object]] = [prune]


def run_in_background(deed: Operation) -> None:
    """Let a worker go on with the running operation."""
    run_operation.enqueue(deed.pk)


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
