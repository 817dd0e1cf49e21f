"""Bulk edits: one deed for many contacts, through the same law, batch by batch, as an operation that can be undone."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Unpack

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from contacts.choices import ContactType, OperationKind
from contacts.models import Change, Contact, Leftover, Operation
from contacts.services.authors import Author
from contacts.services.bulk_changes import Changed, change_contacts
from contacts.services.bulk_deeds import BulkDeed, Deed
from contacts.services.bulk_deletes import delete_contacts
from contacts.services.history import Values, difference, values_of, written
from contacts.services.leftovers import keep_leftovers
from contacts.services.operations import IsStopped, author_of, finish_operation, never, note_progress
from contacts.services.pictures import writing
from contacts.services.rehearsal import rehearsing
from contacts.services.rivals import persistent
from contacts.services.selections import Selection

BATCH = 500


@dataclass
class Outcomes:
    """What became of some contacts, by primary key; ``refusals`` says why for each that stays as it was."""

    changed: dict[int, tuple[Values, Values]] = field(default_factory=dict)
    deleted: list[int] = field(default_factory=list)
    unchanged: list[int] = field(default_factory=list)
    refusals: dict[int, dict[str, list[str]]] = field(default_factory=dict)

    @property
    def counts(self) -> dict[str, int]:
        done = {"changed": self.changed, "deleted": self.deleted, "unchanged": self.unchanged, "skipped": self.refusals}
        return {word: len(contacts) for word, contacts in done.items() if contacts}

    def leftovers(self) -> Iterator[Leftover]:
        for pk, by_field in self.refusals.items():
            for name, messages in by_field.items():
                yield Leftover(contact_id=pk, field=name, reason=" ".join(messages))


def begin_bulk(selection: Selection, deed: BulkDeed, **author: Unpack[Author]) -> Operation:
    """Give the operation of a bulk edit that begins. Raises an unkeyed ``ValidationError`` for one that cannot."""
    deed.check(author.get("reason", ""))
    operation = Operation(kind=OperationKind.BULK, via=author["via"], by=author.get("by"))
    operation.reason, operation.total_rows = author.get("reason", ""), selection.contacts().count()
    # Contacts are dealt with in the order of their keys: "after" is the last that was.
    operation.options = {"deed": deed.stored(), "selection": selection.stored(), "after": 0}
    operation.save(force_insert=True)
    return operation


def run_bulk(operation: Operation, is_stopped: IsStopped = never) -> None:
    """Go on with a bulk edit until it has ended or is told to stop. Raises ``GoneOn``.

    Each batch commits with its progress, so that a contact is dealt with once however often this is called.
    """
    selection = Selection.of(operation.options["selection"])
    while pks := _next_keys(operation, selection):
        if is_stopped():
            return
        _run_batch(operation, selection, pks, operation.done_rows, operation.counts)
    finish_operation(operation)


@persistent
def _run_batch(
    operation: Operation, selection: Selection, pks: Sequence[int], done_rows: int, counts: Mapping[str, int]
) -> None:
    """Deal with a batch; what was done and counted before it is given, for when the database has taken it back."""
    deed = BulkDeed(**operation.options["deed"])
    with writing():
        outcomes = _apply(deed, pks, _still_meant(operation, selection, pks), deed.sign(author_of(operation)))
        keep_leftovers(operation, outcomes.leftovers())
        operation.done_rows, operation.counts = done_rows, _sum(counts, outcomes.counts)
        operation.options = {**operation.options, "after": pks[-1]}
        note_progress(operation, len(pks))


def rehearse_bulk(selection: Selection, deed: BulkDeed, most: int, **author: Unpack[Author]) -> Outcomes:
    """Give what would become of the first ``most`` of the contacts, and write nothing."""
    pks = list(selection.contacts().order_by("pk").values_list("pk", flat=True)[:most])
    with rehearsing():
        return _apply(deed, pks, set(pks), deed.sign(author))


def _next_keys(operation: Operation, selection: Selection) -> list[int]:
    after = operation.options["after"]
    if selection.query is None:
        # Ticked ones that are gone are told of.
        return [pk for pk in selection.pks if pk > after][:BATCH]
    # Who came after the person had chosen is not meant.
    meant = selection.contacts().filter(pk__gt=after, created_at__lte=operation.started_at)
    return list(meant.order_by("pk").values_list("pk", flat=True)[:BATCH])


def _still_meant(operation: Operation, selection: Selection, pks: Sequence[int]) -> set[int]:
    """Lock the contacts; give those that nobody has deleted, or changed so that the filter finds them no more."""
    list(Contact.objects.select_for_update().filter(pk__in=pks).order_by("pk").values_list("pk"))
    return set(selection.contacts().filter(pk__in=pks).values_list("pk", flat=True))


def _apply(deed: BulkDeed, pks: Sequence[int], meant: set[int], author: Author) -> Outcomes:
    outcomes = Outcomes()
    for pk in pks:
        if pk not in meant:
            outcomes.refusals[pk] = _about(_("Somebody has deleted or changed it meanwhile: it is not meant any more."))
    for pk in Contact.objects.filter(pk__in=meant, type=ContactType.HQ).values_list("pk", flat=True):
        outcomes.refusals[pk] = _about(_("The headquarters is left out of bulk edits: change it on its own page."))
    rest = sorted(meant - outcomes.refusals.keys())
    if deed.kind == Deed.DELETE:
        outcomes.deleted = delete_contacts(rest, **author)
    elif rest:
        _change(deed, rest, outcomes, author)
    return outcomes


def _change(deed: BulkDeed, pks: Sequence[int], outcomes: Outcomes, author: Author) -> None:
    before: dict[int, Values] = {}
    wanted = dict.fromkeys(pks, partial(_remembered_changes, deed, before))
    for pk, outcome in change_contacts(wanted, **author).items():
        if not isinstance(outcome, Changed):
            outcomes.refusals[pk] = _messages_of(outcome)
        elif outcome.is_changed:
            outcomes.changed[pk] = difference(before[pk], values_of(outcome.contact))
        else:
            outcomes.unchanged.append(pk)


def _remembered_changes(deed: BulkDeed, before: dict[int, Values], contact: Contact) -> dict[str, Any]:
    before[contact.pk] = values_of(contact)
    return deed.changes_for(contact)


def _messages_of(refusal: ValidationError) -> dict[str, list[str]]:
    return {"" if name == "__all__" else name: messages for name, messages in refusal.message_dict.items()}


def _about(message: str) -> dict[str, list[str]]:
    return {"": [message]}


def _sum(counts: Mapping[str, int], more: Mapping[str, int]) -> dict[str, int]:
    return dict(counts) | {word: counts.get(word, 0) + number for word, number in more.items()}


def as_change(values: tuple[Values, Values]) -> Change:
    """Give what was or would be changed as history would hold it, not stored."""
    before, after = values
    return Change(before=written(before), after=written(after))
