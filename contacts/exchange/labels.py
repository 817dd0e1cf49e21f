"""What our columns are called on pages and in dialogs."""

from django.utils.text import capfirst, format_lazy
from django.utils.translation import gettext_lazy as _

from contacts.choices import Channel
from contacts.columns import CONSENT_DATES
from contacts.exchange.places import READABLE
from contacts.models import Contact
from contacts.models.law import ADDRESS_FIELDS

_OWN = {
    "emails": _("All e-mails"),
    "numbers": _("All numbers"),
    "tags": _("Tags"),
    "grants": _("Access roles"),
    "id": _("Id"),
    "object_id": _("Id (Divendo)"),
}


def label_of(name: str) -> str:
    """Give the words for a column of ours, in the language spoken."""
    if name in CONSENT_DATES:
        return str(format_lazy(_("{channel}: consented on"), channel=Channel(CONSENT_DATES[name].attribute).label))
    if name in _OWN:
        return str(_OWN[name])
    label = str(next(field for field in Contact._meta.concrete_fields if field.name == name).verbose_name)
    return _("Address: %s") % label if name in ADDRESS_FIELDS else capfirst(label)


def labels() -> dict[str, str]:
    """Give our columns with their words, in the order of the table."""
    return {name: label_of(name) for name in READABLE}
