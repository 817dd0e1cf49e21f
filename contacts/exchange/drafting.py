"""What a worker does for a draft: rehearse it, or take its file in; and what of it a page shows meanwhile."""

from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from django.utils.translation import gettext as _

from contacts.choices import Via
from contacts.exchange.interfaces import UnusableFile
from contacts.exchange.progress import noting
from contacts.exchange.reviewing import SMALL, job_for, rehearse
from contacts.models import ImportDraft, Operation, StaffMember
from contacts.services.authors import Author
from contacts.services.drafts import begin_draft, begin_review, keep_review
from contacts.services.import_runs import NotAllGood
from contacts.services.operations import Halted, IsStopped

_FETCHED_AT_ONCE = 3


def is_small(draft: ImportDraft) -> bool:
    """Whether the file is rehearsed while the person waits: it is short, and names few pictures to be fetched."""
    return draft.file.size <= SMALL and _pictures_to_fetch(draft) <= _FETCHED_AT_ONCE


def _pictures_to_fetch(draft: ImportDraft) -> int:
    with draft.file.open("rb") as file:
        try:
            rows = job_for(draft, file).source.rows
        except UnusableFile:
            # The review says so.
            return 0
        return sum(str(row.changes.get("thumbnail")).startswith("http") for row in rows)


def review_now(draft: ImportDraft, by: StaffMember) -> None:
    """Rehearse the draft, and keep what was found with it."""
    review_draft(draft, begin_review(draft), by)


def review_draft(draft: ImportDraft, token: str, by: StaffMember | None) -> None:
    """Rehearse the draft for who holds the token; a file that cannot be read is told of in the review."""
    with noting(token) as progress:
        try:
            review = rehearse(draft, by, progress)
        except UnusableFile as error:
            review = {"state": "failed", "error": str(error)}
    keep_review(draft, token, review)


def start_import(draft: ImportDraft, reason: str, by: StaffMember) -> tuple[Operation, bool]:
    """Give the operation that takes the file in, and whether it is new. Raises ``UnusableFile``."""
    with draft.file.open("rb") as file:
        job = job_for(draft, file)
    total = draft.review.get("rows")
    said = reason or _("Import of %(name)s") % {"name": draft.name}
    return begin_draft(draft, job.fingerprint, job.plan.stored(), total, via=Via.PAGE, by=by, reason=said[:200])


def run_draft(deed: Operation, is_stopped: IsStopped) -> None:
    """Take in the file of the draft that the operation belongs to, from where it stands. Raises ``GoneOn``."""
    draft = ImportDraft.objects.get(operation=deed)
    with draft.file.open("rb") as file, suppress(NotAllGood):
        job = job_for(draft, file, deed)
        job.source.rows = _until(is_stopped, job.source.rows)
        author = Author(via=Via.IMPORT, by=deed.by, reason=deed.reason)
        try:
            job.run(job.begin(**author), lambda outcome: None, **author)
        except Halted:
            if not is_stopped():
                raise


def _until(is_stopped: IsStopped, rows: Iterator[Any]) -> Iterator[Any]:
    for row in rows:
        if is_stopped():
            # The batch that is being gathered has not begun yet.
            raise Halted
        yield row
