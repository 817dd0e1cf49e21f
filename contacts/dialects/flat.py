"""A dialect's names as the headers of a flat file: ``address.country``."""

from contacts.dialects.base import DialectSerializer


def headers_of(serializer: DialectSerializer) -> dict[str, str]:
    """Give for each dotted path of a client's keys the model field, or the list, that it leads to."""
    found = [place for _name, place in serializer.places()]
    return {".".join(map(str, path)): str(field.source) for path, field in found if field.source != "*"}
