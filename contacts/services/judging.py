"""Bringing what a writer wants onto a contact, and judging the whole of it at once."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from functools import lru_cache
from itertools import chain
from operator import itemgetter
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from contacts import thumbnails
from contacts.choices import CHANNELS, ContactType, Via
from contacts.models import AccessRole, Contact
from contacts.services import pictures
from contacts.services.authors import Author
from contacts.services.extras import Grant, check_grants, known_roles, same_tags
from contacts.services.history import Values, values_of
from contacts.services.refusals import Problems
from contacts.tags import clean_tag_names
from contacts.texts import normal_text

# These write for many at once or on nobody's word: they lift no opt-out unless they name where the consent is from.
SILENT_FACES = {Via.IMPORT, Via.SYSTEM}
# Here people write, who can be asked for the source of a consent.
FACES_OF_STAFF = {Via.PAGE, Via.ADMIN}
# What a contact gets once: a writer may bring it for a new one, and it never changes after.
GIVEN_ONCE = ("id", "object_id", "created_at", "created_via", "version")

_STANDS_FOR = {"emails": ("email", "more_emails"), "numbers": ("phone", "mobile", "more_numbers")}
# An order too long for its column means too many numbers, which these say themselves.
_NEVER_JUDGED = frozenset({"number_order"})

Roles = Mapping[str, AccessRole]


class Wish:
    """What a writer wants of one contact: columns, and tags and grants where they are named.

    Making it takes in the picture, which may mean fetching it: do so before a transaction opens.
    """

    def __init__(self, changes: Mapping[str, Any]):
        self.columns = dict(changes)
        self.given_once = {name: self.columns.pop(name) for name in GIVEN_ONCE if name in self.columns}
        self.problems = Problems()
        self.picture: thumbnails.Picture | None = None
        self.roles: Roles = {}
        self.grants: Sequence[Grant] | None = self.columns.pop("grants", None)
        self.tags: list[str] | None = None
        self.added_tags: list[str] = []
        if "tags" in self.columns:
            self.tags = self.problems.ask(clean_tag_names, self.columns.pop("tags") or [], field="tags") or []
        if "thumbnail" in self.columns:
            self.columns["thumbnail"] = self._picture_name(self.columns["thumbnail"])

    def _picture_name(self, value: Any) -> str:
        is_taken_in = isinstance(value, thumbnails.Picture)
        taken_in = value if is_taken_in else self.problems.ask(thumbnails.take_in, value, field="thumbnail") or ""
        if isinstance(taken_in, thumbnails.Picture):
            self.picture = taken_in
            return taken_in.name
        return taken_in

    def put_on(self, contact: Contact) -> None:
        """Change the contact in memory, its ``tag_names`` and ``website_grants`` too."""
        if contact._state.adding and self.given_once:
            contact.take(self.given_once)
        contact.take(self.columns)
        self._put_tags_on(contact)
        if contact.type != ContactType.USER:
            contact.website_grants = []
        if self.grants is not None:
            contact.website_grants = sorted(map(asdict, self.grants), key=itemgetter("reference"))

    def origin(self, author: Author) -> str:
        """Give the face through which a new contact came: its writer's, unless it was here before."""
        return self.given_once.get("created_via", author["via"])

    def _put_tags_on(self, contact: Contact) -> None:
        tags = list(contact.tag_names if self.tags is None else self.tags)
        if self.added_tags:
            tags = clean_tag_names([*tags, *self.added_tags])
        if tags != contact.tag_names and not same_tags(tags, contact.tag_names):
            contact.tag_names = tags

    def is_met(self, contact: Contact, before: Values) -> bool:
        """Whether putting it on a stored contact has changed nothing, so that there is nothing to judge."""
        is_plain = contact.raw_password is None and not contact.is_invited and not self.problems and not self.grants
        return is_plain and values_of(contact) == before

    def judge(self, contact: Contact, type_before: str = "", roles: Roles | None = None) -> None:
        """Raise every broken rule. Uniqueness is asked only when something else is wrong: the database keeps it.

        Who judges many hands in the roles that they want, so that each need not be asked for.
        """
        problems = self.problems_with(contact, type_before, roles)
        if problems:
            problems.ask(contact.validate_constraints, set(problems.by_field))
        problems.raise_any()
        for row in contact.website_grants if self.grants else ():
            row["name"] = self.roles[row["reference"]].name

    def problems_with(self, contact: Contact, type_before: str = "", roles: Roles | None = None) -> Problems:
        """Give every broken rule but those of uniqueness. Where no grants are wished, no database is asked."""
        problems = Problems(self.problems)
        # The others hold what is stored already, or a default.
        problems.ask(contact.clean_columns, _columns_of(frozenset(self.columns.keys() | self.given_once.keys())))
        problems.ask(contact.clean)
        problems.ask(_keep_type, contact, type_before)
        if self.grants:
            self.roles = known_roles(self.grants) if roles is None else roles
            problems.ask(check_grants, contact.type, self.grants, self.roles, field="grants")
        return problems

    def store_picture(self) -> None:
        """Store the picture that was taken in, if one was."""
        if self.picture:
            pictures.store(self.picture)


@lru_cache(maxsize=256)  # the rows of a file name few sets of columns between them
def _columns_of(names: frozenset[str]) -> tuple[models.Field, ...]:
    touched = {"type", *chain.from_iterable(_STANDS_FOR.get(name, (name,)) for name in names)}
    return tuple(field for field in Contact._meta.concrete_fields if field.name in touched - _NEVER_JUDGED)


def _keep_type(contact: Contact, type_before: str) -> None:
    if type_before == ContactType.HQ != contact.type:
        message = _("The headquarters stays the headquarters: leave its type as it is.")
        raise ValidationError({"type": ValidationError(message, code="read_only")})


def keep_optouts(contact: Contact, before: Mapping[str, Any], author: Author) -> None:
    """Put back the opt-outs that a silent face would lift without saying where the consent is from, and of when."""
    if author["via"] not in SILENT_FACES:
        return
    renewed = contact.consented_at if author.get("consent_source") else ()
    for channel in _lifted(contact, before):
        if channel not in renewed:
            for name in (f"{channel}_optout_reason", f"{channel}_optout_date"):
                setattr(contact, name, before[name])


def refuse_quiet_optins(contact: Contact, before: Mapping[str, Any], author: Author) -> None:
    """Raise where staff would lift an opt-out without saying where the consent is from."""
    if author["via"] not in FACES_OF_STAFF or author.get("consent_source"):
        return
    message = _("An opt-out is lifted on the contact's page alone, which asks where the consent is from.")
    lifted = {f"{channel}_optout_reason": ValidationError(message, "optout") for channel in _lifted(contact, before)}
    if lifted:
        raise ValidationError(lifted)


def _lifted(contact: Contact, before: Mapping[str, Any]) -> list[str]:
    is_out = [channel for channel in CHANNELS if before[f"{channel}_optout_reason"]]
    return [channel for channel in is_out if not normal_text(contact.optout(channel)[0])]
