"""Imports for tests: rows without a file, and what became of them."""

from typing import Any

from contacts.choices import Via
from contacts.models import Operation
from contacts.services.import_rows import ImportOptions, Outcome, Row
from contacts.services.import_runs import Run, begin_import, run_import

ALL_AT_ONCE = Run()
ONE_BY_ONE = Run(batch=1)
REHEARSAL = Run(is_rehearsal=True)


def guest(**values: Any) -> dict:
    return {"type": "guest", "email": "ana@example.com", "first_name": "Ana", "last_name": "Brook", **values}


def rows_of(*changes: dict | Row) -> list[Row]:
    """Give a row for each of the changes, as if they stood on lines 2, 3, …"""
    return [one if isinstance(one, Row) else Row(line, dict(one)) for line, one in enumerate(changes, 2)]


def an_operation() -> Operation:
    return begin_import("contacts.csv", "0" * 64, {}, via=Via.IMPORT)


class Import:
    """An import of these rows: its operation, its outcomes, their verdicts, and the counts."""

    def __init__(self, *changes: dict | Row, deed: Operation | None = None, run: Run = ALL_AT_ONCE, **options: Any):
        self.deed = deed or begin_import("contacts.csv", "", {}, is_kept=not run.is_rehearsal, via=Via.IMPORT)
        self.outcomes: list[Outcome] = []
        rows, wanted = rows_of(*changes), ImportOptions(**options)
        self.counts = run_import(rows, self.deed, wanted, run, self.outcomes.append, via=Via.IMPORT)

    @property
    def verdicts(self) -> list[str]:
        return [str(outcome.verdict) for outcome in self.outcomes]

    @property
    def problems(self) -> list[dict[str, list[str]]]:
        """The codes of each row's problems by column."""
        return [
            {name: [problem.code for problem in found] for name, found in outcome.problems.items()}
            for outcome in self.outcomes
        ]
