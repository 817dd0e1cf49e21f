"""How a file is to be taken in: all that an operator can say about it, in a form that is kept with the operation."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields
from typing import Any

from django.utils.translation import gettext as _

from contacts.choices import OperationKind
from contacts.exchange.interfaces import Reading, UnusableFile
from contacts.exchange.mapping import about_unknown_column
from contacts.exchange.places import READABLE, alike_columns
from contacts.models import Operation
from contacts.services.import_rows import ImportOptions, Mode
from contacts.services.import_runs import RESUMABLE
from contacts.services.matching import RULES
from contacts.services.policies import Policy

Options = Mapping[str, Any]


class NotResumable(Exception):
    """The import cannot go on, because it is over; the message says so to people."""


@dataclass(frozen=True)
class Plan:
    """What ``Reading`` and ``ImportOptions`` hold, as plain values of JSON, and whether it is all or nothing."""

    format: str
    encoding: str | None = None
    delimiter: str | None = None
    sheet: str | None = None
    mapping: Mapping[str, str] = field(default_factory=dict)
    preset: str | None = None
    ignore_unknown: bool = False
    blank_clears: bool = False
    defaults: Mapping[str, str] = field(default_factory=dict)
    day_order: str | None = None
    header_row: int = 1
    mended: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    left_out: Sequence[int] = ()
    match: Sequence[str] = field(default_factory=lambda: list(RULES))
    mode: str = Mode.UPSERT.value
    policies: Mapping[str, str] = field(default_factory=dict)
    keep_ids: bool = False
    consent_source: str = ""
    allow_resubscribe: bool = False
    is_atomic: bool = False
    add_tags: Sequence[str] = ()

    def __post_init__(self) -> None:
        if unknown := [name for name in self.policies if name not in READABLE]:
            raise UnusableFile(" ".join(map(about_unknown_column, unknown)))
        if self.allow_resubscribe and not self.consent_source.strip():
            raise UnusableFile(_("Say where the renewed consents come from, or let no opt-out be lifted."))

    @property
    def reading(self) -> Reading:
        return Reading(**{one.name: getattr(self, one.name) for one in fields(Reading)})

    @property
    def options(self) -> ImportOptions:
        """Give how rows meet what is stored. Of a list and its parts, the policy of one is the policy of the other."""
        policies = {name: Policy(policy) for name, policy in self.policies.items()}
        for name in self.policies:
            for whole in ("emails", "numbers"):
                if name in alike_columns(whole):
                    policies.setdefault(whole, policies[name])
            for alike in alike_columns(name):
                policies.setdefault(alike, policies[name])
        given = {one.name: getattr(self, one.name) for one in fields(ImportOptions)}
        return ImportOptions(**{**given, "mode": Mode(self.mode), "policies": policies})

    def stored(self) -> dict[str, Any]:
        """Give it as ``Operation.options`` keeps it."""
        return asdict(self)


def plan_of(deed: Operation, given: Options) -> Plan:
    """Give the plan of an import that is to go on; what is ``given`` once more must be what it was.

    Raises ``NotResumable`` when it is over, and ``UnusableFile`` for other options.
    """
    if deed.kind != OperationKind.IMPORT:
        raise UnusableFile(_("Operation %(number)s is no import.") % {"number": deed.pk})
    if deed.state not in RESUMABLE:
        message = _("Import %(number)s cannot go on: it is %(state)s. Import the file anew if that is wanted.")
        raise NotResumable(message % {"number": deed.pk, "state": deed.get_state_display().lower()})
    if others := [name for name, value in given.items() if deed.options.get(name) != value]:
        message = _("Import %(number)s was begun with other options (%(names)s): leave them out to go on as it began.")
        raise UnusableFile(message % {"number": deed.pk, "names": ", ".join(sorted(others))})
    return Plan(**deed.options)
