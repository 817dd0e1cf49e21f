"""Keeping what the headers of somebody's files mean."""

from collections.abc import Mapping

from contacts.models import SavedMapping


def save_mapping(name: str, columns: Mapping[str, str]) -> SavedMapping:
    """Keep our column by the file's header, in place of what was kept under the name. Raises ``ValidationError``."""
    mapping = SavedMapping.objects.filter(name=name).first() or SavedMapping(name=name)
    mapping.columns = dict(columns)
    mapping.full_clean()
    mapping.save()
    return mapping
