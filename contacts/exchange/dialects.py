"""What the two API dialects bring to files: their own JSON, one contact a line, and their names as headers.

The only module here that knows of the dialects.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import IO, Any

import orjson
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from contacts.choices import ContactType
from contacts.columns import COLUMNS, COLUMNS_WITH_PICTURES
from contacts.dialects.base import DialectSerializer
from contacts.dialects.divendo import columns as divendo
from contacts.dialects.divendo import serializers as divendo_names
from contacts.dialects.evance import columns as evance
from contacts.dialects.evance import serializers as evance_names
from contacts.dialects.faults import Fault
from contacts.dialects.flat import headers_of
from contacts.exchange.gathering import tidy_country
from contacts.exchange.interfaces import Reading, Source, Writing
from contacts.exchange.lines import objects_of
from contacts.exchange.places import READABLE, Preset, written
from contacts.exchange.rows import Values, complete
from contacts.models import Contact
from contacts.services.import_rows import Row
from contacts.shapes import TEXTS

Json = dict[str, Any]
_NUMBERED = range(20)


@dataclass(frozen=True)
class Dialect:
    """A dialect's JSON. ``given_once`` is what a file may bring back that the API only answers: column by key.

    ``json_of`` writes a contact; ``envelope`` is the key under which the API has it.
    """

    serializer: DialectSerializer
    json_of: Callable[[Contact], Json]
    given_once: Mapping[str, str]
    defaults: Mapping[str, str] = field(default_factory=dict)
    never_in_files: frozenset[str] = frozenset()
    envelope: str = ""
    notes: Sequence[str | Promise] = ()

    def read(self, file: IO[bytes], reading: Reading) -> Source:
        """Open a file with one contact a line, as the API writes it; the API's envelope may be around it."""
        notes, objects = objects_of(file, reading)
        finish = complete(reading, self.defaults)
        rows = (found if isinstance(found, Row) else finish(*self._row(*found)) for found in objects)
        return Source([*notes, *map(str, self.notes)], [], rows)

    def _row(self, line: int, data: Json) -> tuple[Row, Values]:
        row = Row(line)
        contact = data[self.envelope] if data.keys() == {self.envelope} else data
        changes, faults = self.serializer.read(contact)
        for fault in faults:
            if fault.code != "required":
                row.problems.by_field.setdefault(self._column_of(fault), []).append(_problem(fault))
        for key, column in self.given_once.items() if isinstance(contact, dict) else ():
            if contact.get(key):
                changes[column] = row.problems.ask(COLUMNS[column].read, contact[key], field=column)
        return row, {name: value for name, value in changes.items() if name not in self.never_in_files}

    def _column_of(self, fault: Fault) -> str:
        path = ".".join(map(str, fault.path))
        return headers_of(self.serializer).get(path, path) or NON_FIELD_ERRORS

    def write(self, contacts: Iterable[Contact], file: IO[bytes], writing: Writing) -> int:
        """Write each contact as the API answers it, one a line."""
        picture = (COLUMNS_WITH_PICTURES if writing.with_pictures else COLUMNS)["thumbnail"]
        count = 0
        for contact in contacts:
            data = self.json_of(contact)
            if "thumbnail" in data:
                data["thumbnail"] = picture.value_of(contact) or None
            file.write(orjson.dumps(data, option=orjson.OPT_APPEND_NEWLINE))
            count += 1
        return count


def _problem(fault: Fault) -> ValidationError:
    return ValidationError(fault.message, code=fault.code)


DIVENDO = Dialect(
    divendo_names.ContactSerializer(),
    divendo_names.contact_json,
    divendo.GIVEN_ONCE,
    # What is made through this API is a guest.
    defaults={"type": ContactType.GUEST},
)
EVANCE = Dialect(
    evance_names.ContactSerializer(),
    # Files name pictures as the store does, not by the address of a host.
    lambda contact: evance_names.contact_json(contact, str),
    evance.GIVEN_ONCE,
    never_in_files=frozenset(evance.NEVER_IN_FILES),
    envelope="contact",
    notes=[_("Passwords and invitations are left out: they do not travel in files.")],
)


def _preset(name: str, label: str, headers: Mapping[str, str], signature: Iterable[str], **options: Any) -> Preset:
    numbered = {
        f"{header}.{number}": column
        for header, column in headers.items()
        if READABLE[column].shape is TEXTS
        for number in _NUMBERED
    }
    return Preset(
        name,
        label,
        {**headers, **options.pop("more_headers", {}), **numbered},
        frozenset(signature),
        tidy={"address_country": tidy_country},
        written=[written(header, column) for header, column in headers.items()],
        **options,
    )


FLAT_DIVENDO = _preset("divendo", "Divendo", divendo.HEADERS, divendo.SIGNATURE, defaults=DIVENDO.defaults)
FLAT_EVANCE = _preset(
    "evance",
    "Evance",
    evance.HEADERS,
    evance.SIGNATURE,
    more_headers=evance.SHORT_HEADERS,
    left_out=evance.LEFT_OUT.__contains__,
)
