"""The rows of a draft that would not, or did not, come in, as a file to be mended and imported again."""

from collections import defaultdict
from collections.abc import Mapping
from typing import IO

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError

from contacts.exchange.report import Report
from contacts.exchange.reviewing import job_for, problems_of
from contacts.models import ImportDraft

# By line: what is wrong, by the file's header or by our column.
Problems = Mapping[int, Mapping[str, list[ValidationError]]]


def write_problems(draft: ImportDraft, target: IO[bytes]) -> None:
    """Write the rows in which the last rehearsal found something."""
    found: dict[int, dict[str, list[ValidationError]]] = defaultdict(lambda: defaultdict(list))
    for row in problems_of(draft):
        for header, column, _value, reason in row["problems"]:
            found[row["line"]][header or column or NON_FIELD_ERRORS].append(ValidationError(reason))
    _write(draft, found, target)


def write_failed(draft: ImportDraft, target: IO[bytes]) -> None:
    """Write the rows that the draft's import has refused."""
    found: dict[int, dict[str, list[ValidationError]]] = defaultdict(lambda: defaultdict(list))
    deed = draft.operation
    for leftover in deed.leftovers.exclude(line=None) if deed else ():
        found[leftover.line or 0][leftover.field or NON_FIELD_ERRORS].append(ValidationError(leftover.reason))
    _write(draft, found, target)


def _write(draft: ImportDraft, problems: Problems, target: IO[bytes]) -> None:
    with draft.file.open("rb") as file:
        source = job_for(draft, file, draft.operation).source
        report = Report(target, source)
        for row in source.rows:
            if row.line in problems:
                report.add(row, problems[row.line])
        report.close()
