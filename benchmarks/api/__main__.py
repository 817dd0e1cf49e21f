"""The speed of both APIs, beside what it is compared with:  python -m benchmarks.api [--only GROUP …] [--json FILE]

Prints a table of all scenarios and one of the goals. How turns are taken: ``rounds.py``; what is asked:
``scenarios.py``. Everything lies in var/benchmarks, where the filled databases stay for the next run.
"""

import argparse
import json
import os
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from urllib.parse import urlencode
from urllib.request import Request, urlopen

from benchmarks.api import report, sqlite
from benchmarks.api.goals import FACTS, GOALS
from benchmarks.api.peers import PEERS
from benchmarks.api.scenarios import Scenarios
from benchmarks.callers import TYPICAL_TOKEN
from benchmarks.load import put_load
from benchmarks.rounds import Scenario, take_turns
from benchmarks.servers import WORKERS, Server, in_project, ours, references
from benchmarks.stores import VAR, PostgreSQL, fresh_sqlite

MANY, FEW = 1_000_000, 1_000
GROUPS = ("reading", "lists", "searches", "writing", "sqlite", "memory")
# What is asked of a thousand contacts, too: it may not take longer among a million.
GROWING = ("GET one", "list of 50", "look-up by e-mail", "look-up by customer number", "look-up by reference")
FILE_MANY, REQUESTS_OF_A_WORKER = 100_000, 100_000


def main() -> None:
    options = _options()
    VAR.mkdir(parents=True, exist_ok=True)
    with ExitStack() as stack:
        run = Run(options, stack)
        for group in options.only or GROUPS:
            {"sqlite": run.measure_sqlite, "memory": run.measure_memory}.get(group, partial(run.measure, group))()
    outcomes = report.judge(GOALS, run.done) + report.judge_facts(FACTS, run.facts)
    report.print_scenarios(run.done)
    report.print_goals(outcomes, run.done)
    Path(options.json).write_text(json.dumps(report.as_json(outcomes, run.done, run.facts), indent=1))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Measure the APIs on PostgreSQL.")
    parser.add_argument("--only", action="append", choices=GROUPS)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=0.8, help="of a turn")
    parser.add_argument("--many", type=int, default=MANY, help="contacts in the large database")
    parser.add_argument("--json", default=str(VAR / "api.json"), help="a file for all figures")
    return parser.parse_args()


class Run:
    """One run: all servers are up until it ends."""

    def __init__(self, options: argparse.Namespace, stack: ExitStack):
        self._options, self._stack = options, stack
        self.done: dict[str, Scenario] = {}
        self.facts: dict[str, float] = {}
        self._database = PostgreSQL(os.environ.get("BENCH_DATABASE_URL"))
        stack.callback(self._database.stop)
        self._stores = [self._store(count) for count in (options.many, FEW)]
        url, (large, _small) = self._stores[0][0], [server for _url, server, _deep in self._stores]
        in_project(["-m", "benchmarks.callers", "typical"], url, VAR)
        self._peers = {one.name: one for one in references(url, VAR, large.postmaster, TYPICAL_TOKEN)}
        for peer in self._peers.values():
            self._start(peer)

    def _store(self, count: int) -> tuple[str, Server, str]:
        url = self._database.fresh(count)
        server = self._start(ours(f"{count:,}", url, VAR, self._database.postmaster))
        return url, server, self._let_in(server, url, count)

    def _let_in(self, server: Server, url: str, count: int) -> str:
        """Give the server's store a caller, and the server its token; give the cursor of a deep page."""
        caller = json.loads(in_project(["-m", "benchmarks.callers", str(count)], url, VAR))
        server.credentials = urlencode({name: caller[name] for name in ("client_id", "client_secret")})
        server.token = token_of(server)
        return caller["deep"]

    def _start(self, server: Server) -> Server:
        server.start()
        self._stack.callback(server.stop)
        return server

    def measure(self, group: str) -> None:
        """Let the scenarios of a group take their turns."""
        scenarios = [*self._peer_scenarios(group), *self._own_scenarios(group)]
        take_turns(scenarios, self._options.seconds, lambda round: print(f"{group}: {round}", flush=True))
        self.done |= {f"{scenario.server.name}: {scenario.name}": scenario for scenario in scenarios}

    def measure_sqlite(self) -> None:
        """Measure a file with a thousand contacts and one with a hundred thousand, then many who write at once."""
        for count in (FEW, FILE_MANY):
            url = fresh_sqlite(count)
            server = self._start(ours(f"SQLite {count:,}", url, VAR))
            self._let_in(server, url, count)
            of = Scenarios(VAR / "calls", count, self._options.rounds)
            scenarios = sqlite.scenarios(of, server)
            take_turns(scenarios, self._options.seconds, lambda name: print(f"sqlite: {name}", flush=True))
            self.done |= {f"{scenario.server.name}: {scenario.name}": scenario for scenario in scenarios}
            together = sqlite.change_together(server, count, seconds=5)
        self.facts |= {f"SQLite: {name}": figure for name, figure in together.items()}

    def measure_memory(self) -> None:
        """Let the workers answer a hundred thousand requests each, those of other scenarios included.

        Tell what they hold half-way and at the end.
        """
        _url, server, _deep = self._stores[0]
        scenario = Scenarios(VAR / "calls", self._options.many, 1).mix(server)
        turns = [turn for one in self.done.values() if one.server is server for turn in one.turns]
        answered, halves = sum(turn.load.requests for turn in turns), []
        for half in (1, 2):
            while answered < half * REQUESTS_OF_A_WORKER * WORKERS / 2:
                load = put_load(server.port, scenario.calls, scenario.headers, clients=8, seconds=10, first=answered)
                answered += max(load.requests, 1)
            halves.append(server.memory()[0])
        self.facts |= {"memory of a worker": halves[1], "memory: end against half-way": halves[1] / halves[0]}

    def _own_scenarios(self, group: str) -> list[Scenario]:
        made: list[Scenario] = []
        for (_url, server, deep), count in zip(self._stores, (self._options.many, FEW), strict=True):
            of = Scenarios(VAR / "calls", count, self._options.rounds)
            pages = {"list of 50, page 10,000": f"/api/contacts/search.json?limit=50&after={deep}"}
            asked = of.lists(server, pages) if group == "lists" else getattr(of, group)(server)
            made += asked if count == self._options.many else [one for one in asked if one.name in GROWING]
        return made

    def _peer_scenarios(self, group: str) -> list[Scenario]:
        return PEERS[group](Scenarios(VAR / "calls", self._options.many, self._options.rounds), self._peers)


def token_of(server: Server) -> str:
    """Ask the server for a token, as any client does."""
    body = f"grant_type=client_credentials&{server.credentials}".encode()
    headers = {"X-Forwarded-Proto": "https"}
    with urlopen(Request(f"http://127.0.0.1:{server.port}/oauth2/token", body, headers)) as answer:
        return json.load(answer)["access_token"]


if __name__ == "__main__":
    main()
