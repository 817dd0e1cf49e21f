"""Tags as a whole: renaming, merging and deleting them, through the history of every contact that has one.

Each deed is an operation and so can be undone. It goes in batches that commit one by one: one that was broken off is
simply done again.
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
from contacts.services.operations import operation
from contacts.services.pictures import writing
from contacts.tags import clean_tag_names
from contacts.texts import folded_case

BATCH = 1000


def rename_tag(tag: Tag, name: str, **author: Unpack[Author]) -> Operation | None:
    """Give the tag another name; give the operation that changed its contacts, if any had to be changed.

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
    return _replace([tag], name, {"deed": "rename_tag", "tags": [tag.name], "name": name}, author)


def merge_tags(tags: Iterable[Tag], into: Tag, **author: Unpack[Author]) -> Operation | None:
    """Give the contacts of all these tags the one instead; of a contact that has both, the others go."""
    gone = [tag for tag in tags if tag != into]
    return _replace(gone, into.name, {"deed": "merge_tags", "tags": _names(gone), "name": into.name}, author)


def delete_tags(tags: Iterable[Tag], **author: Unpack[Author]) -> Operation | None:
    """Take the tags away from all contacts, then delete them."""
    gone = list(tags)
    return _replace(gone, "", {"deed": "delete_tags", "tags": _names(gone)}, author)


def delete_unused_tags() -> int:
    """Delete the tags that no contact has; give how many."""
    return Tag.objects.unused().delete()[0]


def _names(tags: Iterable[Tag]) -> list[str]:
    return [tag.name for tag in tags]


def _respell(tag: Tag, name: str) -> None:
    """Spell the tag anew. Its contacts read otherwise then, and so have another version."""
    Tag.objects.filter(pk=tag.pk).update(name=name)
    for pks in _batches([tag]):
        with writing():
            contacts = Contact.objects.filter(pk__in=pks)
            locked = list(contacts.order_by("pk").select_for_update().values_list("pk", flat=True))
            contacts.filter(pk__in=locked).update(version=F("version") + 1, modified_at=timezone.now())


def _replace(tags: list[Tag], name: str, options: Mapping[str, Any], author: Author) -> Operation | None:
    """Put the tag with this name, or none, in the place of the others, which go."""
    if not TaggedContact.objects.filter(tag__in=tags).exists():
        _give_way(tags, name)
        return None
    with operation(OperationKind.BULK, **author) as deed:
        deed.options = dict(options)
        facts: Author = {**author, "operation": deed}
        change = partial(_retagged, gone={tag.slug for tag in tags}, name=name)
        for pks in _batches(tags):
            _count(deed, change_contacts(dict.fromkeys(pks, change), **facts))
        _delete_unused(tags)
    return deed


def _give_way(tags: list[Tag], name: str) -> None:
    """Rename an unused tag where it stands, or delete it."""
    if name and len(tags) == 1 and not Tag.objects.filter(slug=folded_case(name)).exists():
        Tag.objects.filter(pk=tags[0].pk).update(name=name, slug=folded_case(name))
    else:
        _delete_unused(tags)


def _batches(tags: list[Tag]) -> Iterator[list[int]]:
    """Give the keys of the contacts that have one of the tags, each once or, in rare cases, twice."""
    links, last = TaggedContact.objects.filter(tag__in=tags).order_by("pk"), 0
    while batch := list(links.filter(pk__gt=last).values_list("pk", "content_object")[:BATCH]):
        last = batch[-1][0]
        yield list(dict.fromkeys(contact for _link, contact in batch))


def _retagged(contact: Contact, *, gone: set[str], name: str) -> Mapping[str, Any]:
    kept = [one for one in contact.tag_names if folded_case(one) not in gone]
    return {} if len(kept) == len(contact.tag_names) else {"tags": [*kept, name] if name else kept}


def _count(deed: Operation, outcomes: Mapping[int, Outcome]) -> None:
    changed = sum(1 for outcome in outcomes.values() if isinstance(outcome, Changed) and outcome.is_changed)
    refused = {pk: outcome for pk, outcome in outcomes.items() if isinstance(outcome, ValidationError)}
    deed.counts["changed"] = deed.counts.get("changed", 0) + changed
    Leftover.objects.bulk_create(
        Leftover(operation=deed, contact_id=pk, field="tags", reason=" ".join(refusal.messages))
        for pk, refusal in refused.items()
    )


def _delete_unused(tags: list[Tag]) -> None:
    # Who gives one to a contact in this moment keeps it.
    with suppress(IntegrityError), writing():
        Tag.objects.unused().filter(pk__in=[tag.pk for tag in tags]).delete()
