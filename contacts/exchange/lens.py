"""One contact as each dialect and format writes it, and what each of them cannot say of it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from io import BytesIO

import orjson
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from contacts.columns import COLUMNS
from contacts.differences import label_of
from contacts.exchange.dialects import DIVENDO, EVANCE, FLAT_DIVENDO, FLAT_EVANCE, Dialect
from contacts.exchange.formats import FORMATS
from contacts.exchange.interfaces import Writing
from contacts.exchange.places import Preset, alike_columns
from contacts.exchange.vcard_content import OWN
from contacts.exchange.vcard_writing import VERSION_3, VERSION_4, columns_of, properties_of
from contacts.models import Contact

# What a contact is called by, and what counts its numbers: nobody misses these.
_NEVER_MISSED = {"id", "object_id", "created_at", "number_order"}
_ALL = Writing(columns=list(COLUMNS))


@dataclass(frozen=True)
class Sight:
    """A contact in one form: ``lacking`` are its facts that the form has no place for.

    ``private`` are those that stand there under a name which other programs pass over.
    """

    text: str
    lacking: list[str]
    private: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Lens:
    """A form in which a contact can be seen."""

    label: str | Promise
    see: Callable[[Contact], Sight]


def _facts_of(contact: Contact) -> set[str]:
    """Give the columns in which something is set."""
    told = {name for name, column in COLUMNS.items() if column.value_of(contact)} - _NEVER_MISSED
    return told | ({"password"} if contact.password else set())


def _labels(names: Iterable[str]) -> list[str]:
    order = [*COLUMNS, "password"]
    return [label_of(name) for name in sorted(names, key=order.index)]


def _written_by(format: str, contact: Contact) -> bytes:
    file = BytesIO()
    FORMATS[format].write([contact], file, _ALL)
    return file.getvalue()


def _through_dialect(format: str, dialect: Dialect, preset: Preset) -> Callable[[Contact], Sight]:
    sayable = {alike for column in preset.headers.values() for alike in alike_columns(column)}

    def see(contact: Contact) -> Sight:
        data = orjson.loads(_written_by(format, contact))
        whole = {dialect.envelope: data} if dialect.envelope else data
        text = orjson.dumps(whole, option=orjson.OPT_INDENT_2).decode()
        return Sight(text, _labels(_facts_of(contact) - sayable))

    return see


def _as_row(contact: Contact) -> Sight:
    return Sight(_written_by("csv", contact).decode(), _labels(_facts_of(contact) - COLUMNS.keys()))


def _as_card(format: str, version: str) -> Callable[[Contact], Sight]:
    def see(contact: Contact) -> Sight:
        written = properties_of(contact, columns_of(_ALL), version)
        own = {name for one in written if one.name == OWN for name in one.parameters.get("NAME", [])}
        text = _written_by(format, contact).decode()
        return Sight(text, _labels(_facts_of(contact) - COLUMNS.keys()), _labels(own & _facts_of(contact)))

    return see


# By the name under which they can be asked for.
LENSES: dict[str, Lens] = {
    "divendo": Lens("Divendo JSON", _through_dialect("divendo", DIVENDO, FLAT_DIVENDO)),
    "evance": Lens("Evance JSON", _through_dialect("evance", EVANCE, FLAT_EVANCE)),
    "csv": Lens(_("CSV row"), _as_row),
    "vcard": Lens("vCard 4.0", _as_card("vcard", VERSION_4)),
    "vcard3": Lens("vCard 3.0", _as_card("vcard3", VERSION_3)),
}


def card_of(contact: Contact) -> bytes:
    """Give the contact as a file of one vCard."""
    return _written_by("vcard", contact)
