"""What the cells of a row show; how, ``_table.html`` says. What is alike in many rows is put into words once."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple
from urllib.parse import quote

from django.conf import settings
from django.template.defaultfilters import date
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django_countries import countries

from contacts.choices import Channel, ContactType, Via
from contacts.models import Contact
from contacts.pages.contact_list.columns import ListColumn
from contacts.texts import folded_case

_TAGS_SHOWN = 3
_ICONS = {Channel.EMAIL: "mail", Channel.POST: "mailbox", Channel.SMS: "message", Channel.PHONE: "phone"}
_TINTS = 6


class Cell(NamedTuple):
    """A fact of a contact, and what a click on it opens."""

    kind: str
    fact: Any
    address: str = ""


@dataclass(frozen=True)
class ConsentMark:
    """A channel of a contact: whether it is open, in a word and a picture."""

    icon: str
    text: str
    is_out: bool


class Row:
    """A contact, and its cells beside the name."""

    def __init__(self, contact: Contact, columns: Sequence[ListColumn]):
        self.contact, self._columns = contact, columns

    def cells(self) -> Iterator[Cell]:
        for column in self._columns:
            fact = _FACTS.get(column.kind, _held)(self, column)
            yield Cell(column.kind, fact, _ADDRESSES[column.kind](fact) if fact and column.kind in _ADDRESSES else "")

    @cached_property
    def name(self) -> str:
        return str(self.contact)

    @property
    def tick_label(self) -> str:
        return _("Tick %(name)s") % {"name": self.name}

    @property
    def second_line(self) -> str:
        """Give the position and company, where the name is not the company's already."""
        contact = self.contact
        company = "" if contact.company == self.name else contact.company
        return " · ".join(filter(None, [contact.position, company]))

    @property
    def initials(self) -> str:
        words = [word for word in self.name.split() if word[0].isalnum()] or [self.name or "?"]
        return "".join(word[0] for word in dict.fromkeys([words[0], words[-1]])).upper()

    @property
    def tint(self) -> int:
        """Give a number that stays with the contact, for the colour behind the initials."""
        return self.contact.pk % _TINTS

    @cached_property
    def tags(self) -> list[str]:
        return sorted(self.contact.tag_names or [], key=folded_case)

    @property
    def first_tags(self) -> list[str]:
        return self.tags[:_TAGS_SHOWN]

    @property
    def more_tags(self) -> list[str]:
        return self.tags[_TAGS_SHOWN:]

    @property
    def place(self) -> str:
        country = countries_in(get_language() or "").get(self.contact.address_country, "")
        return ", ".join(filter(None, [self.contact.address_city, country]))

    def consents(self) -> Iterator[ConsentMark]:
        language = get_language() or ""
        for channel in _ICONS:
            reason, instant = self.contact.optout(channel)
            yield _closed(channel, instant) if reason else _open(channel, language)


@lru_cache(len(settings.LANGUAGES) * len(Channel))
def _open(channel: Channel, language: str) -> ConsentMark:
    return ConsentMark(_ICONS[channel], _("%(channel)s: open") % {"channel": channel.label}, is_out=False)


def _closed(channel: Channel, instant) -> ConsentMark:
    return ConsentMark(f"{_ICONS[channel]}-off", _opted_out(channel, instant), is_out=True)


def _opted_out(channel: Channel, instant) -> str:
    if instant is None:
        return _("%(channel)s: opted out") % {"channel": channel.label}
    day = date(timezone.localtime(instant), "j F Y")
    return _("%(channel)s: opted out %(day)s") % {"channel": channel.label, "day": day}


def _held(row: Row, column: ListColumn) -> Any:
    return getattr(row.contact, column.name, "")


def _number(row: Row, column: ListColumn) -> str:
    return next(iter(row.contact.numbers), "") if column.name == "phone" else getattr(row.contact, column.name)


@lru_cache(2 * len(settings.LANGUAGES))
def _labels_in(language: str, choices: Any) -> dict[str, str]:
    """Give the words for choices by value, in the language that is spoken now."""
    return {value: str(label) for value, label in choices.choices}


_FACTS: dict[str, Callable[[Row, ListColumn], Any]] = {
    "text": lambda row, column: column.text_of(row.contact),
    "number": _number,
    "type": lambda row, column: _labels_in(get_language() or "", ContactType)[row.contact.type],
    "choice": lambda row, column: _labels_in(get_language() or "", Via).get(getattr(row.contact, column.name), ""),
    "place": lambda row, column: row.place,
    "tags": lambda row, column: row.first_tags,
    "consent": lambda row, column: row.consents(),
}
_ADDRESSES: dict[str, Callable[[str], str]] = {
    "email": lambda email: f"mailto:{quote(email, safe='@')}",
    "number": lambda number: f"tel:{''.join(char for char in number if char in '+0123456789')}",
}


@lru_cache(len(settings.LANGUAGES))
def countries_in(language: str) -> dict[str, str]:
    """Give the names of all countries by code, in their order, in the language that is spoken now."""
    return {code: str(name) for code, name in countries}
