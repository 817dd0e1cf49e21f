"""Rehearsing a draft, and keeping what would become of each row, to be looked at before anything is written.

The rows lie in a file of their own, a JSON object a line, because there may be a million of them; the draft's
``review`` holds how many there are of each kind, and where in the file each page of a kind begins.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from tempfile import TemporaryFile
from typing import IO, Any, cast
from uuid import uuid4

import orjson
from django.core.files import File
from django.core.files.storage import storages

from contacts.choices import CHANNELS, ChangeKind, Via
from contacts.differences import differences_of
from contacts.exchange.complaints import complaints_of
from contacts.exchange.importing import FileImport
from contacts.exchange.plans import Plan
from contacts.models import Change, ImportDraft, Operation, StaffMember
from contacts.services.import_rows import Outcome, Row, Verdict

PAGE = 50
# So large a file is rehearsed while the person waits; a larger one in the background.
SMALL = 200_000
RESUBSCRIBE, OPT_OUT, AGAIN = "resubscribe", "optout", "again"
TILES = (*Verdict.values, RESUBSCRIBE, OPT_OUT, AGAIN)
Progress = Callable[[int], object]


def plan_for(draft: ImportDraft) -> Plan:
    """Give the whole plan of a draft, with what was said of single rows. Raises ``UnusableFile``."""
    return Plan(**{**draft.plan, "mended": draft.mended, "left_out": draft.left_out})


def job_for(draft: ImportDraft, file: Any, deed: Operation | None = None) -> FileImport:
    """Give the import of the draft's opened file. Raises ``UnusableFile``."""
    return FileImport(file, draft.name, Plan(**deed.options) if deed else plan_for(draft), deed)


def rehearse(draft: ImportDraft, by: StaffMember | None, progress: Progress) -> dict[str, Any]:
    """Give the review of the draft; ``progress`` is told how many rows are through. Raises ``UnusableFile``."""
    with draft.file.open("rb") as file, TemporaryFile() as rows:
        job = job_for(draft, file)
        review = _Review(job.source.places, rows, progress)
        deed = job.rehearse(review.note, via=Via.IMPORT, by=by)
        rows.seek(0)
        name = storages["uploads"].save(f"imports/reviews/{uuid4().hex}.jsonl", File(rows))
    facts = {"counts": deed.counts, "rows": deed.done_rows, "notes": [str(note) for note in job.source.notes]}
    return {**facts, "state": "done", "file": name, "tiles": review.tiles, "pages": review.pages}


class _Review:
    """Writes down what became of the rows of a rehearsal."""

    def __init__(self, places: Any, file: Any, progress: Progress):
        self._places, self._file, self._progress = places, file, progress
        self._met: set[int] = set()
        self._count = 0
        self.tiles: Counter[str] = Counter()
        self.pages: dict[str, list[int]] = {}

    def note(self, deed: Operation, outcomes: list[Outcome]) -> None:
        changes = _changes_of(outcomes)
        for outcome in outcomes:
            key = (outcome.contact.pk, outcome.contact.version) if outcome.contact else None
            self._write(outcome, changes.get(key) if outcome.verdict in _WRITTEN else None)
        self._count += len(outcomes)
        self._progress(self._count)

    def _write(self, outcome: Outcome, change: Change | None) -> None:
        marks = list(self._marks(outcome, change))
        for tile in (str(outcome.verdict), *marks):
            if self.tiles[tile] % PAGE == 0:
                self.pages.setdefault(tile, []).append(self._file.tell())
            self.tiles[tile] += 1
        self._file.write(orjson.dumps(self._told(outcome, change, marks), option=orjson.OPT_APPEND_NEWLINE))

    def _marks(self, outcome: Outcome, change: Change | None) -> Iterator[str]:
        if outcome.contact and outcome.row.consent and outcome.row.consent.asked:
            yield RESUBSCRIBE
        if change and change.kind == ChangeKind.CHANGED and any(_opts_out(change, channel) for channel in CHANNELS):
            yield OPT_OUT
        if outcome.contact and outcome.contact.pk in self._met:
            yield AGAIN
        if outcome.contact:
            self._met.add(outcome.contact.pk)

    def _told(self, outcome: Outcome, change: Change | None, marks: list[str]) -> dict[str, Any]:
        is_there = outcome.contact and outcome.verdict != Verdict.CREATED
        told = {
            "line": outcome.row.line,
            "verdict": outcome.verdict,
            "name": _clean(str(outcome.contact) if outcome.contact else _name_of(outcome.row)),
            "contact": outcome.contact.pk if outcome.contact and is_there else None,
            "marks": marks,
            "differences": [_cleaned(one.label, one.before, one.after) for one in differences_of(change)]
            if change
            else [],
        }
        problems = complaints_of(outcome, self._places)
        cells = outcome.row.cells
        listed = [_cleaned(one.header, one.column, cells.get(one.header, one.value), one.reason) for one in problems]
        return told | {"problems": listed}


_WRITTEN = (Verdict.CREATED, Verdict.CHANGED)


def _changes_of(outcomes: Iterable[Outcome]) -> dict[tuple[int, int] | None, Change]:
    """Give what the rehearsal wrote of the batch, by contact and version: its keys are below all others."""
    contacts = {outcome.contact.pk for outcome in outcomes if outcome.contact}
    found = Change.objects.filter(pk__lt=0, contact__in=contacts)
    return {(change.contact_id, change.version): change for change in found}


def _opts_out(change: Change, channel: str) -> bool:
    name = f"{channel}_optout_reason"
    return bool(change.after.get(name)) and not change.before.get(name)


def _name_of(row: Row) -> str:
    said = row.changes
    names = " ".join(str(said[name]) for name in ("first_name", "last_name") if said.get(name))
    return names or str(said.get("company") or said.get("email") or "")


def _cleaned(*texts: Any) -> list[str]:
    return [_clean(text.isoformat() if isinstance(text, date) else str(text)) for text in texts]


def _clean(text: str) -> str:
    """Give the text without half characters, which JSON cannot hold."""
    return text.encode("utf-8", "replace").decode()


def page_of(draft: ImportDraft, tile: str, page: int) -> list[dict[str, Any]]:
    """Give the rows of one page of a tile, counted from 0; none where there is no such page."""
    starts = draft.review.get("pages", {}).get(tile, [])
    if not 0 <= page < len(starts):
        return []
    with _reviewed(draft) as lines:
        lines.seek(starts[page])
        return list(_rows_of(lines, tile, PAGE))


def problems_of(draft: ImportDraft) -> Iterator[dict[str, Any]]:
    """Give all rows of a review that would not come in."""
    with _reviewed(draft) as lines:
        yield from (row for row in map(orjson.loads, lines) if row["problems"])


@contextmanager
def _reviewed(draft: ImportDraft) -> Iterator[IO[bytes]]:
    """Give the file with the rows; Django's own around it would go back to its start for the first line."""
    with storages["uploads"].open(draft.review["file"]) as file:
        yield cast(IO[bytes], file.file)


def _rows_of(file: Any, tile: str, most: int) -> Iterator[dict[str, Any]]:
    found = 0
    for line in file:
        row = orjson.loads(line)
        if tile == row["verdict"] or tile in row["marks"]:
            yield row
            found += 1
            if found == most:
                return
