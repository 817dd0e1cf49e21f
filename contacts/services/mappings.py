"""Keeping what the headers of somebody's files mean."""

from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from contacts.models import SavedMapping
from contacts.texts import is_storable


def save_mapping(name: str, columns: Mapping[str, str]) -> SavedMapping:
    """Keep our column by the file's header, in place of what was kept under the name. Raises ``ValidationError``."""
    if not all(map(is_storable, (name, *columns))):
        raise ValidationError(_("The name or a header has a character that cannot be stored: leave it out."))
    mapping = SavedMapping.objects.filter(name=name).first() or SavedMapping(name=name)
    mapping.columns = dict(columns)
    mapping.full_clean()
    mapping.save()
    return mapping
