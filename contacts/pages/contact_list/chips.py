"""The filters over the list: a chip opens a small form, and shows what it narrows the list to."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from contacts.choices import Channel
from contacts.filters import ContactFilterSet
from contacts.pages.contact_list.cells import countries_in
from contacts.pages.contact_list.queries import ListQuery


@dataclass(frozen=True)
class Group:
    """Conditions that one chip holds. A rare one shows only where it narrows the list."""

    name: str
    label: Any
    fields: tuple[str, ...]
    is_rare: bool = False


GROUPS = (
    Group("type", _("Type"), ("type",)),
    Group("tag", _("Tag"), ("tag",)),
    Group("company", _("Company"), ("company",)),
    Group("country", _("Country"), ("country",)),
    Group("consent", _("Consent"), ("email_consent", "post_consent", "sms_consent", "phone_consent")),
    Group("created", _("Created"), ("created_min", "created_max")),
    Group("modified", _("Changed"), ("modified_min", "modified_max")),
    Group("has", _("Has"), ("has_picture", "has_email", "has_number")),
    Group("created_via", _("Came by"), ("created_via",)),
    Group("operation", _("Operation"), ("operation",), is_rare=True),
    Group("email", _("E-mail"), ("email",), is_rare=True),
    Group("reference", _("Reference"), ("reference",), is_rare=True),
    Group("leave_date", _("Leave date"), ("leave_date",), is_rare=True),
)
SEARCH = Group("q", _("Search"), ("q",))
# What the chip's own label says need not be said again.
_SHORT_LABELS = {f"{channel}_consent": channel.label for channel in Channel} | {
    "created_min": _("from"),
    "created_max": _("to"),
    "modified_min": _("from"),
    "modified_max": _("to"),
    "has_picture": _("Picture"),
    "has_email": _("E-mail"),
    "has_number": _("Number"),
}
_DAYS = {"created_min", "created_max", "modified_min", "modified_max", "leave_date"}


class ChipField:
    """A condition as its form shows it."""

    def __init__(self, name: str, filters: ContactFilterSet, value: str):
        self.name, self.value = name, value
        self._field = filters.form.fields[name]
        self.errors = filters.form.errors.get(name, []) if value else []

    @property
    def label(self) -> Any:
        return _SHORT_LABELS.get(self.name, self._field.label)

    @property
    def kind(self) -> str:
        if self.name in _DAYS:
            return "date"
        return "select" if self.choices else "number" if self.name == "operation" else "text"

    @property
    def maximum(self) -> int:
        return getattr(self._field, "max_length", None) or 40

    @cached_property
    def choices(self) -> Sequence[tuple[str, Any]]:
        if self.name == "country":
            return list(countries_in(get_language() or "").items())
        return [choice for choice in getattr(self._field, "choices", []) if choice[0]]

    @property
    def told(self) -> str:
        """Give the value in words."""
        return str(dict(self.choices).get(self.value.upper() if self.name == "country" else self.value, self.value))


class Chip:
    """A group of conditions over a list, with the addresses that its form needs."""

    def __init__(self, group: Group, filters: ContactFilterSet, query: ListQuery):
        self.name, self.label = group.name, group.label
        self.fields = [ChipField(name, filters, query.conditions.get(name, "")) for name in group.fields]
        self.rest = query.state(without=group.fields)
        self.address_without = query.address(without=group.fields)

    @property
    def is_active(self) -> bool:
        return any(field.value for field in self.fields)

    @property
    def value(self) -> str:
        """Say what the chip narrows the list to."""
        said = [field for field in self.fields if field.value]
        if len(self.fields) == 1:
            return said[0].told if said else ""
        return ", ".join(f"{field.label} {field.told.lower()}" for field in said)

    @property
    def errors(self) -> list[str]:
        return [error for field in self.fields for error in field.errors]


def chips_over(filters: ContactFilterSet, query: ListQuery) -> Iterator[Chip]:
    """Give the chips that the list offers, the active ones among them."""
    for group in GROUPS:
        if not group.is_rare or query.conditions.keys() & set(group.fields):
            yield Chip(group, filters, query)


def active_chips(filters: ContactFilterSet, query: ListQuery) -> list[Chip]:
    """Give what narrows the list, the search with it."""
    return [chip for chip in (Chip(group, filters, query) for group in (SEARCH, *GROUPS)) if chip.is_active]
