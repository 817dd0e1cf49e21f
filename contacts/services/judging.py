"""Bringing what a writer wants onto a contact, and judging the whole of it at once."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from operator import itemgetter
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from contacts import thumbnails
from contacts.choices import Channel, ContactType, Via
from contacts.models import AccessRole, Contact
from contacts.services import pictures
from contacts.services.authors import Author
from contacts.services.extras import Grant, find_roles, same_tags
from contacts.services.refusals import Problems
from contacts.tags import clean_tag_names

# These write for many at once or on nobody's word: they lift no opt-out unless they name where the consent is from.
SILENT_FACES = {Via.IMPORT, Via.SYSTEM}
# What a contact gets once: a writer may bring it for a new one, and it never changes after.
GIVEN_ONCE = ("id", "object_id", "created_at")


class Wish:
    """What a writer wants of one contact: columns, and tags and grants where they are named.

    Making it takes in the picture, which may mean fetching it: do so before a transaction opens.
    """

    def __init__(self, changes: Mapping[str, Any]):
        self.columns = dict(changes)
        self.given_once = {name: self.columns.pop(name) for name in GIVEN_ONCE if name in self.columns}
        self.problems = Problems()
        self.picture: thumbnails.Picture | None = None
        self.roles: dict[str, AccessRole] = {}
        self.grants: Sequence[Grant] | None = self.columns.pop("grants", None)
        self.tags: list[str] | None = None
        self.added_tags: list[str] = []
        if "tags" in self.columns:
            self.tags = self.problems.ask(clean_tag_names, self.columns.pop("tags") or [], field="tags") or []
        if "thumbnail" in self.columns:
            self.columns["thumbnail"] = self._picture_name(self.columns["thumbnail"])

    def _picture_name(self, value: Any) -> str:
        taken_in = self.problems.ask(thumbnails.take_in, value, field="thumbnail") or ""
        if isinstance(taken_in, thumbnails.Picture):
            self.picture = taken_in
            return taken_in.name
        return taken_in

    def put_on(self, contact: Contact) -> None:
        """Change the contact in memory, its ``tag_names`` and ``website_grants`` too."""
        if contact._state.adding:
            contact.take(self.given_once)
        contact.take(self.columns)
        tags = [*(contact.tag_names if self.tags is None else self.tags), *self.added_tags]
        if not same_tags(tags, contact.tag_names):
            contact.tag_names = clean_tag_names(tags)
        if contact.type != ContactType.USER:
            contact.website_grants = []
        if self.grants is not None:
            contact.website_grants = sorted(map(asdict, self.grants), key=itemgetter("reference"))

    def judge(self, contact: Contact, type_before: str = "") -> None:
        """Raise every broken rule. Uniqueness is asked only when something else is wrong: the database keeps it."""
        problems = Problems(self.problems)
        problems.ask(contact.clean_fields)
        problems.ask(contact.clean)
        problems.ask(_keep_type, contact, type_before)
        if self.grants:
            self.roles = problems.ask(find_roles, contact.type, self.grants, field="grants") or {}
        if problems:
            problems.ask(contact.validate_constraints, set(problems.by_field))
        problems.raise_any()
        for row in contact.website_grants if self.grants else ():
            row["name"] = self.roles[row["reference"]].name

    def store_picture(self) -> None:
        """Store the picture that was taken in, if one was."""
        if self.picture:
            pictures.store(self.picture)


def _keep_type(contact: Contact, type_before: str) -> None:
    if type_before == ContactType.HQ != contact.type:
        message = _("The headquarters stays the headquarters: leave its type as it is.")
        raise ValidationError({"type": ValidationError(message, code="read_only")})


def keep_optouts(contact: Contact, before: Mapping[str, Any], author: Author) -> None:
    """Put back the opt-outs that a silent face would lift without saying where the consent is from."""
    if author["via"] not in SILENT_FACES or author.get("consent_source"):
        return
    for channel in Channel.values:
        if before[f"{channel}_optout_reason"] and not contact.optout(channel)[0]:
            for name in (f"{channel}_optout_reason", f"{channel}_optout_date"):
                setattr(contact, name, before[name])
