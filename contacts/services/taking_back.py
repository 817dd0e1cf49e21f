"""Taking changes back, one by one: what was created goes, what was changed returns, what was deleted comes again.

Nothing that somebody else has done since is touched, and no opt-out is lifted; both are told instead.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.db.models import Max, Q
from django.utils.translation import gettext as _

from contacts.choices import ChangeKind, OperationState
from contacts.models import Change, Contact, Operation
from contacts.services.authors import Author
from contacts.services.bulk import create_contacts
from contacts.services.bulk_changes import Changed, change_contacts
from contacts.services.bulk_deletes import delete_contacts
from contacts.services.returning import Note, last_states, return_of


@dataclass(frozen=True)
class Kept:
    """Something that stays as it is, and why. ``field`` is "" for a whole contact."""

    contact_id: int
    field: str
    reason: str


Tell = Callable[[Kept], None]


class TakingBack:
    """Takes back changes of one operation, inside transactions of the caller's; ``undo.counts`` counts what it does."""

    def __init__(self, deed: Operation, undo: Operation, author: Author, tell: Tell):
        self.deed, self.undo, self.author, self.tell = deed, undo, author, tell
        self._told: set[tuple[int, str]] = set()

    def take_back(self, changes: Sequence[Change]) -> None:
        """Take back each change, the latest of a contact first; count what was done."""
        while changes:
            latest = {change.contact_id: change for change in reversed(changes)}
            self._take_back_latest(latest)
            changes = [change for change in changes if latest[change.contact_id] is not change]

    def _take_back_latest(self, changes: dict[int, Change]) -> None:
        of_kind = {kind: {pk: one for pk, one in changes.items() if one.kind == kind} for kind in ChangeKind}
        self._delete(of_kind[ChangeKind.CREATED])
        self._revert(of_kind[ChangeKind.CHANGED])
        self._restore(of_kind[ChangeKind.DELETED])

    def _delete(self, changes: dict[int, Change]) -> None:
        contacts = Contact.objects.filter(pk__in=changes)
        # Nobody writes to them between our looking and their going.
        there = set(contacts.select_for_update().order_by("pk").values_list("pk", flat=True))
        touched = self._touched_since(changes) & there
        for pk in sorted(touched):
            self._keep(pk, "", _("It has been changed since: delete it by hand if it is to go."))
        self._count("deleted", len(delete_contacts(there - touched, **self.author)))
        for pk in contacts.exclude(pk__in=touched).values_list("pk", flat=True):
            self._keep(pk, "", _("The headquarters stays: there must be one."))

    def _touched_since(self, changes: dict[int, Change]) -> set[int]:
        """Give the contacts that somebody else has written to after the operation did, and not taken that back.

        What a rehearsal writes has keys below all others, and so is never later.
        """
        own = Operation.objects.filter(Q(pk=self.deed.pk) | Q(undoes=self.deed))
        others = Change.objects.filter(contact__in=changes).exclude(operation__in=own.values("pk"))
        lasting = others.exclude(operation__state=OperationState.UNDONE)
        lasting = lasting.exclude(operation__undoes__state=OperationState.UNDONE)
        latest = lasting.order_by().values_list("contact").annotate(Max("pk"))
        return {contact_id for contact_id, pk in latest if pk > changes[contact_id].pk}

    def _revert(self, changes: dict[int, Change]) -> None:
        kept: dict[int, list[Note]] = {}
        wanted = {pk: partial(_noted_return, change, kept) for pk, change in changes.items()}
        outcomes = change_contacts(wanted, **self.author) if wanted else {}
        for pk in changes:
            outcome = outcomes.get(pk)
            if isinstance(outcome, Changed):
                self._count("reverted", outcome.is_changed)
                self._keep_fields(pk, kept[pk])
            elif outcome is None:
                self._keep(pk, "", _("It has been deleted since."))
            else:
                self._keep_fields(pk, [(name, " ".join(words)) for name, words in outcome.message_dict.items()])

    def _restore(self, changes: dict[int, Change]) -> None:
        there = set(Contact.objects.filter(pk__in=changes).values_list("pk", flat=True))
        missing = [change for pk, change in changes.items() if pk not in there]
        states = last_states(missing)
        outcomes = create_contacts([state for state, _lost in states], **self.author)
        for change, (_state, lost), outcome in zip(missing, states, outcomes, strict=True):
            if isinstance(outcome, Contact):
                self._count("restored", 1)
                self._keep_fields(change.contact_id, lost)
            else:
                self._keep(change.contact_id, "", " ".join(outcome.messages))

    def _count(self, word: str, number: int) -> None:
        if number:
            self.undo.counts[word] = self.undo.counts.get(word, 0) + number

    def _keep_fields(self, pk: int, fields: Iterable[Note]) -> None:
        for name, reason in fields:
            self._keep(pk, name, reason)

    def _keep(self, pk: int, field: str, reason: str) -> None:
        """Tell of it, once however often the operation has changed it."""
        if (pk, field) not in self._told:
            self._told.add((pk, field))
            self._count("kept", 1)
            self.tell(Kept(pk, field, reason))


def _noted_return(change: Change, kept: dict[int, list[Note]], contact: Contact) -> dict[str, Any]:
    returning, kept[contact.pk] = return_of(change, contact)
    return returning
