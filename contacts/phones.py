"""Numbers: their normal form, their digits, and which kind each number of a list is."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

import phonenumbers
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

_ALLOWED = re.compile(r"[0-9+() ]*")
# Any space of any writing; the control characters that Python counts as space are refused with the others.
_SPACES = re.compile(r"[^\S\x00-\x1f\x7f-\x9f]+")
_NOT_DIGITS = re.compile(r"[^0-9]+")
_SEPARATORS = str.maketrans("-./", "   ")
_LETTERS, _KEYS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ", "22233344455566677778889999"
_KEYPAD = str.maketrans(_LETTERS + _LETTERS.lower(), _KEYS * 2)
MIN_DIGITS, MAX_DIGITS = 3, 15

PHONE, MOBILE, OTHER = "p", "m", "o"
_MOBILE_TYPES = {phonenumbers.PhoneNumberType.MOBILE, phonenumbers.PhoneNumberType.PAGER}


def normal_number(text: str) -> str:
    """Give a number as the store keeps it: letters as keypad digits, separators as single spaces (contract §3)."""
    return _SPACES.sub(" ", text.translate(_SEPARATORS).translate(_KEYPAD)).strip(" ")


def digits_of(text: str) -> str:
    """Give the digits alone."""
    return _NOT_DIGITS.sub("", text)


def validate_number(text: str) -> None:
    """Refuse a number, in normal form, that has other characters than a number's, or too few or many digits."""
    if not _ALLOWED.fullmatch(text):
        raise ValidationError(
            _("Use only digits, letters, brackets, spaces and +."), code="invalid", params={"value": text}
        )
    if not MIN_DIGITS <= len(digits_of(text)) <= MAX_DIGITS:
        raise ValidationError(_("Enter a number of 3 to 15 digits."), code="invalid", params={"value": text})


@dataclass
class Numbers:
    """A contact's numbers: *the* phone, *the* mobile, the others, and the order in which a list shows them.

    ``order`` spells the list's order in letters (``p``, ``m``, ``o``); empty is the natural one.
    """

    phone: str = ""
    mobile: str = ""
    others: list[str] = field(default_factory=list)
    order: str = ""

    def as_list(self) -> list[str]:
        """Give all numbers in their order. A number that came after the order was noted stands at the end."""
        if not self.order:
            return list(filter(None, [self.phone, self.mobile, *self.others]))
        waiting = {PHONE: [self.phone], MOBILE: [self.mobile], OTHER: list(self.others)}
        natural = PHONE + MOBILE + OTHER * len(self.others)
        listed = [waiting[kind].pop(0) for kind in self.order + natural if waiting[kind]]
        return [number for number in listed if number]

    def with_list(self, numbers: Sequence[str], country: str) -> "Numbers":
        """Give the numbers of the list, each of the kind it had; a new one's kind is found by its country's plan."""
        kinds = self._known_kinds(numbers)
        for index, number in enumerate(numbers):
            if kinds[index] is None:
                kind = kind_of(number, country)
                kinds[index] = OTHER if kind in kinds else kind
        return _arranged(numbers, kinds)

    def _known_kinds(self, numbers: Sequence[str]) -> list[str | None]:
        others = Counter(self.others)
        kinds: list[str | None] = []
        for number in numbers:
            if number == self.phone and PHONE not in kinds:
                kinds.append(PHONE)
            elif number == self.mobile and MOBILE not in kinds:
                kinds.append(MOBILE)
            else:
                kinds.append(OTHER if others[number] > 0 else None)
                others[number] -= 1
        return kinds


def kind_of(number: str, country: str) -> str:
    """Tell phone from mobile by the numbering plan of the country (ISO code, may be empty)."""
    parsed = _parsed(number, country)
    return MOBILE if parsed and phonenumbers.number_type(parsed) in _MOBILE_TYPES else PHONE


def core_digits(number: str, country: str) -> str:
    """Give the digits that a number has however it is written: without the country's code and the zeros before."""
    parsed = _parsed(number, country)
    return phonenumbers.national_significant_number(parsed) if parsed else digits_of(normal_number(number)).lstrip("0")


def international(number: str, country: str) -> str:
    """Give the number as the world dials it, such as +44 20 7946 0000; "" when no plan knows it."""
    parsed = _parsed(number, country)
    if parsed is None or not phonenumbers.is_valid_number(parsed):
        return ""
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.INTERNATIONAL)


def _parsed(number: str, country: str) -> phonenumbers.PhoneNumber | None:
    try:
        return phonenumbers.parse(normal_number(number), country or None)
    except phonenumbers.NumberParseException:
        return None


def _arranged(numbers: Sequence[str], kinds: Sequence[str | None]) -> Numbers:
    def of(kind: str) -> list[str]:
        return [number for number, its_kind in zip(numbers, kinds, strict=True) if its_kind == kind]

    order = "".join(str(kind) for kind in kinds)
    is_natural = order == "".join(sorted(order, key=(PHONE + MOBILE + OTHER).index))
    return Numbers(
        phone="".join(of(PHONE)), mobile="".join(of(MOBILE)), others=of(OTHER), order="" if is_natural else order
    )
