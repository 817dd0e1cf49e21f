"""The worker: does what pages hand over, one task after the other."""

import logging
import os
import signal
import socket
import time
from threading import Event, Thread

from django.core.management.base import BaseCommand
from django.db import DatabaseError, close_old_connections, connection
from django.utils.crypto import get_random_string
from django_tasks_db.management.commands import db_worker

from contacts import tasks
from contacts.services.background import beat, put_back_lost_tasks, put_back_tasks_of, sign_off

PULSE = 5.0
HOUSEKEEPING_EVERY = 3600.0
# How long to wait for a database that does not answer.
PATIENCE = 2.0

logger = logging.getLogger(__name__)


class Command(BaseCommand):
    help = (
        "Do the work that pages hand over: big edits, imports, undos. Run one beside the server, or several; each takes"
        " the next task. It ends on SIGTERM or Ctrl-C, never by itself: what it is at stops after the batch and is"
        " taken up by the next worker. A second signal ends it at once, which loses nothing either."
    )

    def add_arguments(self, parser):
        parser.add_argument("--interval", type=float, default=1.0, help="seconds between two looks (%(default)s)")
        parser.add_argument(
            "--beside", type=int, metavar="PID", help="end when this process, which has started this one, ends"
        )

    def handle(self, *, interval, beside, **options):
        name = f"{socket.gethostname()[:30]}-{os.getpid()}-{get_random_string(8)}"
        worker = Worker(name, interval)
        pulse = Pulse(name, beside)
        worker.configure_signals()
        pulse.beat()
        pulse.start()
        logger.info("Worker %s is ready.", name)
        try:
            worker.run_for_ever()
        finally:
            pulse.stop()
            sign_off(name)
            logger.info("Worker %s has ended.", name)


class Worker(db_worker.Worker):
    """The library's loop, which outlives a database that is away, and hands back what it is at when it is to end."""

    def __init__(self, name: str, interval: float, *, until_done: bool = False):
        super().__init__(
            worker_id=name,
            interval=interval,
            batch=until_done,
            queue_names=["*"],
            excluded_queue_names=[],
            backend_name="default",
            startup_delay=False,
            max_tasks=None,
        )

    def run_for_ever(self) -> None:
        while self.running:
            try:
                put_back_tasks_of(self.worker_id)
                self.run()
            except DatabaseError:
                logger.exception("The database did not take a task's end, or does not answer: trying again.")
                connection.close()
                time.sleep(PATIENCE)

    def shutdown(self, signum, frame) -> None:
        if not self.running:
            os._exit(1)
        self.running = False
        tasks.STOPPING.set()
        if not self.running_task:
            raise SystemExit(0)


class Pulse(Thread):
    """Says every few seconds that the worker is alive, sees to the tasks of those who are not, and tidies up."""

    def __init__(self, name: str, parent: int | None):
        super().__init__(daemon=True)
        self._worker, self._parent, self._ended = name, parent, Event()
        self._tidied = self._beaten = 0.0

    def run(self) -> None:
        while not self._ended.wait(1):
            if self._parent not in (None, os.getppid()):
                os.kill(os.getpid(), signal.SIGTERM)
                self._parent = None
            if time.monotonic() - self._beaten >= PULSE:
                self._beat_anyway()
        connection.close()

    def stop(self) -> None:
        self._ended.set()
        self.join(PULSE)

    def beat(self) -> None:
        self._beaten = time.monotonic()
        beat(self._worker)
        if lost := put_back_lost_tasks():
            logger.warning("Tasks of a worker that is gone were put back: %d.", lost)
        if not self._tidied or self._beaten - self._tidied >= HOUSEKEEPING_EVERY:
            self._tidied = self._beaten
            for tidy in tasks.HOUSEKEEPING:
                tidy()

    def _beat_anyway(self) -> None:
        try:
            close_old_connections()
            self.beat()
        except Exception:
            logger.exception("A sign of life could not be noted: trying again.")
            connection.close()
