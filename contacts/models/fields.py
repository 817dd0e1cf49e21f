"""Field classes: each holds one kind of value in its normal form, and refuses what it may not be."""

from django.core.exceptions import ValidationError
from django.db import models
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

    def __init__(self, *args, **options):
        options.setdefault("blank", True)
        options.setdefault("default", "")
        super().__init__(*args, **options)

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

    def to_python(self, value):
        return normal_email(value)


class NumberField(PlainTextField):
    """A phone number: digits, brackets, spaces and +; letters become keypad digits."""

    default_validators = [validate_number]

    def to_python(self, value):
        return normal_number(normal_text(value))


class CountryCodeField(PlainTextField):
    """An ISO 3166-1 alpha-2 code, upper-cased; "" when unset."""

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
