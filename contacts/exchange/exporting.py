"""Writing the contacts that a question finds to a file, and noting who took which of them along."""

import hashlib
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from io import RawIOBase
from typing import IO, Any, Unpack, cast
from urllib.parse import parse_qsl

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from contacts.choices import OperationKind
from contacts.columns import COLUMNS
from contacts.exchange.facts import facts_of, whole_contacts
from contacts.exchange.formats import FORMATS
from contacts.exchange.interfaces import UnfitFormat, Writing
from contacts.exchange.mapping import about_unknown_column
from contacts.exchange.places import WRITABLE
from contacts.filters import ContactFilterSet
from contacts.models import Contact, Operation
from contacts.querysets import ContactQuerySet
from contacts.services import Author
from contacts.services.operations import operation

Tell = Callable[[int], object]
_TOLD_EVERY = 2000


@dataclass(frozen=True)
class ExportTrace:
    """What is known of an export afterwards: the operation, how many contacts it took, the SHA-256 of the file."""

    operation: Operation
    count: int
    fingerprint: str


def export(
    file: IO[bytes],
    format: str,
    writing: Writing,
    conditions: str = "",
    *,
    name: str = "",
    **author: Unpack[Author],
) -> ExportTrace:
    """Write the contacts that the conditions find to the file, the oldest first, and leave an ``Operation`` behind.

    ``conditions`` is a query such as ``type=user&tag=vip``; ``name`` is that of the file. Memory does not grow with the
    contacts, and there is one query for all of them. Raises ``ValidationError`` keyed by filter for a bad condition,
    and ``UnfitFormat`` for what the format cannot hold.
    """
    found = contacts_to_export(format, writing, conditions)
    with operation(OperationKind.EXPORT, **author) as deed:
        deed.source, deed.options = name, described(format, writing, conditions)
        count, deed.fingerprint = write_contacts(file, found, format, writing)
        deed.counts = {"exported": count}
    return ExportTrace(deed, count, deed.fingerprint)


def contacts_to_export(format: str, writing: Writing, conditions: str) -> ContactQuerySet:
    """Give the contacts that the conditions find, once it is sure that they can be written. Raises as ``export``."""
    found = contacts_found_by(conditions)
    check_columns(writing.columns)
    if writing.with_pictures and not FORMATS[format].holds_pictures:
        message = _("%(format)s cannot hold pictures: choose JSON Lines or vCard.")
        raise UnfitFormat(message % {"format": FORMATS[format].label})
    return found


def write_contacts(
    file: IO[bytes], found: ContactQuerySet, format: str, writing: Writing, tell: Tell | None = None
) -> tuple[int, str]:
    """Write the contacts; give their number and the SHA-256 of the file. ``tell`` hears now and then how many are."""
    hashing = HashingFile(file)
    with closing(_contacts(found, format, writing)) as contacts:
        watched = _watched(contacts, tell) if tell else contacts
        count = FORMATS[format].write(watched, cast(IO[bytes], hashing), writing)
    return count, hashing.fingerprint


def _watched(contacts: Iterable[Contact], tell: Tell) -> Iterator[Contact]:
    for count, contact in enumerate(contacts, 1):
        yield contact
        if count % _TOLD_EVERY == 0:
            tell(count)


def contacts_found_by(conditions: str) -> ContactQuerySet:
    """Give the contacts that a query finds. Raises ``ValidationError`` keyed by the filters that are wrong."""
    pairs = parse_qsl(conditions, keep_blank_values=True)
    names = [name for name, _value in pairs]
    problems: dict[str, list[Any]] = {name: [_about_filter(name)] for name in names if name not in _filters()}
    problems |= {name: [_("Give this filter once.")] for name in names if names.count(name) > 1}
    filters = ContactFilterSet(dict(pairs), Contact.objects.all())
    problems |= {name: list(found) for name, found in filters.form.errors.as_data().items()}
    if problems:
        raise ValidationError(problems)
    return filters.qs


def _filters() -> Sequence[str]:
    return list(ContactFilterSet.base_filters)


def _about_filter(name: str) -> str:
    message = _("There is no filter “%(name)s”: choose among %(names)s.")
    return message % {"name": name, "names": ", ".join(_filters())}


def check_columns(names: Sequence[str]) -> None:
    """Raise an unkeyed ``ValidationError`` for columns that there are not."""
    if unknown := [about_unknown_column(name) for name in names if name not in WRITABLE]:
        raise ValidationError(unknown)
    if doubled := sorted({name for name in names if list(names).count(name) > 1}):
        raise ValidationError(_("Name each column once: %(names)s.") % {"names": ", ".join(doubled)})
    if not names:
        raise ValidationError(_("Choose at least one column."))


def _contacts(found: ContactQuerySet, format: str, writing: Writing) -> Generator[Contact]:
    """Give of the contacts what the format needs: mere facts where it writes columns of ours."""
    is_plain = FORMATS[format].has_columns and not writing.preset and not writing.with_pictures
    if is_plain and COLUMNS.keys() >= set(writing.columns):
        return facts_of(found, writing.columns)
    return whole_contacts(found)


def described(format: str, writing: Writing, conditions: str) -> dict[str, Any]:
    """Give what an operation keeps of an export."""
    columns = [] if list(writing.columns) == list(COLUMNS) else list(writing.columns)
    return {
        "format": format,
        "filter": conditions,
        "columns": columns or "all",
        "preset": writing.preset,
        "safe": writing.safe,
        "with_pictures": writing.with_pictures,
    }


class HashingFile(RawIOBase):
    """Passes on what is written, and knows its SHA-256."""

    def __init__(self, file: IO[bytes]):
        self._file, self._hash = file, hashlib.sha256()

    @property
    def fingerprint(self) -> str:
        return self._hash.hexdigest()

    def writable(self) -> bool:
        return True

    def write(self, data) -> int:
        self._hash.update(data)
        self._file.write(data)
        return len(data)
