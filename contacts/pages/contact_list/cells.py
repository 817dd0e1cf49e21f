"""What the cells of a row show; how, ``_cell.html`` says."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.template.defaultfilters import date
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django_countries import countries

from contacts.choices import Channel
from contacts.models import Contact
from contacts.pages.contact_list.columns import ListColumn
from contacts.texts import folded_case

_TAGS_SHOWN = 3
_ICONS = {Channel.EMAIL: "mail", Channel.POST: "mailbox", Channel.SMS: "message", Channel.PHONE: "phone"}
_TINTS = 6


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

    def cells(self) -> Iterator[dict[str, object]]:
        for column in self._columns:
            fact = self._fact(column)
            yield {"column": column, "fact": fact, "address": _address_of(column.kind, fact)}

    def _fact(self, column: ListColumn) -> Any:
        if column.name == "phone":
            return next(iter(self.contact.numbers), "")
        return column.text_of(self.contact) if column.kind == "text" else getattr(self.contact, column.name, "")

    @property
    def name(self) -> str:
        return str(self.contact)

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
        for channel, icon in _ICONS.items():
            reason, instant = self.contact.optout(channel)
            if not reason:
                yield ConsentMark(icon, _("%(channel)s: open") % {"channel": channel.label}, is_out=False)
            else:
                yield ConsentMark(f"{icon}-off", _opted_out(channel, instant), is_out=True)


def _opted_out(channel: Channel, instant) -> str:
    if instant is None:
        return _("%(channel)s: opted out") % {"channel": channel.label}
    day = date(timezone.localtime(instant), "j F Y")
    return _("%(channel)s: opted out %(day)s") % {"channel": channel.label, "day": day}


def _address_of(kind: str, fact: Any) -> str:
    """Give what a click on an e-mail or a number opens."""
    if not fact:
        return ""
    if kind == "email":
        return f"mailto:{quote(fact, safe='@')}"
    return f"tel:{''.join(char for char in fact if char in '+0123456789')}" if kind == "number" else ""


@lru_cache(len(settings.LANGUAGES))
def countries_in(language: str) -> dict[str, str]:
    """Give the names of all countries by code, in their order, in the language that is spoken now."""
    return {code: str(name) for code, name in countries}
