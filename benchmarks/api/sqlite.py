"""SQLite under programs that read, change and write back, all at once."""

import http.client
import json
import threading
import time
from collections.abc import Callable

from benchmarks.api.scenarios import Scenarios, evance
from benchmarks.rounds import Scenario
from benchmarks.servers import Server

CLIENTS = 8
MANY_TO_DELETE = 100_000


def scenarios(of: Scenarios, server: Server) -> list[Scenario]:
    """Ask what PostgreSQL is asked, in one turn each: here nothing is compared, growth is looked at."""
    skipped = {"token", "GET one, hot", "list of 100", "90/10 mix"}
    # In a turn more are deleted than a small store holds.
    skipped |= {"DELETE"} if of.count < MANY_TO_DELETE else set()
    made = [*of.reading(server), *of.lists(server, {}), *of.searches(server), *of.writing(server)]
    chosen = [scenario for scenario in made if scenario.name not in skipped]
    for scenario in chosen:
        scenario.rounds = 1
    return chosen


def change_together(server: Server, count: int, seconds: float) -> dict[str, float]:
    """Let eight clients work, four of which read a contact, change it and write it back if nobody has been quicker.

    Give how many answers were 5xx, and the p99 of writes and of reads in milliseconds.
    """
    until, times, failures = time.monotonic() + seconds, {"PUT": [], "GET": []}, []

    def work(number: int) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
        headers = {"Authorization": f"Bearer {server.token}", "X-Forwarded-Proto": "https"}

        def ask(method: str, path: str, **more) -> http.client.HTTPResponse:
            return _timed(connection, method, path, headers, times, failures, **more)

        turn = 0
        while time.monotonic() < until:
            turn += 1
            _one_turn(ask, evance((turn * CLIENTS + number) * 20 % count), turn, writes=number % 2 == 0)

    threads = [threading.Thread(target=work, args=[number]) for number in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return {"5xx": len(failures), "p99 of writes": _p99(times["PUT"]), "p99 of reads": _p99(times["GET"])}


def _one_turn(ask: Callable, path: str, turn: int, *, writes: bool) -> None:
    version = ask("GET", path).headers["ETag"]
    if writes:
        body = {"contact": {"type": "user", "position": f"Position {turn}"}}
        ask("PUT", path, body=json.dumps(body), more={"If-Match": version, "Content-Type": "application/json"})


def _timed(connection, method, path, headers, times, failures, body=None, more=None) -> http.client.HTTPResponse:
    started = time.monotonic()
    connection.request(method, path, body, headers | (more or {}))
    answer = connection.getresponse()
    answer.read()
    times[method].append((time.monotonic() - started) * 1000)
    if answer.status >= 500:
        failures.append(answer.status)
    return answer


def _p99(times: list[float]) -> float:
    return sorted(times)[int(len(times) * 0.99)] if times else 0.0
