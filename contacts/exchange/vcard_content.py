"""The properties of one card, sorted for those who ask what they mean."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from contacts.exchange.vcard_lines import Property
from contacts.exchange.vcard_notes import Notes
from contacts.services.refusals import Problems

# Columns with their values, of which a blank one says nothing.
Said = Iterator[tuple[str, Any]]

# Our own property (``contacts/exchange/vcard.py`` describes it), for which being blank means something.
OWN = "X-CONTACT"
SEVERAL = _("Of several %(name)s in one card, the preferred or first one was taken")
_UNPREFERRED = 101


@dataclass
class Content:
    """The properties of a card by name, the preferred ones first, and where to say what is wrong with them."""

    properties: dict[str, list[Property]]
    notes: Notes = field(default_factory=Notes)
    problems: Problems = field(default_factory=Problems)

    def all(self, name: str) -> list[Property]:
        return self.properties.get(name, [])

    def only(self, name: str) -> Property | None:
        found = self.all(name)
        if len(found) > 1:
            self.note(SEVERAL % {"name": name}, found[1])
        return found[0] if found else None

    def note(self, what: str | Promise, about: Property) -> None:
        self.notes.add(what, about.line)

    def beside(self, one: Property, name: str) -> str:
        """Give the text of the property of this name in the same group: so Apple's programs say more of another."""
        return next((other.text for other in self.all(name) if one.group and other.group == one.group), "")


def sorted_by_name(properties: Iterable[Property]) -> dict[str, list[Property]]:
    """Give those properties that say something, the preferred ones of a name first (PREF in 4.0, TYPE=pref in 3.0)."""
    by_name: dict[str, list[Property]] = {}
    for one in properties:
        if one.name == OWN or one.value.strip(" ;,"):
            by_name.setdefault(one.name, []).append(one)
    for found in by_name.values():
        if len(found) > 1:
            found.sort(key=_preference)
    return by_name


def _preference(one: Property) -> int:
    rank = one.parameter("PREF")
    if rank.isdecimal():
        return int(rank)
    return 1 if "pref" in one.types else _UNPREFERRED


def padded(parts: list[str], count: int) -> list[str]:
    """Give so many parts; missing ones are blank."""
    return [*parts, *[""] * count][:count]
