"""Tags as a whole: renaming, merging and deleting them, through the history of every contact that has one.

Each deed is an operation like a bulk edit: it goes batch by batch, in the background where it is big, can be stopped
and gone on with, and undone.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from functools import partial
from typing import Any, Unpack

from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from contacts.choices import OperationKind
from contacts.models import Contact, Leftover, Operation, Tag, TaggedContact
from contacts.services.authors import Author
from contacts.services.bulk_changes import Changed, Outcome, change_contacts
from contacts.services.leftovers import keep_leftovers
from contacts.services.operations import IsStopped, author_of, finish_operation, never, note_progress
from contacts.services.pictures import writing
from contacts.tags import clean_tag_names
from contacts.texts import folded_case

BATCH = 500


def begin_rename(tag: Tag, name: str, **author: Unpack[Author]) -> Operation | None:
    """Give the tag another name; give the operation that is to change its contacts, if any have to be changed.

    Where only case differs it stays the same tag, which is spelled anew. Raises an unkeyed ``ValidationError`` for
    what is no name, and, with the code ``unique``, for the name of another tag.
    """
    (name,) = clean_tag_names([name])
    if folded_case(name) == tag.slug:
        _respell(tag, name)
        return None
    if other := Tag.objects.filter(slug=folded_case(name)).first():
        problem = _("There is a tag “%(name)s” already: merge this one into it.")
        raise ValidationError(problem, code="unique", params={"name": other.name})
    return _begun("rename", [tag], name, author)


def begin_merge(tags: Iterable[Tag], into: Tag, **author: Unpack[Author]) -> Operation | None:
    """Give the contacts of all these tags the one instead; of a contact that has both, the others go."""
    return _begun("merge", [tag for tag in tags if tag != into], into.name, author)


def begin_deletion(tags: Iterable[Tag], **author: Unpack[Author]) -> Operation | None:
    """Take the tags away from all contacts, then delete them."""
    return _begun("delete", list(tags), "", author)


def delete_unused_tags() -> int:
    """Delete the tags that no contact has; give how many."""
    return Tag.objects.unused().delete()[0]


def run_retagging(deed: Operation, is_stopped: IsStopped = never) -> None:
    """Go on with the operation until it has ended or is told to stop. Raises ``GoneOn``."""
    change = partial(_retagged, gone=set(map(folded_case, deed.options["tags"])), name=deed.options["name"])
    while pks := _next_keys(deed):
        if is_stopped():
            return
        with writing():
            _count(deed, change_contacts(dict.fromkeys(pks, change), **author_of(deed)))
            deed.options = {**deed.options, "after": pks[-1]}
            note_progress(deed, len(pks))
    _delete_unused(_tags_of(deed))
    finish_operation(deed)


def _respell(tag: Tag, name: str) -> None:
    """Spell the tag anew. Its contacts read otherwise then, and so have another version."""
    Tag.objects.filter(pk=tag.pk).update(name=name)
    for pks in _batches(tag):
        with writing():
            contacts = Contact.objects.filter(pk__in=pks)
            locked = list(contacts.order_by("pk").select_for_update().values_list("pk", flat=True))
            contacts.filter(pk__in=locked).update(version=F("version") + 1, modified_at=timezone.now())


def _batches(tag: Tag) -> Iterator[list[int]]:
    after = 0
    while pks := _keys_after([tag], after):
        yield pks
        after = pks[-1]


def _begun(word: str, tags: list[Tag], name: str, author: Author) -> Operation | None:
    """Give the operation that puts the tag with this name, or none, in the place of the others, which go."""
    total = Contact.objects.filter(tagged_contacts__tag__in=tags).distinct().count()
    if not total:
        _give_way(tags, name)
        return None
    deed = Operation(kind=OperationKind.TAGS, via=author["via"], by=author.get("by"), total_rows=total)
    deed.reason = author.get("reason", "")
    deed.options = {"deed": word, "tags": [tag.name for tag in tags], "name": name, "after": 0}
    deed.save(force_insert=True)
    return deed


def _give_way(tags: list[Tag], name: str) -> None:
    """Rename an unused tag where it stands, or delete it."""
    if name and len(tags) == 1 and not Tag.objects.filter(slug=folded_case(name)).exists():
        Tag.objects.filter(pk=tags[0].pk).update(name=name, slug=folded_case(name))
    else:
        _delete_unused(tags)


def _tags_of(deed: Operation) -> list[Tag]:
    return list(Tag.objects.filter(slug__in=map(folded_case, deed.options["tags"])))


def _next_keys(deed: Operation) -> list[int]:
    return _keys_after(_tags_of(deed), deed.options["after"])


def _keys_after(tags: Iterable[Tag], after: int) -> list[int]:
    """Give the keys of the next contacts that have one of the tags, in their order."""
    links = TaggedContact.objects.filter(tag__in=tags, content_object__gt=after).order_by("content_object_id")
    return list(links.values_list("content_object_id", flat=True).distinct()[:BATCH])


def _retagged(contact: Contact, *, gone: set[str], name: str) -> Mapping[str, Any]:
    kept = [one for one in contact.tag_names if folded_case(one) not in gone]
    return {} if len(kept) == len(contact.tag_names) else {"tags": [*kept, name] if name else kept}


def _count(deed: Operation, outcomes: Mapping[int, Outcome]) -> None:
    refused = {pk: outcome for pk, outcome in outcomes.items() if isinstance(outcome, ValidationError)}
    changed = sum(1 for outcome in outcomes.values() if isinstance(outcome, Changed) and outcome.is_changed)
    for word, number in (("changed", changed), ("skipped", len(refused))):
        deed.counts |= {word: deed.counts.get(word, 0) + number} if number else {}
    keep_leftovers(deed, (Leftover(contact_id=pk, reason=" ".join(one.messages)) for pk, one in refused.items()))


def _delete_unused(tags: Iterable[Tag]) -> None:
    # Who gives one to a contact in this moment keeps it.
    with suppress(IntegrityError), writing():
        Tag.objects.unused().filter(pk__in=[tag.pk for tag in tags]).delete()
