"""Background work: signs of life of workers, tasks that a killed one has left, results that nobody asks for any more.

The library's queue lies in our database. What it does not do is see that a worker is gone: its task would stay
running for ever.
"""

from datetime import timedelta

from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from contacts.models import Worker

# For how long what became of a task can be looked up; an operation keeps its own account for good.
RESULTS_KEPT_FOR = timedelta(days=14)
# A worker that was killed is remembered so long, for who wonders where it went.
_WORKERS_KEPT_FOR = timedelta(days=1)


def beat(name: str) -> None:
    """Note that the worker is alive."""
    Worker.objects.update_or_create(name=name, defaults={"seen_at": timezone.now()})


def sign_off(name: str) -> None:
    """Note that the worker has ended; a task that it leaves is free at once."""
    Worker.objects.filter(name=name).delete()


def put_back_lost_tasks() -> int:
    """Put tasks back into the queue whose worker gives no sign of life any more; give how many.

    So a task may be run twice, and must be written for that.
    """
    # Read before the tasks: a worker that comes meanwhile has none of those.
    running = list(DBTaskResult.objects.filter(status=TaskResultStatus.RUNNING))
    alive = set(Worker.objects.alive().values_list("name", flat=True))
    return sum(_put_back(task) for task in running if not alive.intersection(task.worker_ids[-1:]))


def put_back_tasks_of(name: str) -> None:
    """Put back what this worker, which is doing nothing, has not brought to an end."""
    for task in DBTaskResult.objects.filter(status=TaskResultStatus.RUNNING):
        if task.worker_ids[-1:] == [name]:
            _put_back(task)


def _put_back(task: DBTaskResult) -> int:
    # Another worker may have put it back before us, and somebody may be at it again since.
    lost = DBTaskResult.objects.filter(pk=task.pk, status=TaskResultStatus.RUNNING, started_at=task.started_at)
    return lost.update(status=TaskResultStatus.READY, started_at=None)


def prune() -> None:
    """Remove the results of tasks that ended long ago, and workers that were not seen for long."""
    now = timezone.now()
    DBTaskResult.objects.finished().filter(finished_at__lt=now - RESULTS_KEPT_FOR).delete()
    Worker.objects.filter(seen_at__lt=now - _WORKERS_KEPT_FOR).delete()
