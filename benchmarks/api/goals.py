"""The goals of speed: each a figure of this run, what it must not pass, and what we aim at."""

import statistics
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from benchmarks.rounds import Scenario, Turn

# A run says nothing where the limit differs from itself by more than this, and a goal is missed only by more than this.
NOISE = 0.15
Scenarios = Mapping[str, Scenario]


@dataclass(frozen=True)
class Goal:
    """``measure`` gives the figure, ``None`` where its scenarios did not run; ``at_least`` turns the sense around."""

    name: str
    measure: Callable[[Scenarios], float | None] | None
    must: float
    aim: float
    unit: str = "×"
    at_least: bool = False

    def verdict(self, figure: float, is_calm: bool) -> str:
        if self._reaches(figure, self.aim):
            return "aim reached"
        if self._reaches(figure, self.must):
            return "must reached"
        slack = 1 / (1 + NOISE) if self.at_least else 1 + NOISE
        return "inconclusive" if not is_calm or self._reaches(figure, self.must * slack) else "MISSED"

    def _reaches(self, figure: float, bound: float) -> bool:
        return figure >= bound if self.at_least else figure <= bound


def cost(name: str, other: str) -> Callable[[Scenarios], float | None]:
    """Measure how many times the CPU of the other a scenario takes."""
    return _per_round(name, other, lambda turn: turn.cpu_ms)


def saving(name: str, other: str) -> Callable[[Scenarios], float | None]:
    """Measure how many times less CPU than the other a scenario takes."""
    return cost(other, name)


def _per_round(name: str, other: str, of: Callable[[Turn], float]) -> Callable[[Scenarios], float | None]:
    def measure(scenarios: Scenarios) -> float | None:
        if name not in scenarios or other not in scenarios:
            return None
        pairs = zip(scenarios[name].turns, scenarios[other].turns, strict=False)
        return statistics.median(of(one) / of(two) for one, two in pairs if of(two))

    return measure


def slowest(share: str, *names: str) -> Callable[[Scenarios], float | None]:
    """Measure the p50 or p99 of the slowest of these scenarios, in milliseconds."""

    def measure(scenarios: Scenarios) -> float | None:
        found = [scenarios[name] for name in names if name in scenarios]
        return max((one.median(lambda turn: getattr(turn.load, share)) for one in found), default=None)

    return measure


def tail(name: str) -> Callable[[Scenarios], float | None]:
    """Measure how many times longer than the median request the slowest of a hundred takes."""

    def measure(scenarios: Scenarios) -> float | None:
        one = scenarios.get(name)
        return one.median(lambda turn: turn.load.p99 / turn.load.p50) if one else None

    return measure


def difference_of_limits(scenarios: Scenarios) -> float | None:
    """Measure the limit against itself (A/A)."""
    return cost("limit: GET one again", "limit: GET one")(scenarios)


_LONG = [f"1,000,000: search, {words}" for words in ("rare word", "two words", "common word", "accents")]
_LONG += ["1,000,000: search, digits of a phone", "1,000,000: search, three letters"]
_SHORT = ["1,000,000: search, two letters", "1,000,000: search, one letter"]
_ONE, _LIST = "1,000,000: GET one", "1,000,000: list of 50"
GOALS = [
    Goal("GET one against limit", cost(_ONE, "limit: GET one"), 4, 2.5),
    Goal("GET one, Divendo, against limit", cost(f"{_ONE}, Divendo", "limit: GET one"), 4, 2.5),
    Goal("GET one: less than typical", saving(_ONE, "typical: GET one"), 8, 12, at_least=True),
    Goal("GET one: less than FastAPI + SQLAlchemy", saving(_ONE, "fastapi: GET one"), 3, 5, at_least=True),
    Goal("GET one: less than django-ninja", saving(_ONE, "ninja: GET one"), 4, 7, at_least=True),
    Goal("list of 50 against limit", cost(_LIST, "limit: list of 50"), 2.5, 1.5),
    Goal("list of 50, Divendo, against limit", cost(f"{_LIST}, Divendo", "limit: list of 50"), 2.5, 1.5),
    Goal("list of 50: less than typical, counting", saving(_LIST, "typical: list of 50"), 30, 60, at_least=True),
    Goal("list of 50: less than typical, not counting", saving(_LIST, "typical: list, no count"), 5, 10, at_least=True),
    Goal("POST: less than typical's insert", saving("1,000,000: POST", "typical: POST"), 1.5, 3, at_least=True),
    Goal("POST, Divendo: the same", saving("1,000,000: POST, Divendo", "typical: POST"), 1.5, 3, at_least=True),
    Goal("PUT: less than typical's insert", saving("1,000,000: PUT", "typical: POST"), 1.5, 3, at_least=True),
    Goal("304 against GET one", cost("1,000,000: GET 304", _ONE), 0.8, 0.6),
    *(
        Goal(f"look-up by {key} against GET one", cost(f"1,000,000: look-up by {key}", one), 1.5, 1.2)
        for key, one in (("e-mail", f"{_ONE}, Divendo"), ("customer number", f"{_ONE}, Divendo"), ("reference", _ONE))
    ),
    Goal("search, three letters and more: p50", slowest("p50", *_LONG), 20, 10, " ms"),
    Goal("search, three letters and more: p99", slowest("p99", *_LONG), 60, 30, " ms"),
    Goal("search, one and two letters: p99", slowest("p99", *_SHORT), 60, 15, " ms"),
    Goal("page 10,000 against page 1", cost("1,000,000: list of 50, page 10,000", _LIST), 1.5, 1.2),
    Goal("GET one: a million against a thousand", cost(_ONE, "1,000: GET one"), 1.5, 1.2),
    Goal("list of 50: a million against a thousand", cost(_LIST, "1,000: list of 50"), 1.5, 1.2),
    *(
        Goal(f"look-up by {key}: the same", cost(f"1,000,000: look-up by {key}", f"1,000: look-up by {key}"), 1.5, 1.2)
        for key in ("e-mail", "customer number", "reference")
    ),
    Goal("p99 against p50, 90/10 mix", tail("1,000,000: 90/10 mix"), 5, 3),
]
# Goals that are no comparison: the name of the figure, as `__main__.py` takes it, stands in place of a measure.
FACTS = [
    (Goal("memory of a worker after 100,000 requests", None, 150, 110, " MB"), "memory of a worker"),
    (Goal("the same against 50,000 requests", None, 1.1, 1.03), "memory: end against half-way"),
    (Goal("SQLite, 8 clients, 4 change: answers of 5xx", None, 0, 0, ""), "SQLite: 5xx"),
    (Goal("SQLite, the same: p99 of writes", None, 1000, 100, " ms"), "SQLite: p99 of writes"),
]
