"""Taking contacts over from another store: they keep the ids by which others know them."""

import re
from collections.abc import Iterable, Mapping
from typing import Any, Unpack

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from contacts.choices import ChangeKind, ContactType
from contacts.models import Contact
from contacts.models.row import ID_RANGE
from contacts.services.authors import Author
from contacts.services.bulk import Outcome, create_contacts
from contacts.services.history import last_values_of, record
from contacts.services.pictures import writing
from contacts.services.writing import create_contact

_OBJECT_ID = re.compile(r"[0-9a-f]{24}")


def validate_ids(changes: Mapping[str, Any]) -> None:
    """Refuse ids that this store could not have given (contract §1), keyed by field. What is not there is fine."""
    problems = {}
    if changes.get("id", ID_RANGE.start) not in ID_RANGE:
        message = _("Write an id from 1,000,000,000 to 9,007,199,254,740,991.")
        problems["id"] = ValidationError(message, code="invalid")
    if not _OBJECT_ID.fullmatch(changes.get("object_id", "0" * 24)):
        message = _("Write an object id of 24 lower-case hexadecimal digits.")
        problems["object_id"] = ValidationError(message, code="invalid")
    if problems:
        raise ValidationError(problems)


def adopt_contacts(many_changes: Iterable[Mapping[str, Any]], **author: Unpack[Author]) -> list[Outcome]:
    """Create contacts as ``create_contacts`` does, with the ``id`` and ``object_id`` that their changes name.

    The headquarters among them takes the place of this store's, as long as nobody has written to that one. A user who
    takes over a newsletter recipient of this store keeps the recipient's ids.
    """
    given = list(many_changes)
    others = iter(create_contacts([changes for changes in given if not _is_headquarters(changes)], **author))
    return [_adopt_headquarters(changes, author) if _is_headquarters(changes) else next(others) for changes in given]


def _is_headquarters(changes: Mapping[str, Any]) -> bool:
    return changes.get("type") == ContactType.HQ


def _adopt_headquarters(changes: Mapping[str, Any], author: Author) -> Outcome:
    try:
        with writing():
            _make_room(author)
            return create_contact(changes, **author)
    except ValidationError as refusal:
        return refusal


def _make_room(author: Author) -> None:
    """Delete the headquarters that the store began with. Raises ``ValidationError`` once anybody has written to it."""
    for contact in Contact.objects.select_for_update().filter(type=ContactType.HQ):
        if contact.changes.exists():
            message = _("The headquarters of this store is in use already: leave this row out.")
            raise ValidationError({"type": ValidationError(message, code="unique")})
        before = last_values_of(contact)
        contact.version += 1
        record(contact, ChangeKind.DELETED, before, {}, author)
        contact.delete()
