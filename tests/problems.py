"""What a judge refuses, in a form that tests can compare."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError


def problems_of(judge: Callable, *args: Any, **options: Any) -> dict[str, list[str]]:
    """Give the codes of all problems by field; {} when nothing is refused."""
    try:
        judge(*args, **options)
    except ValidationError as refusal:
        return codes_of(refusal)
    return {}


def codes_of(refusal: ValidationError) -> dict[str, list[str]]:
    return {field: [problem.code for problem in problems] for field, problems in refusal.error_dict.items()}
