"""Load: so many clients that send the requests of a file for so long, by wrk, or without it by threads of ours."""

import http.client
import json
import shutil
import subprocess
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path

SCRIPT = Path(__file__).with_name("wrk.lua")


@dataclass(frozen=True)
class Load:
    """What came of it; times in milliseconds. ``refused`` counts answers of 4xx and 5xx, ``broken`` connections."""

    requests: int
    seconds: float
    bytes: int
    refused: int
    broken: int
    p50: float
    p99: float


def put_load(port: int, calls: Path, headers: dict[str, str], *, clients: int, seconds: float, first: int = 0) -> Load:
    by = _by_wrk if shutil.which("wrk") else _by_threads
    return by(port, calls, headers, clients, seconds, first)


def _by_wrk(port, calls, headers, clients, seconds, first) -> Load:
    command = ["wrk", "-t1", f"-c{clients}", f"-d{max(1, round(seconds))}s", "--timeout", "10s", "-s", str(SCRIPT)]
    for name, value in headers.items():
        command += ["-H", f"{name}: {value}"]
    command += [f"http://127.0.0.1:{port}", "--", str(calls), str(first)]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(f"wrk failed: {done.stderr}{done.stdout}")
    return Load(**json.loads(done.stdout.splitlines()[-1]))


def _by_threads(port, calls, headers, clients, seconds, first) -> Load:
    numbers, times, refusals, sizes = count(first), [], [], []
    lines = [_call(line) for line in calls.read_text().splitlines()]
    until = time.monotonic() + seconds

    def work() -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
        while time.monotonic() < until:
            number = next(numbers)
            method, path, body = lines[number % len(lines)]
            started = time.monotonic()
            connection.request(method, path, body.replace("{n}", str(number + 1)) or None, headers)
            answer = connection.getresponse()
            sizes.append(len(answer.read()))
            times.append((time.monotonic() - started) * 1000)
            if answer.status >= 400:
                refusals.append(answer.status)

    threads = [threading.Thread(target=work) for _client in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    ranked = sorted(times) or [0.0]
    p50, p99 = (ranked[int(len(ranked) * share)] for share in (0.5, 0.99))
    return Load(len(times), seconds, sum(sizes), len(refusals), 0, p50, p99)


def _call(line: str) -> tuple[str, str, str]:
    method, path, *body = line.split("\t")
    return method, path, "".join(body)


def lines_of(method: str, paths: Iterator[str], body: dict | None = None) -> str:
    """Give the requests as the lines of a file."""
    text = "\t" + json.dumps(body) if body else ""
    return "".join(f"{method}\t{path}{text}\n" for path in paths)
