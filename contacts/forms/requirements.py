"""What the type of a contact asks for, as forms explain it: all of it follows from the law."""

from typing import cast

from django.db.models import Field
from django.utils.text import capfirst, get_text_list
from django.utils.translation import gettext as _

from contacts.choices import ContactType
from contacts.models import Contact
from contacts.models.law import REQUIRED_FIELDS


def required_by_type() -> dict[str, list[str]]:
    """Give the names of the fields that each type needs."""
    return {str(type): list(names) for type, names in REQUIRED_FIELDS.items()}


def explained_by_type() -> dict[str, str]:
    """Give for each type the sentence that says what it needs."""
    return {str(type): _explained(type, names) for type, names in REQUIRED_FIELDS.items()}


def _explained(type: str, names: tuple[str, ...]) -> str:
    labels = [str(cast(Field, Contact._meta.get_field(name)).verbose_name) for name in names]
    return _("%(type)s: needs %(fields)s.") % {
        "type": capfirst(ContactType(type).label),
        "fields": get_text_list(labels, _("and")),
    }
