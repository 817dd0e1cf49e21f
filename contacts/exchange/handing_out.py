"""Exports as people ask for them: what each may be written as, and the file that a worker leaves to be fetched."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from tempfile import TemporaryFile
from typing import Any
from urllib.parse import parse_qsl, urlencode

from django.core.exceptions import ValidationError
from django.core.files import File
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from contacts.choices import Channel, ConsentState
from contacts.columns import COLUMNS
from contacts.exchange.exporting import contacts_to_export, described, write_contacts
from contacts.exchange.formats import FORMATS
from contacts.exchange.interfaces import Writing
from contacts.exchange.progress import noting
from contacts.filters import ContactFilterSet
from contacts.models import Operation
from contacts.services.exports import finish_export
from contacts.services.operations import IsStopped

CONSENT_COLUMNS = tuple(name for name in COLUMNS if "_optout_" in name)
_PERSON = ("type", "title", "first_name", "last_name", "company", "position", "email", "phone", "mobile")
_ADDRESS = tuple(name for name in COLUMNS if name.startswith("address_"))
# Columns that are often wanted together, by name. Who may be written to goes along with all of them.
COLUMN_SETS: dict[str, tuple[Any, Sequence[str]]] = {
    "all": (gettext_lazy("All columns"), tuple(COLUMNS)),
    "short": (gettext_lazy("Names, numbers, consent"), (*_PERSON, "tags", *CONSENT_COLUMNS)),
    "post": (
        gettext_lazy("Addresses for letters"),
        ("title", "first_name", "last_name", "company", *_ADDRESS, "post_optout_reason", "post_optout_date"),
    ),
}
# The forms that people can choose: the format, and whether no cell may become a formula.
KINDS: dict[str, tuple[Any, str, bool]] = {
    "xlsx": (gettext_lazy("Spreadsheet (XLSX), for people"), "xlsx", True),
    "csv": (gettext_lazy("CSV for spreadsheets: no cell becomes a formula"), "csv", True),
    "csv_data": (gettext_lazy("CSV for programs: cells to the letter"), "csv", False),
    "vcard": (gettext_lazy("vCard 4.0"), "vcard", False),
    "vcard3": (gettext_lazy("vCard 3.0, for older address books"), "vcard3", False),
    "jsonl": (gettext_lazy("JSON Lines: whole contacts"), "jsonl", False),
    "divendo": (gettext_lazy("Divendo JSON"), "divendo", False),
    "evance": (gettext_lazy("Evance JSON"), "evance", False),
}
# Who writes no columns of ours, or those of somebody else's files, needs none chosen.
_OWN = "own"


@dataclass(frozen=True)
class Wish:
    """What somebody wants to take along: which contacts, in which form, with which columns, without whom."""

    kind: str
    conditions: str = ""
    columns: Sequence[str] = field(default_factory=lambda: tuple(COLUMNS))
    headers: str = _OWN
    open_to: Sequence[str] = ()

    @property
    def format(self) -> str:
        return KINDS[self.kind][1]

    @property
    def writing(self) -> Writing:
        safe = KINDS[self.kind][2]
        preset = None if self.headers == _OWN or not FORMATS[self.format].has_columns else self.headers
        # Excel takes a file of text for UTF-8 only by its mark.
        encoding = "utf-8-sig" if self.format == "csv" and safe else "utf-8"
        return Writing(columns=list(self.columns), preset=preset, safe=safe, encoding=encoding)

    @property
    def narrowed(self) -> str:
        """The conditions, and that nobody comes along who has opted out of the channels."""
        wanted = {f"{channel}_consent": ConsentState.IN.value for channel in self.open_to}
        others = [pair for pair in parse_qsl(self.conditions) if pair[0] not in wanted]
        return urlencode([*others, *wanted.items()])

    @property
    def name(self) -> str:
        return f"contacts.{FORMATS[self.format].ending}"

    def found(self) -> Any:
        """Give the contacts. Raises ``ValidationError`` for a filter that is wrong, and ``UnfitFormat``."""
        for channel in self.open_to:
            if dict(parse_qsl(self.conditions)).get(f"{channel}_consent") == ConsentState.OUT:
                message = _("The filter asks for who has opted out of %(channel)s: these cannot be left out as well.")
                raise ValidationError({f"{channel}_consent": message % {"channel": Channel(channel).label}})
        return contacts_to_export(self.format, self.writing, self.narrowed)

    def stored(self) -> dict[str, Any]:
        """Give it as ``Operation.options`` keeps it, beside what all exports leave there."""
        return {**described(self.format, self.writing, self.narrowed), "kind": self.kind, "headers": self.headers}

    @classmethod
    def of(cls, options: dict[str, Any]) -> "Wish":
        """Give what ``stored`` was."""
        columns = tuple(COLUMNS) if options["columns"] == "all" else options["columns"]
        return cls(options["kind"], options["filter"], columns, options["headers"])


def conditions_of(query: str, pks: Sequence[str]) -> str:
    """Give what narrows the list: the contacts that were ticked, or a filter, free of how the list is shown."""
    if pks:
        return urlencode({"pk": ",".join(pks)})
    return urlencode([pair for pair in parse_qsl(query) if pair[0] in ContactFilterSet.base_filters])


def run_export(deed: Operation, is_stopped: IsStopped) -> None:
    """Write the file of an export that has begun, from the start, and keep it to be fetched."""
    wish = Wish.of(deed.options)
    with TemporaryFile() as target, noting(progress_token(deed)) as note:

        def tell(rows: int) -> None:
            if is_stopped():
                raise _Stopped
            note(rows)

        try:
            count, fingerprint = write_contacts(target, wish.found(), wish.format, wish.writing, tell)
        except _Stopped:
            return
        target.seek(0)
        finish_export(deed, File(target), FORMATS[wish.format].ending, count, fingerprint)


def progress_token(deed: Operation) -> str:
    """Give the token under which it is noted how far the export is."""
    return f"export-{deed.pk}"


class _Stopped(Exception):
    """The worker is to end: the next one begins the file anew."""
