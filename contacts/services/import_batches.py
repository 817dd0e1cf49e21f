"""What batches of rows do to the store: match, decide by the options, and knock at the door for many at once."""

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils.translation import gettext_lazy as _

from contacts.models import Contact
from contacts.reading import with_extras
from contacts.services.adopting import adopt_contacts, validate_ids
from contacts.services.authors import Author
from contacts.services.bulk import create_contacts, draft_contact
from contacts.services.bulk_changes import Changed, change_contacts
from contacts.services.consenting import settle_consent
from contacts.services.import_rows import ImportOptions, Mode, Outcome, Row, Verdict
from contacts.services.matching import TOLD_BY_EMAIL, Match, Said, match_rows, ranks_of
from contacts.services.policies import Policy, allowed_changes
from contacts.services.refusals import Problems
from contacts.services.writing import judge_changes

# What a new contact may be given and a stored one keeps.
_IDENTITY = ("id", "object_id")
_GIVEN_ONCE = (*_IDENTITY, "created_at")

Hurdle = tuple[Verdict, dict[str, list[ValidationError]]]


class Intake:
    """Takes in rows batch by batch: each is prepared, and then taken in within one transaction of the caller's."""

    def __init__(self, options: ImportOptions, author: Author):
        self.options, self.author = options, author
        # Most files are of new contacts, or of known ones: as the last batch was, the next one will be.
        self._expects_new = True

    def prepare(self, rows: Sequence[Row]) -> Sequence[Row]:
        """Find out of the rows what can be known without the database: another thread may do so."""
        for row in rows:
            if self.options.keep_ids:
                row.problems.ask(validate_ids, row.changes)
            row.said = Said.by(self._said(row), self.options.match)
            if self._expects_new and self._can_be_drafted(row):
                row.draft = draft_contact(self._changes_for_new(row, _IDENTITY))
        return rows

    def _can_be_drafted(self, row: Row) -> bool:
        # A picture is yet to be taken in.
        is_plain = not row.is_left_out and not row.problems and not row.changes.get("thumbnail")
        return is_plain and not self.options.keep_ids and bool(row.changes.get("type"))

    def take_in(self, rows: Sequence[Row]) -> list[Outcome]:
        """Give the outcome of each of the prepared rows, in order."""
        outcomes = self._outcomes(rows)
        self._expects_new = 2 * sum(outcome.verdict == Verdict.CREATED for outcome in outcomes) > len(rows)
        return outcomes

    def _outcomes(self, rows: Sequence[Row]) -> list[Outcome]:
        outcomes = {id(row): _left_out(row) for row in rows if row.is_left_out}
        readable = [row for row in rows if not row.is_left_out and not row.problems]
        ranks = ranks_of([row.said for row in readable])
        for rank in sorted(set(ranks)):
            peers = [row for row, its_rank in zip(readable, ranks, strict=True) if its_rank == rank]
            outcomes |= {id(outcome.row): outcome for outcome in self._take_in_peers(peers)}
        unreadable = [row for row in rows if id(row) not in outcomes]
        outcomes |= {id(row): outcome for row, outcome in zip(unreadable, self._judge(unreadable), strict=True)}
        return [outcomes[id(row)] for row in rows]

    def _said(self, row: Row) -> dict[str, Any]:
        """Give what the file says by which a contact may be found."""
        said = _without(row.changes, tuple(row.defaulted)) if row.defaulted else row.changes
        is_somebody = self.options.keep_ids and any(map(said.get, _IDENTITY))
        # Several guests may share an e-mail: who is to keep an id of his own is not the one who is here.
        return _without(said, ("email", "emails")) if is_somebody and said.get("type") not in TOLD_BY_EMAIL else said

    @staticmethod
    def _matches(rows: Sequence[Row]) -> Iterator[tuple[Row, Match]]:
        yield from zip(rows, match_rows([row.said for row in rows]), strict=True)

    def _judge(self, rows: Sequence[Row]) -> Iterator[Outcome]:
        """Judge what could be read of rows that are written wrongly, so that all their problems are named at once."""
        matches = [match for _row, match in self._matches(rows)]
        stored = Contact.objects.whole().in_bulk([match.pk for match in matches if match.pk])
        for row, match in zip(rows, matches, strict=True):
            law = Problems()
            if NON_FIELD_ERRORS not in row.problems.by_field and not self._hurdle(match):
                law.ask(self._judge_readable, row, stored.get(match.pk))
            yield Outcome(row, Verdict.INVALID, problems=law.by_field | row.problems.by_field)

    def _judge_readable(self, row: Row, contact: Contact | None) -> None:
        if contact:
            judge_changes(contact, self._changes_for(row, with_extras(contact)))
        else:
            # Said in our words: the law only knows that the type is blank.
            _lacks_type(row)
            judge_changes(Contact(), self._changes_for_new(row, _IDENTITY))

    def _take_in_peers(self, rows: Sequence[Row]) -> Iterator[Outcome]:
        """Take in rows that share no key with each other."""
        meant: dict[int, Row] = {}
        new, doubled = [], []
        for row, match in self._matches(rows):
            if hurdle := self._hurdle(match):
                yield Outcome(row, hurdle[0], problems=hurdle[1])
            elif match.pk is None:
                new.append(row)
            else:
                # By different keys two rows may mean one contact: the later one sees what the earlier has done.
                doubled.append(row) if match.pk in meant else meant.update({match.pk: row})
        yield from self._change(meant)
        yield from self._create(new)
        if doubled:
            yield from self._take_in_peers(doubled)

    def _hurdle(self, match: Match) -> Hurdle | None:
        if match.is_ambiguous:
            message = _("Several contacts fit this row: give it an id, a reference or a customer number.")
            return Verdict.HELD, _about_row(message)
        if match.pk and self.options.mode == Mode.CREATE:
            return Verdict.SKIPPED, _about_row(_("This contact is there already."))
        if not match.pk and self.options.mode == Mode.UPDATE:
            return Verdict.SKIPPED, _about_row(_("There is no such contact to update."))
        return None

    def _create(self, rows: Sequence[Row]) -> Iterator[Outcome]:
        yield from self._judge(list(filter(_lacks_type, rows)))
        rows = [row for row in rows if not row.problems]
        if not rows:
            return
        for row, outcome in zip(rows, self._stored(rows), strict=True):
            if isinstance(outcome, Contact):
                # A user who takes over a newsletter recipient is a contact that was there.
                yield Outcome(row, Verdict.CREATED if outcome.version == 1 else Verdict.CHANGED, outcome)
            else:
                yield Outcome(row, Verdict.INVALID, problems=outcome.error_dict)

    def _stored(self, rows: Sequence[Row]) -> list[Contact | ValidationError]:
        if self.options.keep_ids:
            return adopt_contacts([self._changes_for_new(row, ()) for row in rows], **self.author)
        return create_contacts([row.draft or self._changes_for_new(row, _IDENTITY) for row in rows], **self.author)

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

    def _tagged(self, changes: Mapping[str, Any], present: Sequence[str]) -> dict[str, Any]:
        """Give the tags with those that all rows are to carry, where there are such."""
        tags = (changes["tags"] or []) if "tags" in changes else present
        return {"tags": [*tags, *self.options.add_tags]} if self.options.add_tags else {}

    def _changes_for_new(self, row: Row, omitted: Sequence[str]) -> dict[str, Any]:
        return _without(row.changes, omitted) | self._tagged(row.changes, [])

    def _changes_for(self, row: Row, contact: Contact) -> dict[str, Any]:
        policies = self.options.policies
        changes = allowed_changes(contact, _without(row.changes, (*_GIVEN_ONCE, *row.defaulted)), policies)
        changes |= self._tagged(changes, contact.tag_names)
        # An opt-out that is not to be overwritten is not to be lifted either.
        free = [channel for channel in row.consent_dates if policies.get(f"{channel}_optout_reason") in _OVERWRITING]
        dates = {channel: row.consent_dates[channel] for channel in free}
        row.consent = settle_consent(contact, changes, dates, self.options)
        return row.consent.changes


_OVERWRITING = (None, Policy.OVERWRITE)


def _left_out(row: Row) -> Outcome:
    return Outcome(row, Verdict.SKIPPED, problems=_about_row(_("Somebody has left this row out.")))


def _lacks_type(row: Row) -> bool:
    """Whether nobody says what a new contact is; the row then says so."""
    if row.changes.get("type"):
        return False
    message = _("Say of which type a new contact is: by a column “type”, or by a default such as guest.")
    row.problems.by_field["type"] = [ValidationError(message, code="required")]
    return True


def _without(changes: Mapping[str, Any], names: Sequence[str]) -> dict[str, Any]:
    return {name: value for name, value in changes.items() if name not in names}


def _about_row(message: Any) -> dict[str, list[ValidationError]]:
    return {NON_FIELD_ERRORS: [ValidationError(message, code="held")]}
