"""The law: what a contact can be judged by alone, and the normal form of what hangs together."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any, cast

from django.contrib.auth.hashers import check_password, make_password
from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from contacts.choices import CHANNELS, ContactType
from contacts.models.row import ContactRow
from contacts.phones import Numbers, digits_of, normal_number
from contacts.texts import folded, folded_case, normal_email, normal_text
from contacts.validators import validate_no_control_characters

REQUIRED_FIELDS: Mapping[str, tuple[str, ...]] = {
    ContactType.USER: ("email", "first_name", "last_name"),
    ContactType.GUEST: ("email", "first_name", "last_name"),
    ContactType.BRANCH: ("email", "company"),
    ContactType.SUPPLIER: ("email", "company"),
    ContactType.RECIPIENT: ("email",),
    ContactType.HQ: ("email",),
}
# Within each of these groups of types, an e-mail belongs to one contact alone.
EMAIL_GROUPS = ((ContactType.USER, ContactType.RECIPIENT), (ContactType.BRANCH,))
# What an address takes over from its contact where it has none of its own.
INHERITED_FIELDS = ("first_name", "last_name", "company")
_ADDRESS_PARTS = ("title", *INHERITED_FIELDS, "line1", "line2", "line3", "city", "region", "postcode", "country")
ADDRESS_FIELDS = tuple(f"address_{part}" for part in _ADDRESS_PARTS)
_INHERITING = frozenset(f"address_{name}" for name in INHERITED_FIELDS)
PASSWORD_LENGTHS = range(8, 4097)

Problem = tuple[str, ValidationError]


def _column(name: str) -> models.Field:
    return cast(models.Field, ContactRow._meta.get_field(name))


class ContactLaw(ContactRow):
    """How a contact behaves, and what it refuses to be."""

    # A password as it was typed, to be judged and hashed by the door.
    raw_password: str | None = None
    # Whether the person is to be asked by mail to set a password.
    is_invited: bool = False
    # When, by channel, the person took an opt-out back, where a writer knows.
    consented_at: Mapping[str, datetime] = {}
    # What ``ContactQuerySet.whole()`` reads beside the row.
    tag_names: list[str] | tuple[()] = ()
    website_grants: list[dict[str, Any]] | tuple[()] = ()

    class Meta:
        abstract = True

    @property
    def full_name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()

    @property
    def emails(self) -> list[str]:
        """All e-mails; the first is the primary one."""
        return [self.email, *self.more_emails] if self.email else list(self.more_emails)

    @emails.setter
    def emails(self, emails: list[str]) -> None:
        self.email, self.more_emails = (emails[0], list(emails[1:])) if emails else ("", [])

    @property
    def numbers(self) -> list[str]:
        """All numbers in their order; which is the phone and which the mobile is told by the columns."""
        return self._numbers().as_list()

    @numbers.setter
    def numbers(self, numbers: list[str]) -> None:
        normal = list(filter(None, [normal_number(normal_text(number)) for number in numbers]))
        if normal == self.numbers:
            return
        placed = self._numbers().with_list(normal, normal_text(self.address_country).upper())
        self.phone, self.mobile = placed.phone, placed.mobile
        self.more_numbers, self.number_order = placed.others, placed.order

    def _numbers(self) -> Numbers:
        return Numbers(self.phone, self.mobile, self.more_numbers, self.number_order)

    @property
    def has_address(self) -> bool:
        return any(getattr(self, name) for name in ADDRESS_FIELDS)

    def optout(self, channel: str) -> tuple[str, Any]:
        """Give the reason ("" when the channel is open) and the date of the opt-out."""
        return getattr(self, f"{channel}_optout_reason"), getattr(self, f"{channel}_optout_date")

    def take(self, changes: Mapping[str, Any]) -> None:
        """Set what the changes name: a column, ``emails``, ``numbers``, ``raw_password`` or ``is_invited``.

        ``None`` clears.
        """
        inherited = self._inherited() if not _INHERITING.isdisjoint(changes) else {}
        # Which kind a number is depends on the country, so the lists come last.
        for name in sorted(changes, key=("emails", "numbers").__contains__):
            value = self._unset(name) if changes[name] is None else changes[name]
            is_echo = value and value == inherited.get(name)
            setattr(self, name, "" if is_echo else value)
        if "email" in changes and not {"emails", "more_emails"} & changes.keys():
            self.more_emails = [email for email in self.more_emails if email != normal_email(self.email)]

    def _inherited(self) -> dict[str, str]:
        """Give the names that the address shows and has not of its own: what was read may be sent back with others."""
        names = INHERITED_FIELDS if self.has_address else ()
        return {f"address_{name}": getattr(self, name) for name in names if not getattr(self, f"address_{name}")}

    def _unset(self, name: str) -> Any:
        try:
            return _column(name).get_default()
        except FieldDoesNotExist:
            return {"raw_password": None, "is_invited": False}.get(name, [])

    def clean_columns(self, columns: Iterable[models.Field]) -> None:
        """Do as ``clean_fields`` for these columns alone, without a look at the others."""
        problems = {}
        for column in columns:
            value = getattr(self, column.attname)
            try:
                if not column.blank or value not in column.empty_values:
                    setattr(self, column.attname, column.clean(value, self))
            except ValidationError as refusal:
                problems[column.name] = refusal.error_list
        if problems:
            raise ValidationError(problems)

    def clean(self) -> None:
        """Bring what hangs together into normal form, then judge it. Raises every problem, keyed by field."""
        self._normalise()
        problems: dict[str, list[ValidationError]] = {}
        for name, problem in self._problems():
            problems.setdefault(name, []).append(problem)
        if problems:
            raise ValidationError(problems)

    def _normalise(self) -> None:
        for name in INHERITED_FIELDS:
            if getattr(self, f"address_{name}") == getattr(self, name):
                setattr(self, f"address_{name}", "")
        for channel in CHANNELS:
            if not getattr(self, f"{channel}_optout_reason"):
                setattr(self, f"{channel}_optout_date", None)
        if self.type != ContactType.USER:
            self.password, self.raw_password = "", None

    def _problems(self) -> Iterator[Problem]:
        yield from self._missing_fields()
        yield from self._doubled_emails()
        if self.is_invited and self.type != ContactType.USER:
            yield "is_invited", ValidationError(_("Only a contact of the type user can be invited."), code="invalid")
        if self.raw_password is not None:
            yield from self._password_problems(self.raw_password)

    def _missing_fields(self) -> Iterator[Problem]:
        for name in REQUIRED_FIELDS.get(self.type, ()):
            if not getattr(self, name):
                label = _column(name).verbose_name
                message = _("Enter the %(field)s: a contact of the type %(type)s needs it.")
                params = {"field": label, "type": self.type}
                yield name, ValidationError(message, code="required", params=params)

    def _doubled_emails(self) -> Iterator[Problem]:
        # One that is no e-mail leaves the others as they came.
        seen = {normal_email(self.email)} - {""}
        for email in self.more_emails:
            if normal_email(email) in seen:
                message = _("Give each e-mail address once.")
                yield "more_emails", ValidationError(message, code="duplicate", params={"value": email})
            seen.add(normal_email(email))

    def _password_problems(self, password: str) -> Iterator[Problem]:
        if len(password) < PASSWORD_LENGTHS.start:
            yield "raw_password", ValidationError(_("Choose a password of 8 or more characters."), code="min_length")
        if len(password) >= PASSWORD_LENGTHS.stop:
            yield "raw_password", ValidationError(_("Choose a password of at most 4096 characters."), code="max_length")
        try:
            validate_no_control_characters(password)
        except ValidationError as refusal:
            yield "raw_password", refusal

    def derive(self) -> None:
        """Compute the columns that follow from others."""
        self.reference_key = folded_case(self.reference)
        texts = [self.first_name, self.last_name, self.company, *self.emails, self.reference]
        numbers = [digits_of(number) for number in self.numbers]
        self.search_text = " ".join(filter(None, [folded(text) for text in texts] + numbers))

    def settle(self) -> None:
        """After a judgement without a refusal: compute what follows from other columns, and hash the password."""
        self.derive()
        if self.raw_password is not None and not check_password(self.raw_password, self.password):
            self.password = make_password(self.raw_password)
        self.raw_password = None
