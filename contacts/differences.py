"""A change in words: what it changed, from what to what."""

from dataclasses import dataclass
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from contacts.choices import ContactType
from contacts.models import Change, Contact
from contacts.models.law import ADDRESS_FIELDS
from contacts.services.history import DEFAULTS

# The one thing that history holds as a dict is a grant, and PostgreSQL does not keep the order of its parts.
_GRANT_PARTS = ("reference", "status", "expires")


@dataclass(frozen=True)
class Difference:
    """One field of a change; "" is what was, or is, not set."""

    label: str
    before: str
    after: str


def differences_of(change: Change) -> list[Difference]:
    """Give the changed fields in the order of the contact's. A password is only said to be set."""
    changed = change.before.keys() | change.after.keys()
    names = [name for name in DEFAULTS if name in changed] + sorted(changed - DEFAULTS.keys())
    return [_difference(name, change.before.get(name), change.after.get(name)) for name in names]


def _difference(name: str, before: Any, after: Any) -> Difference:
    if name == "password":
        before, after = (_("(set)") if value else "" for value in (before, after))
    return Difference(label_of(name), value_in_words(name, before), value_in_words(name, after))


def label_of(name: str) -> str:
    """Give the name of a field of history as people read it."""
    if name == "grants":
        return _("Access roles")
    fields = {field.name: field for field in (*Contact._meta.fields, *Contact._meta.many_to_many)}
    label = str(fields[name].verbose_name) if name in fields else name
    return _("Address: %s") % label if name in ADDRESS_FIELDS else capfirst(label)


def value_in_words(name: str, value: Any) -> str:
    """Give the value of a field of history as people read it; "" where it is not set."""
    return str(ContactType(value).label) if name == "type" and value in ContactType.values else _text(value)


def _text(value: Any) -> str:
    if isinstance(value, list):
        return "\n".join(_text(one) for one in value)
    if isinstance(value, dict):
        return ", ".join(str(value[part]) for part in _GRANT_PARTS if value.get(part))
    return "" if value is None else str(value)
