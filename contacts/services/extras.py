"""What hangs on a contact beside its row: its tags and its website grants."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from contacts.choices import ContactType, GrantStatus, Portal
from contacts.models import AccessGrant, AccessRole, Contact, Tag, TaggedContact
from contacts.named import rows_named
from contacts.querysets import ContactQuerySet
from contacts.services.inserting import Facts, insert_facts
from contacts.services.rehearsal import own_key
from contacts.texts import folded_case

Row = dict[str, Any]
_CHUNK = 2000
_OLDEST_FIRST = ("content_object__created_at", "content_object_id")


@dataclass(frozen=True)
class Grant:
    """A website role, by its reference, for a contact."""

    reference: str
    status: str = GrantStatus.ACTIVE
    expires: datetime | None = None

    def __post_init__(self) -> None:
        # Faces write an end in whole seconds: kept finer, it would change when it is sent back as it was read.
        if self.expires:
            object.__setattr__(self, "expires", self.expires.replace(microsecond=0))


def tags_of(found: ContactQuerySet) -> Iterator[tuple[datetime, int, str]]:
    """Give each tag of the contacts: when its contact was made, which it is, and the tag's name; in this order.

    For very many contacts this and the next are far quicker than ``ContactQuerySet.whole()``.
    """
    links = TaggedContact.objects.filter(content_object__in=found.order_by().values("pk"))
    facts = links.order_by(*_OLDEST_FIRST).values_list(*_OLDEST_FIRST, "tag__name")
    return facts.iterator(chunk_size=_CHUNK)


def visible_grants_of(found: ContactQuerySet) -> Iterator[tuple[datetime, int, Row]]:
    """Give each website grant of the contacts, as ``website_grants`` holds it, like ``tags_of``."""
    links = AccessGrant.objects.filter(contact__in=found.order_by().values("pk"), role__portal=Portal.WEBSITE)
    order = ("contact__created_at", "contact_id", "role__reference")
    facts = links.order_by(*order).values_list(*order, "role__name", "status", "expires_at")
    for created_at, contact_id, reference, name, status, expires in facts.iterator(chunk_size=_CHUNK):
        yield created_at, contact_id, {"reference": reference, "name": name, "status": status, "expires": expires}


def same_tags(names: Iterable[str], others: Iterable[str]) -> bool:
    return {folded_case(name) for name in names} == {folded_case(name) for name in others}


def known_roles(grants: Iterable[Grant]) -> dict[str, AccessRole]:
    """Give those of the grants' roles that there are, by reference, in one query; none where nothing is granted."""
    # PostgreSQL cannot be asked for a NUL, which no reference holds.
    wanted = {grant.reference for grant in grants if "\0" not in grant.reference}
    found = rows_named(AccessRole, "reference", wanted)
    return {role.reference: role for role in found if role.portal == Portal.WEBSITE}


def check_grants(contact_type: str, grants: Sequence[Grant], roles: Mapping[str, AccessRole]) -> None:
    """Raise an unkeyed ``ValidationError`` for grants that the contact may not have."""
    problems = [_problem(*problem) for problem in _grant_problems(contact_type, grants, roles)]
    if problems:
        raise ValidationError(problems)


def _problem(message: Any, code: str, value: str = "") -> ValidationError:
    return ValidationError(message, code=code, params={"value": value})


def _grant_problems(contact_type: str, grants: Sequence[Grant], roles: Mapping[str, AccessRole]):
    if contact_type != ContactType.USER:
        yield _("Only a contact of the type user can have access roles: name none."), "invalid"
    for index, grant in enumerate(grants):
        if grant.reference not in roles:
            yield _("There is no access role with the reference “%(value)s”."), "not_found", grant.reference
        if grant.status not in GrantStatus.values:
            yield _("For “%(value)s”, choose active, pending or rejected."), "invalid", grant.reference
        if grant.reference in [other.reference for other in grants[:index]]:
            yield _("Name the role “%(value)s” once."), "duplicate", grant.reference


def find_or_make_tags(names: Iterable[str]) -> dict[str, Tag]:
    """Give the tags by folded name, in three queries at most. A rival that makes the same tag does no harm."""
    by_slug = {folded_case(name): name for name in names}
    tags = {tag.slug: tag for tag in rows_named(Tag, "slug", by_slug)}
    missing = [Tag(name=name, slug=slug, **own_key()) for slug, name in sorted(by_slug.items()) if slug not in tags]
    if missing:
        Tag.objects.bulk_create(missing, ignore_conflicts=True)
        tags |= {tag.slug: tag for tag in rows_named(Tag, "slug", [tag.slug for tag in missing])}
    return tags


def set_tags(contact: Contact, *, is_new: bool = False) -> None:
    """Store ``tag_names`` as the contact's tags, then spell them as the store does."""
    tags = find_or_make_tags(contact.tag_names)
    if not is_new:
        TaggedContact.objects.filter(content_object=contact).delete()
    insert_facts(TaggedContact, [{"content_object_id": contact.pk, "tag_id": tag.pk} for tag in tags.values()])
    contact.tag_names = sorted((tag.name for tag in tags.values()), key=folded_case)


def set_grants(contact: Contact, roles: Mapping[str, AccessRole], *, is_new: bool = False) -> None:
    """Store ``website_grants`` as the contact's website grants; those of the admin portal stay."""
    if not is_new:
        AccessGrant.objects.filter(contact=contact, role__portal=Portal.WEBSITE).delete()
    insert_facts(AccessGrant, grant_facts(contact, roles))


def grant_facts(contact: Contact, roles: Mapping[str, AccessRole]) -> list[Facts]:
    """Give the columns of the grants that ``website_grants`` describes."""
    return [
        {
            "contact_id": contact.pk,
            "role_id": roles[row["reference"]].pk,
            "status": row["status"],
            "expires_at": row["expires"],
        }
        for row in contact.website_grants
    ]
