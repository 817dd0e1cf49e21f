"""What ``import_contacts`` says, to people and to scripts."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from enum import IntEnum
from typing import Protocol

from django.core.management.base import OutputWrapper

from contacts.exchange.complaints import Complaint, complaints_of
from contacts.exchange.report import Report
from contacts.management.progress import Progress
from contacts.models import Operation
from contacts.services.import_rows import REFUSED, Outcome, Verdict
from contacts.services.import_runs import refused

_CONSENTS = ("would_resubscribe", "resubscribed")
_VALUE_LENGTH = 60


class Status(IntEnum):
    """How the command ends, for scripts."""

    ALL_IN = 0
    SOME_REFUSED = 1
    UNUSABLE = 2
    NOTHING_WRITTEN = 3
    NOT_OURS = 4
    BROKEN_OFF = 5
    NOT_TOLD = 6
    INTERRUPTED = 130


@dataclass(frozen=True)
class Result:
    """What became of an import. Nothing is written by a rehearsal, and where all or nothing was wanted and not had."""

    operation: Operation
    notes: Sequence[str]
    is_atomic: bool
    is_rehearsal: bool
    is_written: bool

    @property
    def counts(self) -> Counter[str]:
        return Counter(self.operation.counts)

    @property
    def refused(self) -> int:
        return refused(self.counts)

    @property
    def status(self) -> Status:
        if not self.refused:
            return Status.ALL_IN
        return Status.NOTHING_WRITTEN if self.is_atomic else Status.SOME_REFUSED


class Telling(Protocol):
    """Speaks of an import, from its beginning to its end."""

    def begin(self, operation: Operation, notes: Sequence[str]) -> None: ...
    def complain(self, complaint: Complaint) -> None: ...
    def end(self, result: Result) -> None: ...


class Words:
    """Speaks to people: of the import on standard output, of problems on standard error."""

    def __init__(self, out: OutputWrapper, err: OutputWrapper):
        self._out, self._err = out, err
        if reconfigure := getattr(out._out, "reconfigure", None):
            # A letter that the terminal lacks must not break off the import.
            reconfigure(errors="backslashreplace")
        self._said: list[str] = []

    def begin(self, operation: Operation, notes: Sequence[str]) -> None:
        begun = [f"Import {operation.pk} of {operation.source} begins."] if operation.pk else []
        self._say([*begun, *notes])
        self._said += notes

    def complain(self, complaint: Complaint) -> None:
        value = f" “{complaint.value:.{_VALUE_LENGTH}}”" if complaint.value else ""
        place = f", {complaint.place}{value}" if complaint.column else ""
        self._err.write(on_one_line(f"line {complaint.line}{place}: {complaint.reason}"))

    def end(self, result: Result) -> None:
        asked, lifted = (result.counts[name] for name in _CONSENTS)
        self._say(note for note in result.notes if note not in self._said)
        self._say([f"{_opening(result)}: {_counted(result.counts)}."])
        done = "to be lifted" if result.is_rehearsal else "lifted"
        lifted = lifted if result.is_written or result.is_rehearsal else 0
        self._say([f"Opt-outs that the file would lift: {asked:,}; {done}: {lifted:,}."])
        if result.is_written:
            number = result.operation.pk
            self._say([f"This was import {number}. To take it back: manage.py undo_operation {number}"])

    def _say(self, lines: Iterable[str]) -> None:
        for line in lines:
            self._out.write(on_one_line(line))
        # Who kills the process has read the number of the import by then.
        self._out.flush()


def _opening(result: Result) -> str:
    if result.is_rehearsal:
        return "Dry run, nothing was written; all or nothing" if result.is_atomic else "Dry run, nothing was written"
    if not result.is_written:
        return "Nothing was written, for it was to be all or nothing"
    return "Imported, all or nothing" if result.is_atomic else "Imported, good rows only"


def _counted(counts: Counter[str]) -> str:
    return ", ".join(f"{counts[verdict]:,} {verdict}" for verdict in Verdict.values)


def on_one_line(text: str) -> str:
    """Give the text so that what a file says neither breaks the line nor commands the terminal."""
    return "".join(char if char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in text)


class JsonLines:
    """Speaks to scripts: an object a line on standard output, first the problems, the result last."""

    def __init__(self, out: OutputWrapper):
        self._out = out

    def begin(self, operation: Operation, notes: Sequence[str]) -> None:
        self._say("begin", {"operation": operation.pk, "file": operation.source, "notes": list(notes)})

    def complain(self, complaint: Complaint) -> None:
        self._say("problem", asdict(complaint))

    def end(self, result: Result) -> None:
        names = [*Verdict.values, *_CONSENTS]
        facts = {
            "operation": result.operation.pk,
            "file": result.operation.source,
            "sha256": result.operation.fingerprint,
            "counts": {name: result.counts[name] for name in names},
            "notes": list(result.notes),
            "all_or_nothing": result.is_atomic,
            "dry_run": result.is_rehearsal,
            "written": result.is_written,
            "status": result.status,
        }
        self._say("result", facts)

    def _say(self, kind: str, facts: Mapping[str, object]) -> None:
        self._out.write(json.dumps({"kind": kind, **facts}))
        self._out.flush()


class Audience:
    """All to whom the outcome of each row goes: who waits, who reads on, and who mends the refused ones."""

    def __init__(self, telling: Telling, progress: Progress, report: Report | None, places: Mapping[str, str]):
        self._telling, self._progress, self._report, self._places = telling, progress, report, places

    def hear(self, outcome: Outcome) -> None:
        self._progress.count_row()
        if outcome.verdict not in REFUSED:
            return
        if self._report:
            self._report.add(outcome.row, outcome.problems)
        with self._progress.beside():
            for complaint in complaints_of(outcome, self._places):
                self._telling.complain(complaint)
