"""How people like the pages: what they chose is kept with their login."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from contacts.models import StaffMember
from contacts.paging import SORTS

PAGE_SIZES = (25, 50, 100, 250)
# What holds for whom nothing else was chosen. A theme or a language of "" is what the browser asks for.
DEFAULTS: dict[str, Any] = {
    "theme": "",
    "language": "",
    "keyboard": True,
    "times": "relative",
    "columns": [],
    "density": "cosy",
    "page_size": 50,
    "sort": "-created",
}


def _one_of(*values: Any) -> Callable[[Any], bool]:
    return lambda value: value in values and type(value) in {type(one) for one in values}


def _is_list_of_names(value: Any) -> bool:
    return isinstance(value, list) and len(value) <= 100 and all(isinstance(name, str) for name in value)


_ALLOWED: dict[str, Callable[[Any], bool]] = {
    "theme": _one_of("", "light", "dark"),
    "language": lambda value: value in ("", *dict(settings.LANGUAGES)),
    "keyboard": _one_of(True, False),
    "times": _one_of("relative", "exact"),
    "columns": _is_list_of_names,
    "density": _one_of("cosy", "compact"),
    "page_size": _one_of(*PAGE_SIZES),
    "sort": _one_of(*SORTS),
}


def preferences_of(member: StaffMember) -> dict[str, Any]:
    """Give everything that can be preferred, with the default where the member has chosen nothing that holds."""
    kept = {name: value for name, value in member.preferences.items() if name in DEFAULTS and _ALLOWED[name](value)}
    return DEFAULTS | kept


def prefer(member: StaffMember, **chosen: Any) -> dict[str, Any]:
    """Keep what the member has chosen, beside what was chosen before; give all that is preferred from now on.

    Raises ``ValidationError``, keyed by name, for a value that cannot be had; then nothing is kept.
    """
    refused = {name: _("Choose one of the values on offer.") for name in chosen if not _is_allowed(name, chosen[name])}
    if refused:
        raise ValidationError(refused)
    with transaction.atomic():
        # Two windows of one person must not forget each other's choices.
        kept = StaffMember.objects.select_for_update().get(pk=member.pk)
        member.preferences = kept.preferences | chosen
        member.save(update_fields=["preferences"])
    return preferences_of(member)


def _is_allowed(name: str, value: Any) -> bool:
    return name in _ALLOWED and _ALLOWED[name](value)
