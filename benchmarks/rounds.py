"""Turns: all servers are up at once, and each scenario has its turn in each round.

Machines drift within minutes, so figures of one round are compared with each other and with nothing else: a goal looks
at the median of the ratios of the rounds. CPU time per request is the measure; throughput tells of the neighbours, too.
"""

import statistics
import time
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, field
from pathlib import Path

from benchmarks import processes
from benchmarks.load import Load, put_load
from benchmarks.servers import Server

# A turn in which others used more of the machine than this is taken again, so many times at most in a scenario.
FOREIGN_SHARE, EXTRA_TURNS = 0.12, 2


@dataclass
class Turn:
    """What a scenario came to in one round; milliseconds of CPU are per request."""

    load: Load
    server_ms: float
    database_ms: float
    foreign: float

    @property
    def cpu_ms(self) -> float:
        return self.server_ms + self.database_ms


@dataclass
class Scenario:
    """Requests of one kind to one server. ``once``: each request may be sent but once, so turns go on in the file."""

    name: str
    server: Server
    calls: Path
    headers: dict[str, str] = field(default_factory=dict)
    clients: int = 8
    rounds: int = 6
    once: bool = False
    turns: list[Turn] = field(default_factory=list)
    at: int = 0
    extra: int = 0

    def median(self, of: Callable[[Turn], float]) -> float:
        return statistics.median(map(of, self.turns))

    @property
    def cpu_ms(self) -> float:
        return self.median(lambda turn: turn.cpu_ms)

    @property
    def errors(self) -> int:
        return sum(turn.load.refused + turn.load.broken for turn in self.turns)

    def figures(self) -> dict:
        return {"server": self.server.name, "clients": self.clients, "turns": [asdict(turn) for turn in self.turns]}


def take_turns(scenarios: Iterable[Scenario], seconds: float, tell: Callable[[str], None]) -> None:
    """Warm each scenario up, then let all have their rounds."""
    scenarios = list(scenarios)
    for scenario in scenarios:
        _turn(scenario, seconds / 2)
    for number in range(max(scenario.rounds for scenario in scenarios)):
        tell(f"round {number + 1}")
        for scenario in scenarios:
            if number < scenario.rounds:
                scenario.turns.append(_calm_turn(scenario, seconds))


def _calm_turn(scenario: Scenario, seconds: float) -> Turn:
    turn = _turn(scenario, seconds)
    while turn.foreign > FOREIGN_SHARE and scenario.extra < EXTRA_TURNS:
        scenario.extra += 1
        other = _turn(scenario, seconds)
        turn = min(turn, other, key=lambda one: one.foreign)
    return turn


def _turn(scenario: Scenario, seconds: float) -> Turn:
    server = scenario.server
    before, machine, ours = server.cpu(), processes.machine_seconds(), processes.own_seconds()
    started = time.monotonic()
    load = put_load(
        server.port, scenario.calls, scenario.headers, clients=scenario.clients, seconds=seconds, first=scenario.at
    )
    after, passed = server.cpu(), time.monotonic() - started
    used = [then - now for now, then in zip(before, after, strict=True)]
    known = sum(used) + processes.own_seconds() - ours
    foreign = max(0.0, processes.machine_seconds() - machine - known) / (passed * processes.CORES)
    if scenario.once:
        scenario.at += load.requests + scenario.clients + 1
    asked = max(load.requests, 1)
    return Turn(load, used[0] * 1000 / asked, used[1] * 1000 / asked, foreign)
