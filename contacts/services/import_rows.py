"""The words of an import: what a file says of a contact, how that is to be taken, and what became of it."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from contacts import thumbnails
from contacts.models import Contact
from contacts.services.bulk import Draft
from contacts.services.consenting import Consent
from contacts.services.matching import NOTHING_SAID, RULES, Said
from contacts.services.policies import Policy
from contacts.services.refusals import Problems


class Mode(TextChoices):
    UPSERT = "upsert", _("Create and update")
    CREATE = "create", _("Create only")
    UPDATE = "update", _("Update only")


class Verdict(TextChoices):
    """What became of a row."""

    CREATED = "created", _("Created")
    CHANGED = "changed", _("Changed")
    UNCHANGED = "unchanged", _("Unchanged")
    SKIPPED = "skipped", _("Skipped")
    HELD = "held", _("Held for a person")
    INVALID = "invalid", _("Invalid")


# The rows of these are not in the store, and somebody must see to them.
REFUSED = (Verdict.HELD, Verdict.INVALID)


@dataclass
class Row:
    """What a file says of one contact, where it says so, and what is wrong with the way it says it.

    ``changes`` is as for ``create_contact``; ``cells`` holds the row as it stood in the file, by the file's headers;
    ``consent_dates`` says by channel when the person took an opt-out back; ``defaulted`` names the columns of
    ``changes`` that the file says nothing of: they are for a new contact alone. One that ``is_left_out`` somebody does
    not want to come in.
    """

    line: int
    changes: dict[str, Any] = field(default_factory=dict)
    problems: Problems = field(default_factory=Problems)
    cells: dict[str, str] = field(default_factory=dict)
    consent_dates: dict[str, datetime] = field(default_factory=dict)
    defaulted: frozenset[str] = frozenset()
    is_left_out: bool = False
    # What is known before its turn comes: by what its contact may be found, and the contact that it makes if it is new.
    said: Said = NOTHING_SAID
    draft: Draft | None = None
    # How far the row got with the opt-outs that it would lift; set when it meets its contact.
    consent: Consent | None = None


@dataclass
class Outcome:
    """A row and what became of it; ``problems`` says why where it is not in the store now."""

    row: Row
    verdict: Verdict
    contact: Contact | None = None
    problems: dict[str, list[ValidationError]] = field(default_factory=dict)


@dataclass(frozen=True)
class ImportOptions:
    """How rows meet what is stored."""

    match: Sequence[str] = RULES
    mode: Mode = Mode.UPSERT
    policies: Mapping[str, Policy] = field(default_factory=dict)
    keep_ids: bool = False
    # What every contact that a row is about is tagged with.
    add_tags: Sequence[str] = ()
    # All three are wanted to lift an opt-out: this, the next, and a date in the row that is newer than the opt-out.
    consent_source: str = ""
    allow_resubscribe: bool = False


def counts_of(outcomes: Iterable[Outcome]) -> Counter[str]:
    """Count the verdicts, and the opt-outs that rows ``would_resubscribe`` and that were ``resubscribed``."""
    counts: Counter[str] = Counter()
    for outcome in outcomes:
        counts[str(outcome.verdict)] += 1
        if outcome.contact and outcome.row.consent:
            counts["would_resubscribe"] += len(outcome.row.consent.asked)
            counts["resubscribed"] += len(outcome.row.consent.lifted)
    return counts


def take_in_picture(row: Row) -> None:
    """Replace what a row says of a picture by the picture, which may mean fetching it: before a transaction opens."""
    if row.changes.get("thumbnail"):
        picture = row.problems.ask(thumbnails.take_in, row.changes["thumbnail"], field="thumbnail")
        row.changes["thumbnail"] = picture or ""
