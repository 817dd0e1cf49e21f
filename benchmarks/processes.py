"""Processes and what they cost: starting servers, and reading CPU time and memory from /proc."""

import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterable
from pathlib import Path

TICKS_PER_SECOND = os.sysconf("SC_CLK_TCK")
CORES = os.cpu_count() or 1
# Where /proc/<pid>/stat tells, after the name: the parent; the time of the process; that of its children who ended.
_PARENT, _OWN, _ENDED = 1, slice(11, 13), slice(13, 15)


def free_port() -> int:
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        return asked.getsockname()[1]


def start(command: list[str], environment: dict[str, str], log: Path) -> subprocess.Popen:
    with log.open("ab") as file:
        return subprocess.Popen(command, env=environment, stdout=file, stderr=file, start_new_session=True)


def wait_until_open(port: int, process: subprocess.Popen, log: Path, seconds: float = 60) -> None:
    """Wait until something listens there."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        with socket.socket() as asked:
            if asked.connect_ex(("127.0.0.1", port)) == 0:
                return
        if process.poll() is not None:
            break
        time.sleep(0.1)
    raise SystemExit(f"A server did not start:\n{log.read_text()[-3000:]}")


def stop(process: subprocess.Popen) -> None:
    if process.poll() is None:
        process.terminate()
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def family_of(ancestor: int) -> list[int]:
    """Give a process and all that come from it."""
    parents = {int(path.name): _facts(int(path.name)) for path in Path("/proc").glob("[0-9]*")}
    family = [ancestor]
    for pid in family:
        family += [child for child, facts in parents.items() if facts and int(facts[_PARENT]) == pid]
    return family


def cpu_seconds(ancestor: int) -> float:
    """Give the CPU time of a process and all that came from it so far."""
    facts = [found for pid in family_of(ancestor) if (found := _facts(pid))] if ancestor else []
    return sum(sum(map(int, [*found[_OWN], *found[_ENDED]])) for found in facts) / TICKS_PER_SECOND


def machine_seconds() -> float:
    """Give the time that all CPUs of the machine were busy; also what a neighbour on the same host took."""
    user, nice, system, _idle, _waiting, irq, softirq, steal = map(int, _first_line("/proc/stat").split()[1:9])
    return (user + nice + system + irq + softirq + steal) / TICKS_PER_SECOND


def memory_of(pids: Iterable[int]) -> list[float]:
    """Give the resident memory of each process in MB, the largest first."""
    pages = [int(_first_line(f"/proc/{pid}/statm").split()[1]) for pid in pids]
    return sorted((count * os.sysconf("SC_PAGE_SIZE") / 2**20 for count in pages), reverse=True)


def _facts(pid: int) -> list[str]:
    return _first_line(f"/proc/{pid}/stat").rpartition(")")[2].split()


def _first_line(path: str) -> str:
    try:
        return Path(path).read_text().partition("\n")[0]
    except (FileNotFoundError, ProcessLookupError):
        return ""


def own_seconds() -> float:
    """Give the CPU time of this process and of those that it started and that have ended."""
    return sum(os.times()[:4])
