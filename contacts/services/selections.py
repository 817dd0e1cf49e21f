"""Which contacts a bulk edit is about: those that were ticked, or all that a filter finds."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from contacts.filters import ContactFilterSet
from contacts.models import Contact
from contacts.querysets import ContactQuerySet

# A count that a person has seen may be off by so many, or by one in a hundred, before we ask again.
_A_LITTLE = 5


def has_moved(seen: int | None, now: int) -> bool:
    """Whether there are more or fewer contacts than a person has seen, by more than a little."""
    return seen is not None and abs(now - seen) > max(_A_LITTLE, seen // 100)


@dataclass(frozen=True)
class Selection:
    """Ticked contacts by their primary keys, or a filter as it stands behind the ``?`` of the list's address."""

    pks: Sequence[int] = ()
    query: str | None = None

    def contacts(self) -> ContactQuerySet:
        """Give the contacts. Raises an unkeyed ``ValidationError`` for a filter that is wrong: it must not mean all."""
        if self.query is None:
            return Contact.objects.filter(pk__in=self.pks)
        filters = ContactFilterSet(dict(self._conditions()), Contact.objects.all())
        if not filters.is_valid():
            raise ValidationError(_("The filter is not understood: go back to the list and choose the contacts anew."))
        return filters.qs.order_by()

    def _conditions(self) -> list[tuple[str, str]]:
        """Give what narrows the list; how it is sorted and shown says nothing of whom it is about."""
        pairs = [pair for pair in parse_qsl(self.query or "") if pair[0] in ContactFilterSet.base_filters]
        names = [name for name, _value in pairs]
        if len(set(names)) < len(names):
            raise ValidationError(_("The filter names a condition twice: go back to the list and choose it once."))
        return pairs

    def count(self) -> int:
        """Give how many they are at this moment. Raises as ``contacts`` does."""
        return self.contacts().count()

    def stored(self) -> dict[str, Any]:
        """Give it as ``Operation.options`` keeps it."""
        return {"filter": self.query} if self.query is not None else {"pks": sorted(self.pks)}

    @classmethod
    def of(cls, options: dict[str, Any]) -> "Selection":
        """Give what ``stored`` was."""
        return cls(pks=options.get("pks", ()), query=options.get("filter"))
