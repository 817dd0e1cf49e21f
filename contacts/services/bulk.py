"""Many new contacts through the same law, with few statements."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from operator import attrgetter
from typing import Any, Unpack

from django.core.exceptions import ValidationError
from django.db import IntegrityError

from contacts.choices import ChangeKind
from contacts.models import AccessGrant, Contact, TaggedContact
from contacts.services.authors import Author
from contacts.services.extras import find_or_make_tags, grant_facts, known_roles
from contacts.services.history import first_values_of, records_of
from contacts.services.inserting import Facts, Part, insert_in_turn
from contacts.services.judging import Roles, Wish
from contacts.services.pictures import writing
from contacts.services.rivals import persistent
from contacts.services.writing import create_contact
from contacts.texts import folded_case

Outcome = Contact | ValidationError


@dataclass
class Draft:
    """A new contact that the law has nothing against; whether it is unique is for the database to say."""

    wish: Wish
    contact: Contact


def draft_contact(changes: Mapping[str, Any]) -> Draft | None:
    """Give the new contact of these ``changes`` without asking the database.

    ``None`` where they wish for access roles, or where something is wrong: ``create_contacts`` then says what.
    """
    wish, contact = Wish(changes), Contact.blank()
    wish.put_on(contact)
    if wish.grants or wish.problems_with(contact):
        return None
    contact.settle()
    return Draft(wish, contact)


def create_contacts(
    many_changes: Iterable[Mapping[str, Any] | Wish | Draft], **author: Unpack[Author]
) -> list[Outcome]:
    """Create a contact of each of the ``changes`` (as for ``create_contact``), or of a draft of them.

    Gives for each, in order, the stored contact or the refusal; a refused one does not hold up the others. Memory
    grows with the number given, so hand in batches.
    """
    wishes = [changes if isinstance(changes, (Wish, Draft)) else Wish(changes) for changes in many_changes]
    grants = (wish.grants or () for wish in wishes if isinstance(wish, Wish))
    roles = known_roles(chain.from_iterable(grants))
    judged = [wish if isinstance(wish, Draft) else _judged(wish, roles) for wish in wishes]
    stored = iter(_stored([one for one in judged if isinstance(one, Draft)], author))
    return [next(stored) if isinstance(one, Draft) else one for one in judged]


def _judged(wish: Wish, roles: Roles) -> Draft | ValidationError:
    contact = Contact.blank()
    wish.put_on(contact)
    try:
        wish.judge(contact, roles=roles)
    except ValidationError as refusal:
        return refusal
    contact.settle()
    return Draft(wish, contact)


@persistent
def _stored(drafts: Sequence[Draft], author: Author) -> list[Outcome]:
    """Store all; when the database refuses, halve until the offender stands alone."""
    if len(drafts) < 2:
        return [_stored_alone(draft, author) for draft in drafts]
    try:
        with writing():
            _write(drafts, author)
    except IntegrityError:
        half = len(drafts) // 2
        return _stored(drafts[:half], author) + _stored(drafts[half:], author)
    return [draft.contact for draft in drafts]


def _stored_alone(draft: Draft, author: Author) -> Outcome:
    try:
        return create_contact(draft.wish, **author)
    except ValidationError as refusal:
        return refusal


def _write(drafts: Sequence[Draft], author: Author) -> None:
    contacts = [draft.contact for draft in drafts]
    for draft in drafts:
        draft.contact.created_via = draft.wish.origin(author)
        draft.wish.store_picture()
    insert_in_turn(_parts(drafts, contacts, spell_tags(contacts), author))
    for contact in contacts:
        contact._state.adding = False


def _parts(drafts: Sequence[Draft], contacts: Sequence[Contact], links: list[Facts], author: Author) -> Iterator[Part]:
    # In one order, whatever the order of the file: two batches with the same addresses would lock each other out. Read
    # past the attributes, of which that of the picture makes an object.
    yield Contact, list(map(vars, sorted(contacts, key=attrgetter("email"))))
    # These take the longest to make, and contacts the longest to store.
    yield from records_of(ChangeKind.CREATED, ((one, {}, first_values_of(one)) for one in contacts), author)
    yield TaggedContact, links
    yield AccessGrant, list(chain.from_iterable(grant_facts(draft.contact, draft.wish.roles) for draft in drafts))


def spell_tags(contacts: Sequence[Contact]) -> list[Facts]:
    """Spell the contacts' ``tag_names`` as the store does; give the columns of their links to contacts without any."""
    tags = find_or_make_tags(chain.from_iterable(contact.tag_names for contact in contacts))
    links: list[Facts] = [
        {"content_object_id": contact.pk, "tag_id": tags[folded_case(name)].pk}
        for contact in contacts
        for name in contact.tag_names
    ]
    for contact in contacts:
        contact.tag_names = [tags[folded_case(name)].name for name in contact.tag_names]
    return links
