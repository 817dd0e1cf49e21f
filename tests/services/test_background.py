"""Workers and what they leave: signs of life, lost tasks, old results."""

from datetime import timedelta

import pytest
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from contacts.models import Worker
from contacts.services.background import (
    RESULTS_KEPT_FOR,
    beat,
    prune,
    put_back_lost_tasks,
    put_back_tasks_of,
    sign_off,
)
from contacts.tasks import run_operation

pytestmark = pytest.mark.django_db
LONG_AGO = timezone.now() - timedelta(minutes=5)


def a_task_of(worker):
    """Give a task that the worker is at."""
    run_operation.enqueue(0)
    task = DBTaskResult.objects.latest("enqueued_at")
    task.claim(worker)
    return task


def status_of(task):
    return DBTaskResult.objects.get(pk=task.pk).status


def test_a_worker_is_alive_from_its_first_beat_until_it_signs_off():
    beat("a")
    beat("a")
    assert [worker.name for worker in Worker.objects.alive()] == ["a"]

    sign_off("a")

    assert not Worker.objects.alive().exists()


def test_a_worker_that_was_not_seen_for_long_is_not_alive():
    beat("a")
    Worker.objects.update(seen_at=LONG_AGO)

    assert not Worker.objects.alive().exists()


def test_the_task_of_a_worker_that_is_gone_waits_again():
    task = a_task_of("gone")

    assert put_back_lost_tasks() == 1

    assert status_of(task) == TaskResultStatus.READY
    assert DBTaskResult.objects.ready().get_locked() == task


def test_the_task_of_a_living_worker_is_let_be():
    beat("a")
    task = a_task_of("a")

    assert put_back_lost_tasks() == 0
    assert status_of(task) == TaskResultStatus.RUNNING


def test_a_task_that_somebody_else_has_put_back_and_taken_up_is_let_be(monkeypatch):
    task = a_task_of("gone")
    alive = Worker.objects.alive

    def slow_alive():
        DBTaskResult.objects.get(pk=task.pk).claim("b")
        return alive()

    monkeypatch.setattr(Worker.objects, "alive", slow_alive)

    assert put_back_lost_tasks() == 0
    assert status_of(task) == TaskResultStatus.RUNNING


def test_a_worker_that_failed_to_end_a_task_puts_back_its_own_alone():
    own, other = a_task_of("a"), a_task_of("b")

    put_back_tasks_of("a")

    assert (status_of(own), status_of(other)) == (TaskResultStatus.READY, TaskResultStatus.RUNNING)


def test_old_results_and_workers_that_are_long_gone_are_removed():
    old, young, running = a_task_of("a"), a_task_of("a"), a_task_of("a")
    for task in (old, young):
        task.set_successful(None)
    DBTaskResult.objects.filter(pk=old.pk).update(finished_at=timezone.now() - RESULTS_KEPT_FOR - timedelta(hours=1))
    beat("a")
    Worker.objects.create(name="b", seen_at=timezone.now() - timedelta(days=2))

    prune()

    assert set(DBTaskResult.objects.all()) == {young, running}
    assert [worker.name for worker in Worker.objects.all()] == ["a"]
