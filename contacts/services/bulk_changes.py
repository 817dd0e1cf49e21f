"""Many changed contacts through the same law, with few statements."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any, Unpack

from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.utils import timezone

from contacts.choices import ChangeKind, Portal
from contacts.models import AccessGrant, Contact, TaggedContact
from contacts.reading import with_extras
from contacts.services.authors import Author
from contacts.services.bulk import spell_tags
from contacts.services.extras import grant_facts, known_roles
from contacts.services.history import HELD_FIELDS, Values, difference, record_many, values_of
from contacts.services.inserting import insert_facts
from contacts.services.judging import Roles, Wish, keep_optouts, refuse_quiet_optins
from contacts.services.pictures import writing
from contacts.services.rivals import persistent
from contacts.services.storing import RENEWED
from contacts.services.writing import change_contact

ChangesFor = Callable[[Contact], Mapping[str, Any]]


@dataclass(frozen=True)
class Changed:
    """A contact after a change that was asked for; ``is_changed`` tells whether it made a difference."""

    contact: Contact
    is_changed: bool


Outcome = Changed | ValidationError


@dataclass
class _Candidate:
    contact: Contact
    wish: Wish
    before: Values
    after: Values


@persistent
def change_contacts(wanted: Mapping[int, ChangesFor], **author: Unpack[Author]) -> dict[int, Outcome]:
    """Change each of the contacts, by primary key, as its function says; that is handed the fresh, locked contact.

    Gives the outcome for each that is still there. A refused one does not hold up the others.
    """
    try:
        with writing():
            return _change_all(wanted, author)
    except IntegrityError:
        if len(wanted) == 1:
            return {pk: outcome for pk in wanted if (outcome := _change_alone(pk, wanted[pk], author))}
        pks = sorted(wanted)
        first, second = pks[: len(pks) // 2], pks[len(pks) // 2 :]
        halves = [change_contacts({pk: wanted[pk] for pk in half}, **author) for half in (first, second)]
        return halves[0] | halves[1]


def _change_alone(pk: int, changes_for: ChangesFor, author: Author) -> Outcome | None:
    try:
        before = with_extras(Contact.objects.whole().get(pk=pk))
        contact = change_contact(pk, changes_for(before), **author)
    except ValidationError as refusal:
        return refusal
    except Contact.DoesNotExist:
        return None
    return Changed(contact, contact.version != before.version)


def _change_all(wanted: Mapping[int, ChangesFor], author: Author) -> dict[int, Outcome]:
    contacts = locked_many(wanted)
    wishes = [Wish(wanted[contact.pk](contact)) for contact in contacts]
    roles = known_roles(chain.from_iterable(wish.grants or () for wish in wishes))
    judged = [_judged(contact, wish, roles, author) for contact, wish in zip(contacts, wishes, strict=True)]
    _write([one for one in judged if isinstance(one, _Candidate) and one.after], author)
    return {contact.pk: _outcome(one) for contact, one in zip(contacts, judged, strict=True)}


def _outcome(judged: _Candidate | ValidationError) -> Outcome:
    return Changed(judged.contact, bool(judged.after)) if isinstance(judged, _Candidate) else judged


def locked_many(pks: Any) -> list[Contact]:
    """Give the contacts, locked until the transaction ends, with their tags and grants.

    They are locked in the order of their keys, so that two writers of many never wait for each other.
    """
    contacts = {
        contact.pk: contact for contact in Contact.objects.select_for_update().filter(pk__any_of=pks).order_by("pk")
    }
    # Asked after the locks are held, as in ``storing.locked``.
    for pk, *extras in Contact.objects.whole().filter(pk__any_of=pks).values_list("pk", "tag_names", "website_grants"):
        contacts[pk].tag_names, contacts[pk].website_grants = extras
        with_extras(contacts[pk])
    return list(contacts.values())


def _judged(contact: Contact, wish: Wish, roles: Roles, author: Author) -> _Candidate | ValidationError:
    before = values_of(contact)
    wish.put_on(contact)
    keep_optouts(contact, before, author)
    wish.problems.ask(refuse_quiet_optins, contact, before, author)
    if wish.is_met(contact, before):
        return _Candidate(contact, wish, {}, {})
    try:
        wish.judge(contact, before["type"], roles)
    except ValidationError as refusal:
        return refusal
    contact.settle()
    return _Candidate(contact, wish, *difference(before, values_of(contact)))


def _write(candidates: Sequence[_Candidate], author: Author) -> None:
    if not candidates:
        return
    for candidate in candidates:
        candidate.wish.store_picture()
        candidate.contact.version += 1
        candidate.contact.modified_at = timezone.now()
    _update_rows(candidates)
    _replace_tags([candidate.contact for candidate in candidates if "tags" in candidate.after])
    _replace_grants([candidate for candidate in candidates if "grants" in candidate.after])
    record_many(ChangeKind.CHANGED, ((one.contact, one.before, one.after) for one in candidates), author)


def _update_rows(candidates: Sequence[_Candidate]) -> None:
    changed = set(chain.from_iterable(candidate.after for candidate in candidates))
    # An upsert that always meets its row: five times as fast as Django's bulk_update. The rows are locked, so that
    # writing a column which only another of them changed writes what stands there.
    Contact.objects.bulk_create(
        [candidate.contact for candidate in candidates],
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=[name for name in HELD_FIELDS if name in changed] + RENEWED,
    )


def _replace_tags(contacts: Sequence[Contact]) -> None:
    TaggedContact.objects.filter(content_object__in=contacts).delete()
    insert_facts(TaggedContact, spell_tags(contacts))


def _replace_grants(candidates: Sequence[_Candidate]) -> None:
    contacts = [candidate.contact for candidate in candidates]
    AccessGrant.objects.filter(contact__in=contacts, role__portal=Portal.WEBSITE).delete()
    grants = (grant_facts(one.contact, one.wish.roles) for one in candidates)
    insert_facts(AccessGrant, list(chain.from_iterable(grants)))
