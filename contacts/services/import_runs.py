"""Running an import: batches that commit, progress that survives a killed process, all or nothing where asked for."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, closing, nullcontext
from dataclasses import dataclass
from itertools import islice
from typing import Any, Unpack

from django.db import connection

from contacts import garbage
from contacts.ahead import made_ahead
from contacts.choices import OperationKind, OperationState
from contacts.models import Contact, Operation
from contacts.services.authors import Author
from contacts.services.import_batches import Intake
from contacts.services.import_rows import REFUSED, ImportOptions, Outcome, Row, counts_of, take_in_picture
from contacts.services.matching import LOOKED_UP
from contacts.services.operations import GoneOn, what_stopped
from contacts.services.pictures import writing
from contacts.services.refusals import Problems
from contacts.services.rehearsal import rehearsing
from contacts.services.rivals import persistent

BATCH = 1000
# Under this number PostgreSQL keeps the turns of imports; it means nothing else.
_TURN = 20_140_301
# In these states an import may have been broken off, and can go on.
RESUMABLE = (OperationState.RUNNING, OperationState.FAILED, OperationState.PAUSED)
Tell = Callable[[Outcome], None]
# Is handed each batch before it commits: what it writes stays, or goes, together with the batch.
Note = Callable[[Operation, list[Outcome]], None]


class NotAllGood(Exception):
    """Rows were refused, and the import was to be all or nothing: nothing is written."""


@dataclass(frozen=True)
class Run:
    """How an import runs. A rehearsal takes the same path and leaves nothing behind."""

    is_atomic: bool = False
    is_rehearsal: bool = False
    batch: int = BATCH
    note: Note | None = None

    def around_all(self) -> AbstractContextManager[None]:
        if self.is_rehearsal:
            return rehearsing()
        return writing() if self.is_atomic else nullcontext()


def run_import(
    rows: Iterable[Row], deed: Operation, options: ImportOptions, run: Run, tell: Tell, **author: Unpack[Author]
) -> Counter[str]:
    """Take in the rows of a file and give how many had each ``Verdict`` (and what became of consents).

    ``tell`` is handed the outcome of every row. Each batch commits together with the operation's ``done_rows``; the
    rows that an earlier run has dealt with are passed over, so that it can be called again after a crash. Raises
    ``GoneOn`` when another process does so at the same time, ``Halted`` when somebody has paused or cancelled the
    import, and ``NotAllGood`` when ``run.is_atomic`` and a row was refused.
    """
    author["operation"] = None if run.is_rehearsal else deed
    if options.allow_resubscribe:
        author["consent_source"] = options.consent_source
    intake = Intake(options, author)
    prepared = map(intake.prepare, _batches(islice(rows, deed.done_rows, None), run.batch))
    with run.around_all(), garbage.searched_for_rarely():
        with closing(made_ahead(prepared)) as batches:
            for number, batch in enumerate(batches):
                _tell_of_growth(number)
                for outcome in _take_in(batch, deed, run, intake):
                    tell(outcome)
        if run.is_atomic and not run.is_rehearsal and refused(deed.counts):
            raise NotAllGood
    return Counter(deed.counts)


def refused(counts: Mapping[str, int]) -> int:
    """Give how many rows are for a person to mend or decide."""
    return sum(counts.get(verdict, 0) for verdict in REFUSED)


def _batches(rows: Iterable[Row], size: int) -> Iterator[list[Row]]:
    rest = iter(rows)
    while batch := list(islice(rest, size)):
        yield batch


def _take_in(rows: Sequence[Row], operation: Operation, run: Run, intake: Intake) -> list[Outcome]:
    for row in rows:
        take_in_picture(row)
    outcomes = _write(rows, [row.problems for row in rows], operation, run, intake)
    operation.done_rows += len(rows)
    operation.counts = _counts_with(outcomes, operation)
    return outcomes


@persistent
def _write(
    rows: Sequence[Row], known: Sequence[Problems], operation: Operation, run: Run, intake: Intake
) -> list[Outcome]:
    for row, problems in zip(rows, known, strict=True):
        # What is found wrong with a row is found again when the batch has to be written once more.
        row.problems = Problems(problems)
    with writing():
        _wait_for_turn()
        outcomes = intake.take_in(rows)
        if run.note:
            run.note(operation, outcomes)
        if not run.is_rehearsal:
            _note_progress(operation, len(rows), _counts_with(outcomes, operation))
    return outcomes


def _counts_with(outcomes: Iterable[Outcome], operation: Operation) -> dict[str, int]:
    return dict(Counter(operation.counts) + counts_of(outcomes))


def _tell_of_growth(batches: int) -> None:
    """After 1, 2, 4, 8 … batches let PostgreSQL look at how large the tables are by now.

    By itself it looks once a minute. Until then it takes them for small, and reads all of them for each batch. The
    columns that tell contacts from each other are enough: all fifty take ten times as long.
    """
    if connection.vendor == "postgresql" and batches and not batches & (batches - 1):
        with connection.cursor() as cursor:
            cursor.execute(f"ANALYZE {Contact._meta.db_table} ({', '.join(LOOKED_UP)})")


def _wait_for_turn() -> None:
    """Let imports write one after the other: what one creates, the next one finds; else both would create it.

    SQLite has one writer at a time by itself. A batch need not lie on the disk when the next one begins: the end of
    the import does, with all that came before it, and what a broken server loses a resumed import brings again.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s), set_config('synchronous_commit', 'off', true)", [_TURN])


def _note_progress(operation: Operation, rows: int, counts: Mapping[str, int]) -> None:
    """Count the batch as dealt with, unless somebody else has gone on with the file."""
    mine = Operation.objects.filter(pk=operation.pk, done_rows=operation.done_rows, state=OperationState.RUNNING)
    if not mine.update(done_rows=operation.done_rows + rows, counts=counts):
        raise what_stopped(operation)


def begin_import(
    source: str, fingerprint: str, options: Mapping[str, Any], *, is_kept: bool = True, **author: Unpack[Author]
) -> Operation:
    """Give the operation of an import that begins, by the file's name, its SHA-256 and how it is to be taken in."""
    deed = Operation(kind=OperationKind.IMPORT, source=source[:255], fingerprint=fingerprint, options=dict(options))
    deed.via, deed.by, deed.reason = author["via"], author.get("by"), author.get("reason", "")
    if is_kept:
        deed.save(force_insert=True)
    return deed


def take_up(operation: Operation) -> None:
    """Go on with an import that was broken off. Raises ``GoneOn`` when it is over."""
    broken_off = Operation.objects.filter(pk=operation.pk, state__in=RESUMABLE)
    if not broken_off.update(state=OperationState.RUNNING, ended_at=None, oldest=None, newest=None):
        raise GoneOn
    operation.refresh_from_db()
