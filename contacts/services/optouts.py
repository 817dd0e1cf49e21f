"""Consent as people who work here take it down: one channel of one contact, with the why and the wherefrom."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, Unpack

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from contacts.models import Contact
from contacts.services.authors import Author
from contacts.services.fresh import change_fresh


def opt_out(
    contact_id: int, channel: str, optout_reason: str, since: datetime | None = None, **author: Unpack[Author]
) -> Contact:
    """Close the channel, for this reason, since this instant (now, where none is told).

    Raises ``ValidationError`` keyed by model field, unkeyed where it is closed already, and ``Contact.DoesNotExist``.
    """
    reason, date = f"{channel}_optout_reason", f"{channel}_optout_date"
    if not optout_reason.strip():
        raise ValidationError({reason: _("Say why the contact is not to be reached this way.")})
    changes = {reason: optout_reason, date: since or timezone.now()}
    already = _("Somebody has taken down this opt-out meanwhile: look at it first.")
    return change_fresh(contact_id, _unless(already, channel, changes, is_out=True), **author).contact


def opt_in(contact_id: int, channel: str, **author: Unpack[Author]) -> Contact:
    """Open the channel again: an explicit act, which demands its ``reason`` and the ``consent_source``.

    Raises ``ValidationError`` keyed by these, unkeyed where it is open already, and ``Contact.DoesNotExist``.
    """
    missing = {name: words for name, words in _demands().items() if not str(author.get(name) or "").strip()}
    if missing:
        raise ValidationError(missing)
    changes = {f"{channel}_optout_reason": None}
    already = _("This channel is open: somebody has lifted the opt-out meanwhile.")
    return change_fresh(contact_id, _unless(already, channel, changes, is_out=False), **author).contact


def _demands() -> dict[str, str]:
    return {
        "reason": _("Say why the opt-out is lifted."),
        "consent_source": _("Say where the consent is from: a form, a call, a letter."),
    }


def _unless(already: str, channel: str, changes: dict[str, Any], *, is_out: bool) -> Callable[[Contact], Any]:
    def changes_for(contact: Contact) -> dict[str, Any]:
        if bool(contact.optout(channel)[0]) == is_out:
            raise ValidationError(already, code="already")
        return changes

    return changes_for
