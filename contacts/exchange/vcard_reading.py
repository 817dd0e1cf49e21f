"""From the properties of a card to a row."""

from collections.abc import Callable, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from contacts.exchange.places import READABLE
from contacts.exchange.rows import Values
from contacts.exchange.vcard_cards import Card, Cards
from contacts.exchange.vcard_content import OWN, Content, sorted_by_name
from contacts.exchange.vcard_lines import Property, unescaped
from contacts.exchange.vcard_meanings import MEANINGS, MEANT
from contacts.services.import_rows import Row

Finish = Callable[[Row, Values], Row]

_KINDS = ("KIND", "X-ADDRESSBOOKSERVER-KIND")
# What tells of the card instead of the contact, or more of another property.
_ABOUT_THE_CARD = {"VERSION", "PRODID", "REV", "X-ABLABEL", "X-ABADR", "X-ABSHOWAS", *_KINDS}
_KNOWN = MEANT | _ABOUT_THE_CARD | {OWN}
_GROUP = _("Cards of a group of contacts were left out")
_UNKNOWN = _("The property %(name)s has no column and was left out")
_NO_CELL = _("“%(value)s” cannot be taken in. %(advice)s")


def row_of(card: Card, cards: Cards, mapping: Mapping[str, str], finish: Finish) -> Row | None:
    """Give what a card says of a contact; ``None`` for one that tells of a group of contacts.

    ``mapping`` gives the column (or "" for none) whose cell the value of a property is, by the property's name in
    capitals.
    """
    row = Row(line=card.line)
    properties = row.problems.ask(cards.read, card)
    if properties is None:
        return row
    content = Content(sorted_by_name(properties), cards.notes, row.problems)
    if any(kind.text.lower() == "group" for name in _KINDS for kind in content.all(name)):
        cards.notes.add(_GROUP, card.line)
        return None
    return finish(row, changes_of(content, mapping))


def changes_of(content: Content, mapping: Mapping[str, str]) -> dict[str, Any]:
    """Give the columns of which the card speaks: as the standard has it, as it is mapped, as our own export says."""
    mapped = {name: content.properties.pop(name) for name in mapping if name in content.properties}
    changes = {name: value for meaning in MEANINGS for name, value in meaning(content) if value}
    for name, found in mapped.items():
        if mapping[name]:
            _take(content, mapping[name], found[0], changes)
    for one in content.all(OWN):
        _take(content, one.parameter("NAME").lower(), one, changes)
    _note_unknown(content)
    return changes


def _note_unknown(content: Content) -> None:
    for name, found in content.properties.items():
        if name not in _KNOWN:
            for one in found:
                content.note(_UNKNOWN % {"name": name}, one)


def _take(content: Content, column: str, one: Property, changes: dict[str, Any]) -> None:
    """Put the text of a column's cell in place of what else the card says of the column."""
    if column not in READABLE:
        content.note(_UNKNOWN % {"name": f"{one.name};NAME={column}"}, one)
    elif text := unescaped(one.value):
        changes[column] = content.problems.ask(_read_cell, column, text, field=column)
    else:
        changes.pop(column, None)


def _read_cell(column: str, text: str) -> Any:
    try:
        return READABLE[column].read_cell(text)
    except ValidationError as refusal:
        raise ValidationError(_NO_CELL, code="invalid", params={"value": text, "advice": refusal.message}) from refusal
