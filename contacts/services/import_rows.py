"""What a batch of rows does to the store: match, decide by the options, and knock at the door for many at once."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from contacts import thumbnails
from contacts.models import Contact
from contacts.services.adopting import adopt_contacts, validate_ids
from contacts.services.authors import Author
from contacts.services.bulk import create_contacts
from contacts.services.bulk_changes import Changed, change_contacts
from contacts.services.consenting import Consent, settle_consent
from contacts.services.matching import RULES, Match, match_rows, ranks_of
from contacts.services.policies import Policy, allowed_changes
from contacts.services.refusals import Problems
from contacts.services.writing import judge_changes

# What a new contact may be given and a stored one keeps.
_IDENTITY = ("id", "object_id")
_GIVEN_ONCE = (*_IDENTITY, "created_at")


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


@dataclass
class Row:
    """What a file says of one contact, where it says so, and what is wrong with the way it says it.

    ``changes`` is as for ``create_contact``; ``cells`` holds the row as it stood in the file, by the file's headers;
    ``consent_dates`` says by channel when the person took an opt-out back; ``defaulted`` names the columns of
    ``changes`` that the file says nothing of: they are for a new contact alone.
    """

    line: int
    changes: dict[str, Any] = field(default_factory=dict)
    problems: Problems = field(default_factory=Problems)
    cells: dict[str, str] = field(default_factory=dict)
    consent_dates: dict[str, datetime] = field(default_factory=dict)
    defaulted: frozenset[str] = frozenset()
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
    # All three are wanted to lift an opt-out: this, the next, and a date in the row that is newer than the opt-out.
    consent_source: str = ""
    allow_resubscribe: bool = False


class Batch:
    """Rows that are taken in within one transaction of the caller's."""

    def __init__(self, options: ImportOptions, author: Author):
        self.options, self.author = options, author

    def take_in(self, rows: Sequence[Row]) -> list[Outcome]:
        """Give the outcome of each row, in order."""
        outcomes = {id(row): self._invalid(row) for row in rows if not self._is_readable(row)}
        readable = [row for row in rows if id(row) not in outcomes]
        ranks = ranks_of([row.changes for row in readable], self.options.match)
        for rank in sorted(set(ranks)):
            peers = [row for row, its_rank in zip(readable, ranks, strict=True) if its_rank == rank]
            outcomes |= {id(outcome.row): outcome for outcome in self._take_in_peers(peers)}
        return [outcomes[id(row)] for row in rows]

    def _is_readable(self, row: Row) -> bool:
        if self.options.keep_ids:
            row.problems.ask(validate_ids, row.changes)
        return not row.problems

    def _invalid(self, row: Row) -> Outcome:
        """Judge what could be read of a row that is written wrongly, so that all its problems are named at once."""
        law = Problems()
        if NON_FIELD_ERRORS not in row.problems.by_field:
            law.ask(judge_changes, Contact(), _without(row.changes, _IDENTITY))
        return Outcome(row, Verdict.INVALID, problems=law.by_field | row.problems.by_field)

    def _take_in_peers(self, rows: Sequence[Row]) -> Iterator[Outcome]:
        """Take in rows that share no key with each other."""
        meant: dict[int, Row] = {}
        new, doubled = [], []
        for row, match in zip(rows, match_rows([_said(row) for row in rows], self.options.match), strict=True):
            if hurdle := self._hurdle(match):
                yield Outcome(row, *hurdle)
            elif match.pk is None:
                new.append(row)
            else:
                # By different keys two rows may mean one contact: the later one sees what the earlier has done.
                doubled.append(row) if match.pk in meant else meant.update({match.pk: row})
        yield from self._change(meant)
        yield from self._create(new)
        if doubled:
            yield from self._take_in_peers(doubled)

    def _hurdle(self, match: Match) -> tuple[Verdict, None, dict[str, list[ValidationError]]] | None:
        if match.is_ambiguous:
            message = _("Several contacts fit this row: give it an id, a reference or a customer number.")
            return Verdict.HELD, None, _about_row(message)
        if match.pk and self.options.mode == Mode.CREATE:
            return Verdict.SKIPPED, None, _about_row(_("This contact is there already."))
        if not match.pk and self.options.mode == Mode.UPDATE:
            return Verdict.SKIPPED, None, _about_row(_("There is no such contact to update."))
        return None

    def _create(self, rows: Sequence[Row]) -> Iterator[Outcome]:
        if not rows:
            return
        create, omitted = (adopt_contacts, ()) if self.options.keep_ids else (create_contacts, _IDENTITY)
        stored = create([_without(row.changes, omitted) for row in rows], **self.author)
        for row, outcome in zip(rows, stored, strict=True):
            if isinstance(outcome, Contact):
                # A user who takes over a newsletter recipient is a contact that was there.
                yield Outcome(row, Verdict.CREATED if outcome.version == 1 else Verdict.CHANGED, outcome)
            else:
                yield Outcome(row, Verdict.INVALID, problems=outcome.error_dict)

    def _change(self, rows: Mapping[int, Row]) -> Iterator[Outcome]:
        wanted = {pk: partial(self._changes_for, row) for pk, row in rows.items()}
        outcomes = change_contacts(wanted, **self.author) if wanted else {}
        for pk, row in rows.items():
            outcome = outcomes.get(pk)
            if isinstance(outcome, Changed):
                yield Outcome(row, Verdict.CHANGED if outcome.is_changed else Verdict.UNCHANGED, outcome.contact)
            elif outcome is not None:
                yield Outcome(row, Verdict.INVALID, problems=outcome.error_dict)
            else:
                yield Outcome(row, Verdict.HELD, problems=_about_row(_("The contact was deleted meanwhile.")))

    def _changes_for(self, row: Row, contact: Contact) -> dict[str, Any]:
        changes = allowed_changes(contact, _without(row.changes, (*_GIVEN_ONCE, *row.defaulted)), self.options.policies)
        row.consent = settle_consent(contact, changes, row.consent_dates, self.options)
        return row.consent.changes


def counts_of(outcomes: Sequence[Outcome]) -> Counter[str]:
    """Count the verdicts, and the opt-outs that rows ``would_resubscribe`` and that were ``resubscribed``."""
    counts = Counter(str(outcome.verdict) for outcome in outcomes)
    consents = [outcome.row.consent for outcome in outcomes if outcome.row.consent]
    counts["would_resubscribe"] += sum(len(consent.asked) for consent in consents)
    counts["resubscribed"] += sum(len(consent.lifted) for consent in consents)
    return counts


def take_in_picture(row: Row) -> None:
    """Replace what a row says of a picture by the picture, which may mean fetching it: before a transaction opens."""
    if row.changes.get("thumbnail"):
        picture = row.problems.ask(thumbnails.take_in, row.changes["thumbnail"], field="thumbnail")
        row.changes["thumbnail"] = picture or ""


def _said(row: Row) -> dict[str, Any]:
    return _without(row.changes, tuple(row.defaulted)) if row.defaulted else row.changes


def _without(changes: Mapping[str, Any], names: Sequence[str]) -> dict[str, Any]:
    return {name: value for name, value in changes.items() if name not in names}


def _about_row(message: Any) -> dict[str, list[ValidationError]]:
    return {NON_FIELD_ERRORS: [ValidationError(message, code="held")]}
