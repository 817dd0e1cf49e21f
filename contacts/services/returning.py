"""The way back from a change: what it was before, where nobody has been since."""

from typing import Any

from django.utils.translation import gettext as _

from contacts.models import Change, Contact
from contacts.services.extras import same_tags
from contacts.services.history import restored, values_of, written

# A field that stays as it is, and why.
Note = tuple[str, str]


def last_state(change: Change) -> dict[str, Any]:
    """Give what makes the contact that a change has deleted again, under its ids."""
    identity = {"id": change.contact_id, "object_id": change.object_id, "version": change.version + 1}
    return restored(change.before) | identity


def _stands(name: str, now: Any, then: Any) -> bool:
    # A tag may have been spelled anew; it is the same one.
    return same_tags(now, then) if name == "tags" else now == then


def return_of(change: Change, contact: Contact) -> tuple[dict[str, Any], list[Note]]:
    """Give what brings back the fields that nobody has changed since the change, and notes on those that stay.

    An opt-out stays, whoever made it.
    """
    now = written(values_of(contact))
    returning, notes = {}, []
    for name, before in change.before.items():
        if not _stands(name, now[name], change.after[name]):
            if not _stands(name, now[name], before):
                notes.append((name, _("It has been changed since.")))
        elif name.endswith("_optout_reason") and not before:
            notes.append((name, _("An opt-out stays.")))
        else:
            returning[name] = before
    for name, _reason in notes:
        returning.pop(name.replace("_optout_reason", "_optout_date"), None)
    return restored(returning), notes
