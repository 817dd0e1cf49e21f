"""What a bulk edit does to each of its contacts, in a form that is kept with the operation."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import TextChoices
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from contacts.columns import COLUMNS
from contacts.models import Contact
from contacts.services.authors import Author
from contacts.texts import folded_case


class Deed(TextChoices):
    EDIT = "edit", gettext_lazy("Edit fields")
    REPLACE = "replace", gettext_lazy("Find and replace")
    TAGS = "tags", gettext_lazy("Add or remove tags")
    CONSENT = "consent", gettext_lazy("Set consent")
    DELETE = "delete", gettext_lazy("Delete")


# What contacts may well have in common. The rest is one person's own, or unique, and needs somebody who looks.
EDITABLE = (
    *("type", "title", "company", "department", "division", "position", "phone", "website"),
    *("address_company", "address_line1", "address_line2", "address_line3", "address_city"),
    *("address_region", "address_postcode", "address_country"),
    *("account_number", "registered_number", "tax_number", "start_date", "leave_date"),
)
# Those in whose text something can be found.
REPLACEABLE = tuple(name for name in EDITABLE if name not in ("type", "address_country", "start_date", "leave_date"))


@dataclass(frozen=True)
class BulkDeed:
    """One of the deeds: ``values`` and ``optouts`` are plain values of JSON, by field and by channel.

    Where ``searched`` names a field, all that is ``old`` in its text becomes ``new``, to the letter.
    ``told_at`` is when the people have opted out, as far as this store knows.
    """

    kind: str
    values: Mapping[str, Any] = field(default_factory=dict)
    cleared: Sequence[str] = ()
    searched: str = ""
    old: str = ""
    new: str = ""
    added_tags: Sequence[str] = ()
    removed_tags: Sequence[str] = ()
    optouts: Mapping[str, str] = field(default_factory=dict)
    optins: Sequence[str] = ()
    consent_source: str = ""
    told_at: str | None = None

    def check(self, reason: str) -> None:
        """Raise an unkeyed ``ValidationError`` where it does nothing, or opts in on nobody's word."""
        if self.kind == Deed.DELETE:
            return
        if not any((self.values, self.cleared, self.old, *self._tags, self.optouts, self.optins)):
            raise ValidationError(_("Nothing would change: choose at least one thing to do."))
        if self.optins and not (self.consent_source and reason):
            raise ValidationError(_("Say where the consents come from, and why you set them: nobody is opted in else."))

    def changes_for(self, contact: Contact) -> dict[str, Any]:
        """Give what the door is to change of the contact."""
        changes = {name: COLUMNS[name].read(value) for name, value in self.values.items()}
        changes |= dict.fromkeys(self.cleared)
        if self.old:
            changes[self.searched] = getattr(contact, self.searched).replace(self.old, self.new)
        if any(self._tags):
            changes["tags"] = self._tags_for(contact)
        return changes | self._consents_for(contact)

    @property
    def _tags(self) -> tuple[Sequence[str], Sequence[str]]:
        return self.added_tags, self.removed_tags

    def _tags_for(self, contact: Contact) -> list[str]:
        removed = set(map(folded_case, self.removed_tags))
        kept = [name for name in contact.tag_names if folded_case(name) not in removed]
        known = set(map(folded_case, kept))
        return kept + [name for name in self.added_tags if folded_case(name) not in known]

    def _consents_for(self, contact: Contact) -> dict[str, Any]:
        changes: dict[str, Any] = {f"{channel}_optout_reason": None for channel in self.optins}
        for channel, reason in self.optouts.items():
            # Who is out already stays so, with the reason and the date of then.
            if not contact.optout(channel)[0]:
                changes[f"{channel}_optout_reason"] = reason
                changes[f"{channel}_optout_date"] = self.told_at and parse_datetime(self.told_at)
        return changes

    def sign(self, author: Author) -> Author:
        """Give the author with the source of the consents, where there are any."""
        return {**author, "consent_source": self.consent_source} if self.optins else author

    def stored(self) -> dict[str, Any]:
        """Give it as ``Operation.options`` keeps it."""
        return asdict(self)
