"""What a run says: a table of the scenarios, one of the goals, and all of it as JSON."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from benchmarks.api.goals import NOISE, Goal, difference_of_limits
from benchmarks.rounds import Scenario

_HEAD = f"{'scenario':<44}{'req/s':>9}{'p50 ms':>9}{'p99 ms':>9}{'server ms':>11}{'database ms':>13}"
_HEAD += f"{'foreign':>9}{'errors':>8}{'bytes':>9}"


@dataclass
class Outcome:
    """How a goal ended."""

    goal: Goal
    figure: float
    verdict: str

    def line(self) -> str:
        sign, unit = ("≥", "≤")[not self.goal.at_least], self.goal.unit
        must, aim = f"{sign} {self.goal.must:g}{unit}", f"{sign} {self.goal.aim:g}{unit}"
        return f"{self.goal.name:<52}{must:>12}{aim:>12}{self.figure:>10.2f}{unit:<4}{self.verdict}"


def print_scenarios(scenarios: Mapping[str, Scenario]) -> None:
    print(f"\n{_HEAD}")
    for name, one in scenarios.items():
        loads = [turn.load for turn in one.turns]
        size = sum(load.bytes for load in loads) / max(sum(load.requests for load in loads), 1)
        print(
            f"{name:<44}{one.median(lambda turn: turn.load.requests / turn.load.seconds):>9,.0f}"
            f"{one.median(lambda turn: turn.load.p50):>9.2f}{one.median(lambda turn: turn.load.p99):>9.2f}"
            f"{one.median(lambda turn: turn.server_ms):>11.3f}{one.median(lambda turn: turn.database_ms):>13.3f}"
            f"{one.median(lambda turn: turn.foreign):>8.0%} {one.errors:>7}{size:>9,.0f}"
        )


def judge(goals: list[Goal], scenarios: Mapping[str, Scenario]) -> list[Outcome]:
    """Judge each goal whose scenarios ran."""
    control = difference_of_limits(scenarios)
    is_calm = control is None or 1 - NOISE <= control <= 1 + NOISE
    figures = [(goal, goal.measure(scenarios)) for goal in goals]
    return [Outcome(goal, figure, goal.verdict(figure, is_calm)) for goal, figure in figures if figure is not None]


def judge_facts(goals: list[tuple[Goal, str]], facts: Mapping[str, float]) -> list[Outcome]:
    """Judge each goal whose figure was taken."""
    return [
        Outcome(goal, facts[name], goal.verdict(facts[name], is_calm=True)) for goal, name in goals if name in facts
    ]


def print_goals(outcomes: list[Outcome], scenarios: Mapping[str, Scenario]) -> None:
    print(f"\n{'goal':<52}{'must':>12}{'aim':>12}{'measured':>10}    verdict")
    for outcome in outcomes:
        print(outcome.line())
    control = difference_of_limits(scenarios)
    if control is not None:
        print(
            f"\nThe limit against itself: {control:.2f}×. Outside {1 - NOISE:.2f}–{1 + NOISE:.2f}, or where a goal is"
            " missed by less than that, nothing can be said: run it again, with nothing else on the machine."
        )
    foreign = max((turn.foreign for one in scenarios.values() for turn in one.turns), default=0)
    print(f"Others used up to {foreign:.0%} of the machine during a turn.")


def as_json(outcomes: list[Outcome], scenarios: Mapping[str, Scenario], more: dict[str, Any]) -> dict[str, Any]:
    goals = [
        {"goal": one.goal.name, "must": one.goal.must, "aim": one.goal.aim, "measured": one.figure, "is": one.verdict}
        for one in outcomes
    ]
    return {"goals": goals, "scenarios": {name: one.figures() for name, one in scenarios.items()}, **more}
