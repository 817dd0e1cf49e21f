"""The steps behind the door: lock, change, compare, write, log. Each runs inside a transaction."""

from collections.abc import Collection

from django.utils import timezone

from contacts import reading
from contacts.choices import ChangeKind
from contacts.models import Contact
from contacts.services.authors import Author
from contacts.services.extras import set_grants, set_tags
from contacts.services.history import HELD_FIELDS, Values, difference, first_values_of, record, values_of
from contacts.services.inserting import insert_facts
from contacts.services.judging import Wish, keep_optouts, refuse_quiet_optins
from contacts.services.refusals import StaleContact

# What a write renews beside the columns that it names.
RENEWED = ["reference_key", "search_text", "version", "modified_at"]


def locked(contact_id: int, versions: Collection[int] | None = None) -> Contact:
    """Give a fresh copy, locked until the transaction ends, with its tags and grants.

    Raises ``Contact.DoesNotExist`` and ``StaleContact``.
    """
    version = reading.column_of("version", pk=contact_id, locking=True)
    if version is not None and versions is not None and version not in versions:
        raise StaleContact(version)
    # Asked after the lock is held: one statement would see tags and grants as they were before it had to wait.
    contact = reading.find(pk=contact_id) if version is not None else None
    if contact is None:
        raise Contact.DoesNotExist
    return contact


def store_new(contact: Contact, wish: Wish, author: Author) -> Contact:
    """Judge and insert the contact; give it with its tags and grants."""
    wish.judge(contact)
    contact.settle()
    after = first_values_of(contact)
    contact.created_via = wish.origin(author)
    wish.store_picture()
    insert_facts(Contact, [vars(contact)])
    contact._state.adding = False
    _store_extras(contact, wish, after, is_new=True)
    record(contact, ChangeKind.CREATED, {}, after, author)
    return contact


def store_change(contact: Contact, wish: Wish, author: Author) -> Contact:
    """Put the wish on the locked contact, judge it, and write what differs; nothing when nothing does."""
    before = values_of(contact)
    wish.put_on(contact)
    keep_optouts(contact, before, author)
    wish.problems.ask(refuse_quiet_optins, contact, before, author)
    if wish.is_met(contact, before):
        return contact
    wish.judge(contact, before["type"])
    contact.settle()
    before, after = difference(before, values_of(contact))
    if after:
        _write(contact, wish, after)
        record(contact, ChangeKind.CHANGED, before, after, author)
    return contact


def _write(contact: Contact, wish: Wish, after: Values) -> None:
    contact.version += 1
    contact.modified_at = timezone.now()
    wish.store_picture()
    contact.save(update_fields=[name for name in after if name in HELD_FIELDS] + RENEWED)
    _store_extras(contact, wish, after)


def _store_extras(contact: Contact, wish: Wish, after: Values, *, is_new: bool = False) -> None:
    if "tags" in after:
        set_tags(contact, is_new=is_new)
    if "grants" in after:
        set_grants(contact, wish.roles, is_new=is_new)
