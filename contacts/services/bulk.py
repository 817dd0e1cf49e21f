"""Many new contacts through the same law, with few statements."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any, Unpack

from django.core.exceptions import ValidationError
from django.db import IntegrityError

from contacts.choices import ChangeKind
from contacts.models import AccessGrant, Change, ConsentEvent, Contact, TaggedContact
from contacts.services.authors import Author
from contacts.services.extras import find_or_make_tags, grants_of
from contacts.services.history import DEFAULTS, change_of, difference, events_of, values_of
from contacts.services.judging import Wish
from contacts.services.pictures import writing
from contacts.services.writing import create_contact
from contacts.texts import folded_case

Outcome = Contact | ValidationError


@dataclass
class _Candidate:
    """A new contact that the law has nothing against; whether it is unique is for the database to say."""

    changes: Mapping[str, Any]
    wish: Wish
    contact: Contact


def create_contacts(many_changes: Iterable[Mapping[str, Any]], **author: Unpack[Author]) -> list[Outcome]:
    """Create a contact of each of the ``changes`` (as for ``create_contact``).

    Gives for each, in order, the stored contact or the refusal; a refused one does not hold up the others. Memory
    grows with the number given, so hand in batches.
    """
    judged = [_judged(changes) for changes in many_changes]
    stored = iter(_stored([one for one in judged if isinstance(one, _Candidate)], author))
    return [next(stored) if isinstance(one, _Candidate) else one for one in judged]


def _judged(changes: Mapping[str, Any]) -> _Candidate | ValidationError:
    wish, contact = Wish(changes), Contact()
    wish.put_on(contact)
    try:
        wish.judge(contact)
    except ValidationError as refusal:
        return refusal
    contact.settle()
    return _Candidate(changes, wish, contact)


def _stored(candidates: Sequence[_Candidate], author: Author) -> list[Outcome]:
    """Store all; when the database refuses, halve until the offender stands alone."""
    if len(candidates) < 2:
        return [_stored_alone(candidate, author) for candidate in candidates]
    try:
        with writing():
            _write(candidates, author)
    except IntegrityError:
        half = len(candidates) // 2
        return _stored(candidates[:half], author) + _stored(candidates[half:], author)
    return [candidate.contact for candidate in candidates]


def _stored_alone(candidate: _Candidate, author: Author) -> Outcome:
    try:
        return create_contact(candidate.changes, **author)
    except ValidationError as refusal:
        return refusal


def _write(candidates: Sequence[_Candidate], author: Author) -> None:
    contacts = [candidate.contact for candidate in candidates]
    for candidate in candidates:
        candidate.wish.store_picture()
        # An attempt that failed has left its mark on them.
        candidate.contact._state.adding = True
    Contact.objects.bulk_create(contacts)
    _write_tags(contacts)
    grants = [grants_of(candidate.contact, candidate.wish.roles) for candidate in candidates]
    AccessGrant.objects.bulk_create(chain.from_iterable(grants))
    _write_history(contacts, author)


def _write_tags(contacts: Sequence[Contact]) -> None:
    tags = find_or_make_tags(chain.from_iterable(contact.tag_names for contact in contacts))
    links = [
        TaggedContact(content_object=contact, tag=tags[folded_case(name)])
        for contact in contacts
        for name in contact.tag_names
    ]
    TaggedContact.objects.bulk_create(links)


def _write_history(contacts: Sequence[Contact], author: Author) -> None:
    afters = [difference(DEFAULTS, values_of(contact))[1] for contact in contacts]
    pairs = list(zip(contacts, afters, strict=True))
    Change.objects.bulk_create(change_of(contact, ChangeKind.CREATED, {}, after, author) for contact, after in pairs)
    ConsentEvent.objects.bulk_create(chain.from_iterable(events_of(contact, after, author) for contact, after in pairs))
