"""Taking in the rows of a file: good rows become contacts, bad ones are told of, one ``Operation`` holds the lot."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import nullcontext
from itertools import islice
from typing import Unpack

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError

from contacts.choices import OperationKind
from contacts.models import Contact
from contacts.services.adopting import adopt_contacts, validate_ids
from contacts.services.authors import Author
from contacts.services.bulk import Outcome, create_contacts
from contacts.services.import_rows import Row
from contacts.services.operations import operation
from contacts.services.refusals import Problems
from contacts.services.rehearsal import rehearsing
from contacts.services.writing import judge_changes

BATCH = 500
IDS = ("id", "object_id")


Tell = Callable[[Row], None]


def import_contacts(
    rows: Iterable[Row], tell: Tell, *, keep_ids: bool = False, dry_run: bool = False, **author: Unpack[Author]
) -> Counter[str]:
    """Create a contact of each row, and give the numbers of those ``created``, ``changed`` and ``refused``.

    A refused row is handed to ``tell`` with all its problems and holds up no other. ``changed`` are newsletter
    recipients whom a user took over. Batches commit one by one, so memory does not grow with the file. With
    ``keep_ids`` the contacts keep the ids of the rows (``adopt_contacts``). ``dry_run`` takes the same path and leaves
    nothing behind; as it is one transaction, other writers to SQLite wait until it ends.
    """
    counts = Counter(created=0, changed=0, refused=0)
    with rehearsing() if dry_run else nullcontext(), operation(OperationKind.IMPORT, **author) as deed:
        author["operation"] = deed
        deed.counts = counts
        for batch in _batches(rows):
            for row, outcome in _take_in(batch, keep_ids, author):
                counts[_counted(row, outcome, tell)] += 1
    return counts


def _batches(rows: Iterable[Row]) -> Iterator[list[Row]]:
    rest = iter(rows)
    while batch := list(islice(rest, BATCH)):
        yield batch


def _take_in(batch: Sequence[Row], keep_ids: bool, author: Author) -> Iterator[tuple[Row, Outcome]]:
    for row in batch:
        _settle_ids(row, keep_ids)
    create = adopt_contacts if keep_ids else create_contacts
    outcomes = iter(create([row.changes for row in batch if not row.problems], **author))
    for row in batch:
        yield row, _judged(row) if row.problems else next(outcomes)


def _settle_ids(row: Row, keep_ids: bool) -> None:
    if keep_ids:
        row.problems.ask(validate_ids, row.changes)
    else:
        row.changes = {name: value for name, value in row.changes.items() if name not in IDS}


def _judged(row: Row) -> ValidationError:
    """Give all that is wrong with a row that is written wrongly: the law speaks of what could be read."""
    law = Problems()
    if NON_FIELD_ERRORS not in row.problems.by_field:
        law.ask(judge_changes, Contact(), row.changes)
    return ValidationError(law.by_field | row.problems.by_field)


def _counted(row: Row, outcome: Outcome, tell: Tell) -> str:
    """Tell of a refusal; give the word under which the row counts."""
    if isinstance(outcome, Contact):
        return "created" if outcome.version == 1 else "changed"
    row.problems = Problems()
    row.problems.by_field = outcome.error_dict
    tell(row)
    return "refused"
