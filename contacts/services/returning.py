"""The way back from a change: what it was before, where nobody has been since."""

from collections.abc import Mapping, Sequence
from itertools import chain
from typing import Any

from django.utils.translation import gettext as _

from contacts.models import AccessRole, Change, Contact
from contacts.services.extras import known_roles, same_tags
from contacts.services.history import restored, values_of, written
from contacts.thumbnails import is_stored_name

State = dict[str, Any]
# A field that stays as it is or does not come back, and why.
Note = tuple[str, str]


def last_states(changes: Sequence[Change]) -> list[tuple[State, list[Note]]]:
    """Give what makes the contacts again that changes have deleted, under their ids, and notes on what is lost.

    Access roles and pictures that the store has not any more do not hold up the rest.
    """
    states = [_last_state(change) for change in changes]
    roles = known_roles(chain.from_iterable(state.get("grants", ()) for state in states))
    return [(state, [*_without_lost_roles(state, roles), *_without_lost_picture(state)]) for state in states]


def _last_state(change: Change) -> State:
    identity = {"id": change.contact_id, "object_id": change.object_id, "version": change.version + 1}
    return restored(change.before) | identity


def _without_lost_roles(state: State, roles: Mapping[str, AccessRole]) -> list[Note]:
    grants = state.get("grants", ())
    state["grants"] = [grant for grant in grants if grant.reference in roles]
    lost = [grant.reference for grant in grants if grant.reference not in roles]
    return [("grants", _("There is no access role “%(role)s” any more.") % {"role": role}) for role in lost]


def _without_lost_picture(state: State) -> list[Note]:
    if not state.get("thumbnail") or is_stored_name(state["thumbnail"]):
        return []
    state["thumbnail"] = ""
    return [("thumbnail", _("The picture is not stored any more."))]


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
