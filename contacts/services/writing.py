"""The door: the one way in for a contact. It locks, judges, stores and logs, all in one transaction."""

from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from typing import Any, Unpack

from django.db import IntegrityError

from contacts.choices import ChangeKind, ContactType
from contacts.models import Contact
from contacts.services.authors import Author
from contacts.services.extras import Grant
from contacts.services.history import DEFAULTS, HELD_FIELDS, difference, last_values_of, record, values_of
from contacts.services.judging import Wish
from contacts.services.pictures import writing
from contacts.services.refusals import ProtectedContact, StaleContact
from contacts.services.registering import give_way, recipient_in_the_way
from contacts.services.rivals import persistent
from contacts.services.storing import locked, store_change, store_new

# A rival may break our rule and be gone again before we can ask who it was.
_ATTEMPTS = 3


@persistent
def create_contact(changes: Mapping[str, Any] | Wish, **author: Unpack[Author]) -> Contact:
    """Judge a new contact by every rule, then store it, its tags and its history; give it.

    ``changes`` maps columns, ``emails``, ``numbers``, ``tags`` (names), ``grants`` and ``raw_password`` to values.
    A new user takes over the newsletter recipient who has its e-mail address (contract §3): the answer is then that
    contact. A broken rule raises ``ValidationError``, keyed by model field, and nothing is stored.
    Who opens a transaction around it makes the ``Wish`` before that, because it may fetch a picture.
    """
    wish = changes if isinstance(changes, Wish) else Wish(changes)
    for _attempt in range(_ATTEMPTS):
        contact = Contact()
        wish.put_on(contact)
        try:
            with writing():
                return store_new(contact, wish, author)
        except IntegrityError as clash:
            if recipient := recipient_in_the_way(contact):
                # Who changed it meanwhile may have been first to register: then the address is taken.
                with suppress(Contact.DoesNotExist, StaleContact):
                    return _change(recipient.pk, wish, {recipient.version}, author)
            unexplained = _explained(clash, contact)
    raise unexplained


def change_contact(
    contact_id: int, changes: Mapping[str, Any], *, versions: Collection[int] | None = None, **author: Unpack[Author]
) -> Contact:
    """Change the named fields of a fresh, locked copy of the contact, and give it.

    ``changes`` is as for ``create_contact``; what it does not name stays, and what changes nothing writes nothing.
    Raises ``ValidationError`` keyed by model field, ``Contact.DoesNotExist``, and ``StaleContact`` when the stored
    version is none of those that the writer expects; ``None`` expects nothing.
    """
    return _change(contact_id, Wish(changes), versions, author)


def save_contact(
    contact: Contact,
    *,
    fields: Sequence[str] = HELD_FIELDS,
    tags: Sequence[str] | None = None,
    grants: Sequence[Grant] | None = None,
    versions: Collection[int] | None = None,
    **author: Unpack[Author],
) -> Contact:
    """Create or change the contact that a form has filled in. Of a stored one only ``fields`` are written.

    Tags and grants stay as they are where they are ``None``. Gives and raises what the two functions above do;
    ``versions`` are those that a stored one may have.
    """
    values = values_of(contact)
    if not contact.thumbnail._committed:  # type: ignore[attr-defined]  # a form's upload, not stored yet
        values["thumbnail"] = contact.thumbnail.file
    named = {"tags": tags, "grants": grants, "raw_password": contact.raw_password}
    extras = {name: value for name, value in named.items() if value is not None}
    if contact._state.adding:
        _, given = difference(DEFAULTS, values)
        return create_contact(given | extras, **author)
    changes = {name: values[name] for name in fields if name in values} | extras
    return change_contact(contact.pk, changes, versions=versions, **author)


@persistent
def delete_contact(contact_id: int, *, versions: Collection[int] | None = None, **author: Unpack[Author]) -> None:
    """Delete the contact; all that it was stays in its history.

    Raises ``Contact.DoesNotExist``, ``StaleContact``, and ``ProtectedContact`` for the headquarters.
    """
    with writing():
        contact = locked(contact_id, versions)
        if contact.type == ContactType.HQ:
            raise ProtectedContact("The headquarters cannot be deleted.")
        before = last_values_of(contact)
        contact.version += 1
        record(contact, ChangeKind.DELETED, before, {}, author)
        contact.delete()


def judge_changes(contact: Contact, changes: Mapping[str, Any]) -> None:
    """Raise what the law has against the contact with these changes; nothing is written.

    For a face that has found faults of its own and wants to name all problems at once.
    """
    type_before = "" if contact._state.adding else contact.type
    wish = Wish(changes)
    wish.put_on(contact)
    wish.judge(contact, type_before)
    contact.validate_constraints()


@persistent
def _change(contact_id: int, wish: Wish, versions: Collection[int] | None, author: Author) -> Contact:
    for _attempt in range(_ATTEMPTS):
        contact = None
        try:
            with writing():
                contact = locked(contact_id, versions)
                return store_change(contact, wish, author)
        except IntegrityError as clash:
            if recipient := recipient_in_the_way(contact):
                with suppress(Contact.DoesNotExist, StaleContact), writing():
                    delete_contact(recipient.pk, versions={recipient.version}, **author)
                    give_way(recipient, wish)
                    return _change(contact_id, wish, versions, author)
            unexplained = _explained(clash, contact)
    raise unexplained


def _explained(clash: IntegrityError, contact: Contact | None) -> IntegrityError:
    """Raise the rule that the clash broke; give the clash back when nobody breaks a rule any more."""
    if contact is None:
        raise clash
    contact.validate_unique()
    contact.validate_constraints()
    return clash
