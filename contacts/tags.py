"""The names of tags."""

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from contacts.texts import folded_case, normal_text
from contacts.validators import validate_no_control_characters, validate_no_html

MAX_LENGTH = 100


def clean_tag_names(names: Iterable[str]) -> list[str]:
    """Give the names in normal form, each once (without case), sorted without case.

    Raises an unkeyed ``ValidationError`` that holds every problem; ``params["value"]`` is the name at fault.
    """
    names = [normal_text(name) for name in names]
    problems = [problem for name in names for problem in _problems_of(name)]
    if problems:
        raise ValidationError(problems)
    once = {folded_case(name): name for name in reversed(names)}
    return [once[key] for key in sorted(once)]


def _problems_of(name: str) -> list[ValidationError]:
    problems = []
    for validate in (_validate_length, validate_no_control_characters, validate_no_html):
        try:
            validate(name)
        except ValidationError as refusal:
            refusal.params = {"value": name}
            problems.append(refusal)
    return problems


def _validate_length(name: str) -> None:
    if not name:
        raise ValidationError(_("Give every tag a name."), code="required")
    if len(name) > MAX_LENGTH:
        raise ValidationError(_("Shorten the tag to 100 characters."), code="max_length")
