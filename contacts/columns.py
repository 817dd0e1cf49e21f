"""The one table of columns in which contacts travel to and from files, one row a contact.

Some things stay at home: the password's hash, because it is a secret; the version and the time of the last change,
which count this store's own writes; what follows from other columns; and grants of the admin portal.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

from contacts.choices import Channel
from contacts.models import Contact
from contacts.models.fields import ListField
from contacts.shapes import (
    DAY,
    GRANTS,
    INSTANT,
    NUMBER_ORDER,
    PICTURE,
    PICTURE_NAME,
    SHAPE_ERRORS,
    TEXT,
    TEXTS,
    WHOLE_NUMBER,
    Json,
    Shape,
)

STAY_AT_HOME = {"password", "version", "created_via", "modified_at", "reference_key", "search_text"}


@dataclass(frozen=True)
class Column:
    """One fact of a contact: ``name`` is its key among the door's changes, ``attribute`` where a contact holds it."""

    name: str
    shape: Shape
    attribute: str

    def value_of(self, contact: Contact) -> Json:
        """Give the contact's value for JSON. Its tags and grants must have been read (``ContactQuerySet.whole()``)."""
        return self.shape.write(getattr(contact, self.attribute))

    def cell_of(self, contact: Contact) -> str:
        """Give the contact's value as the text of a cell, "" where it is unset."""
        return self.cell_with(getattr(contact, self.attribute))

    def cell_with(self, held: Any) -> str:
        """Give the text of a cell for what a contact holds."""
        value = self.shape.write(held)
        return "" if value is None else self.shape.to_cell(value)

    def read(self, value: Json) -> Any:
        """Give the change that a JSON value means. Raises an unkeyed ``ValidationError`` for another shape."""
        return self._advising(self.shape.read, value)

    def read_cell(self, text: str) -> Any:
        """Give the change that the text of a cell means. Raises as ``read`` does."""
        return self.read(self._advising(self.shape.from_cell, text))

    def _advising(self, reading: Callable[[Any], Any], value: Any) -> Any:
        try:
            return reading(value)
        except SHAPE_ERRORS as error:
            raise ValidationError(str(self.shape.advice), code="invalid", params={"value": value}) from error


_SHAPES: list[tuple[type[models.Field], Shape]] = [
    (models.BigIntegerField, WHOLE_NUMBER),
    (models.DateTimeField, INSTANT),
    (models.DateField, DAY),
    (ListField, TEXTS),
    (models.FileField, PICTURE_NAME),
    (models.Field, TEXT),
]


def _column_of(field: models.Field) -> Column:
    shape = next(shape for field_class, shape in _SHAPES if isinstance(field, field_class))
    return Column(field.name, NUMBER_ORDER if field.name == "number_order" else shape, field.name)


_OF_THE_ROW = [_column_of(field) for field in Contact._meta.concrete_fields if field.name not in STAY_AT_HOME]
_BESIDE_THE_ROW = [Column("tags", TEXTS, "tag_names"), Column("grants", GRANTS, "website_grants")]

# By name, in the order of the model: what the model declares travels.
COLUMNS: dict[str, Column] = {column.name: column for column in [*_OF_THE_ROW, *_BESIDE_THE_ROW]}
# The lists that these columns hold together: another way to read and write the same.
WHOLE_LISTS: dict[str, Column] = {name: Column(name, TEXTS, name) for name in ("emails", "numbers")}
# When a person took an opt-out back, by channel. It is read with a row, to be judged by the import, and never written.
CONSENT_DATES: dict[str, Column] = {
    f"{channel}_consent_date": Column(f"{channel}_consent_date", INSTANT, channel) for channel in Channel.values
}
# The same with each picture itself in place of its name, for a store that does not share the content folder.
COLUMNS_WITH_PICTURES = COLUMNS | {"thumbnail": replace(COLUMNS["thumbnail"], shape=PICTURE)}
