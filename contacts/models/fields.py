"""Field classes: each holds one kind of value in its normal form, and refuses what it may not be."""

import re

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django_countries import countries

from contacts.phones import normal_number, validate_number
from contacts.texts import normal_email, normal_lines, normal_text
from contacts.validators import (
    validate_email,
    validate_no_control_characters,
    validate_no_control_characters_in_lines,
    validate_no_html,
)

MAX_NUMBER_LENGTH = 40
MAX_EMAIL_LENGTH = 255


class PlainTextField(models.CharField):
    """One line of text: NFC, trimmed, without HTML and control characters; "" when unset."""

    default_validators = [validate_no_control_characters, validate_no_html]
    # Texts that are in normal form as they stand, and that break no rule of the class. Most are, and one look tells
    # so in a tenth of the time that the rules take one after the other.
    evident = re.compile(r"(?! )[ !-%'-;=-~À-ž]+(?<! )")

    def __init__(self, *args, **options):
        options.setdefault("blank", True)
        options.setdefault("default", "")
        super().__init__(*args, **options)

    def clean(self, value, model_instance):
        if self._is_evident(value):
            return value
        return super().clean(value, model_instance)

    def _is_evident(self, value) -> bool:
        if type(value) is not str or self._has_own_rules or len(value) > (self.max_length or 0):
            return False
        return bool(self.evident.fullmatch(value))

    @cached_property
    def _has_own_rules(self) -> bool:
        # Beside those of the class there is always the one of the length.
        return len(self.validators) > len(self.default_validators) + 1 or bool(self.choices)

    def to_python(self, value):
        return normal_text(value)


class LinesField(models.TextField):
    """Text of several lines: NFC, trimmed, without HTML; its ``max_length`` is kept."""

    default_validators = [validate_no_control_characters_in_lines, validate_no_html]

    def __init__(self, *args, **options):
        options.setdefault("blank", True)
        options.setdefault("default", "")
        super().__init__(*args, **options)
        if self.max_length is not None:
            self.validators.append(models.CharField(max_length=self.max_length).validators[-1])

    def to_python(self, value):
        return normal_lines(value)


class LowerEmailField(PlainTextField):
    """An e-mail address, kept lower-cased so that equal addresses are equal texts."""

    default_validators = [validate_no_control_characters, validate_email]
    evident = re.compile(r"[a-z0-9]+(?:[._+-][a-z0-9]+)*@(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}")

    def to_python(self, value):
        return normal_email(value)


class NumberField(PlainTextField):
    """A phone number: digits, brackets, spaces and +; letters become keypad digits."""

    default_validators = [validate_number]
    evident = re.compile(r"\+?[0-9](?: ?[0-9]){2,14}")

    def to_python(self, value):
        return normal_number(normal_text(value))


class CountryCodeField(PlainTextField):
    """An ISO 3166-1 alpha-2 code, upper-cased; "" when unset."""

    evident = re.compile("|".join(countries.countries))

    def to_python(self, value):
        code = normal_text(value)
        # "ß" in capitals is "SS", South Sudan.
        return code.upper() if code.isascii() else code

    def validate(self, value, model_instance):
        super().validate(value, model_instance)
        if value and value not in countries.countries:
            raise ValidationError(_("Enter a country as its two letters, such as GB or DE."), code="invalid")


class ListField(models.JSONField):
    """A list of texts, each cleaned by the same single-value field. Every bad one is named."""

    one: models.Field
    max_items = 50

    def __init__(self, *args, **options):
        options.setdefault("blank", True)
        options.setdefault("default", list)
        super().__init__(*args, **options)

    def from_db_value(self, value, expression, connection):
        # Most lists are empty, and reading many contacts is mostly reading these.
        return [] if value == "[]" else super().from_db_value(value, expression, connection)

    def clean(self, value, model_instance):
        if not isinstance(value, list):
            raise ValidationError(_("Give a list."), code="invalid")
        if len(value) > self.max_items:
            raise ValidationError(_("Give at most 50."), code="max_length")
        return self._cleaned(value)

    def _cleaned(self, values):
        cleaned, problems = [], []
        for value in values:
            try:
                cleaned.append(self.one.clean(value, None))
            except ValidationError as refusal:
                problems += [_about(problem, value) for problem in refusal.error_list]
        if problems:
            raise ValidationError(problems)
        return cleaned


class EmailListField(ListField):
    one = LowerEmailField(max_length=MAX_EMAIL_LENGTH, blank=False)


class NumberListField(ListField):
    one = NumberField(max_length=MAX_NUMBER_LENGTH, blank=False)


def _about(problem: ValidationError, value: object) -> ValidationError:
    """Give the problem with the value at fault, so that a face can point at its place in the list."""
    problem.params = {**(problem.params or {}), "value": value}
    return problem
