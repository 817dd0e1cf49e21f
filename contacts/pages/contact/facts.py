"""What the blocks of the page show of a contact."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from django.utils.translation import gettext as _
from django_countries import countries

from contacts.choices import GrantStatus
from contacts.differences import label_of
from contacts.forms.blocks import BLOCKS, Block
from contacts.models import Contact

# Where a website leads only within the site of the business, it leads nowhere from here.
_LINKED = re.compile(r"https?://", re.IGNORECASE)
_PIECES = re.compile(r"(?<=[@/])(?=[^/])")
_NOT_DIALLED = re.compile(r"[^0-9+]")


@dataclass(frozen=True)
class Fact:
    """A line of a block: ``kind`` says how it is drawn, ``address`` where it leads, ``mark`` what is said beside it."""

    label: str
    value: Any
    kind: str = "text"
    address: str = ""
    mark: str = ""
    is_good: bool = True

    @property
    def parts(self) -> list[str]:
        """Give the value in pieces between which a line may end."""
        return _PIECES.split(str(self.value))


def blocks_of(contact: Contact) -> list[tuple[Block, list[Fact]]]:
    """Give the blocks of the page, each with what is set in it."""
    return [(block, facts_of(contact, block)) for block in BLOCKS.values()]


def facts_of(contact: Contact, block: Block) -> list[Fact]:
    return [fact for fact in _TOLD.get(block.name, _plain)(contact, block) if fact.value]


def _plain(contact: Contact, block: Block) -> Iterator[Fact]:
    for name in block.fields:
        yield Fact(label_of(name), getattr(contact, name), kind=_KINDS.get(name, "text"))


_KINDS = {
    **dict.fromkeys(("date_of_birth", "start_date", "leave_date"), "day"),
    **dict.fromkeys(BLOCKS["references"].fields, "copied"),
    "username": "copied",
    "biography": "lines",
}


def _identity(contact: Contact, block: Block) -> Iterator[Fact]:
    for fact in _plain(contact, block):
        yield Fact(fact.label, contact.get_type_display()) if fact.value == contact.type else fact


def _reach(contact: Contact, block: Block) -> Iterator[Fact]:
    for email in contact.emails:
        is_primary = email == contact.email and bool(contact.more_emails)
        yield Fact(label_of("email"), email, "copied", mail_to(email), _("primary") if is_primary else "")
    kinds = {contact.phone: label_of("phone"), contact.mobile: label_of("mobile")}
    for number in contact.numbers:
        yield Fact(kinds.get(number, _("Other")), number, "copied", f"tel:{_NOT_DIALLED.sub('', number)}")


def mail_to(email: str) -> str:
    """Give the link that writes to the address, and to nobody else: an address may hold what would begin a header."""
    return f"mailto:{quote(email, safe='@')}"


def _address(contact: Contact, block: Block) -> Iterator[Fact]:
    yield Fact(_("Address"), "\n".join(address_lines(contact)), "lines copied")


def address_lines(contact: Contact) -> list[str]:
    """Give the address as it is written on a letter."""
    name = [contact.address_title, contact.address_first_name, contact.address_last_name]
    place = [contact.address_postcode, contact.address_city]
    lines = [" ".join(filter(None, name)), contact.address_company]
    lines += [contact.address_line1, contact.address_line2, contact.address_line3, " ".join(filter(None, place))]
    lines += [contact.address_region, countries.name(contact.address_country) if contact.address_country else ""]
    return [line for line in lines if line]


def _about(contact: Contact, block: Block) -> Iterator[Fact]:
    for fact in _plain(contact, block):
        leads = fact.value == contact.website and _LINKED.match(contact.website)
        yield Fact(fact.label, fact.value, fact.kind, contact.website if leads else "")


def _access(contact: Contact, block: Block) -> Iterator[Fact]:
    for grant in contact.website_grants:
        status = GrantStatus(grant["status"])
        is_active = status == GrantStatus.ACTIVE
        yield Fact(grant["name"], grant["expires"] or _("without an end"), "end", "", str(status.label), is_active)
    if contact.password:
        yield Fact(_("Password"), _("set"))


_TOLD: dict[str, Callable[[Contact, Block], Iterator[Fact]]] = {
    "identity": _identity,
    "reach": _reach,
    "address": _address,
    "about": _about,
    "access": _access,
}
