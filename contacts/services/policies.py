"""What a row of a file may do to a contact that is there already, column by column."""

from collections.abc import Callable, Mapping
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from contacts.models import Contact
from contacts.phones import normal_number
from contacts.texts import folded_case, normal_text


class Policy(TextChoices):
    OVERWRITE = "overwrite", _("Overwrite")
    FILL = "fill", _("Fill in if blank")
    ADD = "add", _("Add to what is there")
    IGNORE = "ignore", _("Ignore")


# The columns that a list can take up, with the list and the form in which two of its items are the same.
_LISTS: dict[str, tuple[str, Callable[[str], str]]] = {
    "email": ("emails", lambda text: normal_text(text).lower()),
    "more_emails": ("emails", lambda text: normal_text(text).lower()),
    "emails": ("emails", lambda text: normal_text(text).lower()),
    "phone": ("numbers", normal_number),
    "mobile": ("numbers", normal_number),
    "more_numbers": ("numbers", normal_number),
    "numbers": ("numbers", normal_number),
    "tags": ("tags", folded_case),
}


def allowed_changes(contact: Contact, changes: Mapping[str, Any], policies: Mapping[str, Policy]) -> dict[str, Any]:
    """Give what the policies let through of the changes; a column without one is overwritten.

    ``ADD`` on a column that holds no list fills it in if blank.
    """
    allowed: dict[str, Any] = {}
    for name, value in changes.items():
        policy = policies.get(name, Policy.OVERWRITE)
        if policy == Policy.OVERWRITE:
            allowed[name] = value
        elif policy == Policy.ADD and name in _LISTS:
            _add(contact, name, value, allowed)
        elif policy != Policy.IGNORE and not _value_of(contact, name):
            allowed[name] = value
    return allowed


def _add(contact: Contact, name: str, value: Any, allowed: dict[str, Any]) -> None:
    name, same = _LISTS[name]
    items = list(allowed.get(name, _value_of(contact, name)))
    known = {same(item) for item in items}
    for item in value if isinstance(value, list) else [value]:
        if item and same(item) not in known:
            items.append(item)
            known.add(same(item))
    allowed[name] = items


def _value_of(contact: Contact, name: str) -> Any:
    extras = {"tags": "tag_names", "grants": "website_grants"}
    return getattr(contact, extras.get(name, name))
