"""Taking back one change of one contact, as far as nobody has been at the same fields since."""

from dataclasses import dataclass
from typing import Any, Unpack

from django.utils.translation import gettext as _

from contacts.models import Change, Contact
from contacts.services.authors import Author
from contacts.services.fresh import change_fresh
from contacts.services.returning import Note, return_of


class NotRevertible(Exception):
    """The change cannot be taken back; the message says what can be done instead."""


@dataclass(frozen=True)
class Reverted:
    """A contact after it; ``change`` is what took the other back; ``kept`` are fields that stay."""

    contact: Contact
    change: Change | None
    kept: list[Note]


def revert_change(change: Change, **author: Unpack[Author]) -> Reverted:
    """Bring back what the change has replaced, where it still stands; no opt-out is lifted.

    It is a change like any other, so that it can be reverted in its turn. Raises ``NotRevertible``,
    ``ValidationError`` keyed by model field where what was is allowed no longer, and ``Contact.DoesNotExist``.
    """
    if not change.is_revertible:
        raise NotRevertible(_("This is how the contact came: to be rid of it, move it to the trash."))
    kept: list[Note] = []

    def returning(contact: Contact) -> dict[str, Any]:
        # Asked again where a rival came between.
        changes, kept[:] = return_of(change, contact)
        return changes

    reason = author.get("reason") or _("Reverts version %(version)s.") % {"version": change.version}
    author = {**author, "reason": reason}
    outcome = change_fresh(change.contact_id, returning, **author)
    contact = outcome.contact
    own = contact.changes.filter(version=contact.version).first() if outcome.is_changed else None
    return Reverted(contact, own, kept)
