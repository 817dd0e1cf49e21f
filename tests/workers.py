"""Workers for tests: one in this process, which ends when nothing is left to do."""

from contacts.management.commands.work import Worker


def work_off(name: str = "worker") -> None:
    """Do all that waits, as a worker does it."""
    Worker(name, interval=0, until_done=True).run()
