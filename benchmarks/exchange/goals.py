"""What the figures are held against. The goals are set for PostgreSQL on two cores; elsewhere they only compare."""

from collections.abc import Iterator, Mapping

# (what, against what, goal)
RATIOS = [
    ("import", "raw", 0.25),
    ("import", "peer", 12),
    ("import", "peer-bulk", 2.5),
    ("import-again", "import", 1),
    ("export", "raw-export", 0.4),
    ("export", "peer-export", 5),
]
PEAK_MB = 250
OURS = ("import", "import-again", "export")


def verdicts_on(kind: str, results: Mapping[str, dict | None]) -> Iterator[str]:
    """Give a line for each goal: the figure, and whether the goal is reached."""
    for what, against, goal in RATIOS:
        ours, theirs = results.get(what), results.get(against)
        if ours and theirs:
            ratio = ours["rows_per_second"] / theirs["rows_per_second"]
            by_cpu = f"; by CPU time {_work(theirs) / _work(ours):.2f}" if _work(ours) and _work(theirs) else ""
            yield f"{_word(kind, ratio >= goal)} {what} / {against}: {ratio:.2f} (goal {goal}{by_cpu})"
    for what in OURS:
        if ours := results.get(what):
            yield f"{_word(kind, ours['peak_mb'] < PEAK_MB)} {what}: {ours['peak_mb']:.0f} MB (goal under {PEAK_MB})"


def _work(result: dict) -> float:
    """Give the CPU seconds for each row, of both sides."""
    return (result["cpu"] + result["server_cpu"]) / result["rows"]


def _word(kind: str, is_reached: bool) -> str:
    word = "reached" if is_reached else "missed"
    return f"{word:<8}" if kind.startswith("postgres") else f"({word})"
