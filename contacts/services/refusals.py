"""Refusals that are not a broken rule of a field, and the gathering of those that are."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError


class StaleContact(Exception):
    """The contact has another version than the writer expects."""

    def __init__(self, version: int):
        super().__init__(f"The contact has version {version} by now: read it again.")
        self.version = version


class ProtectedContact(Exception):
    """The contact may not be deleted."""


class Problems:
    """Problems by model field, gathered from several judges so that all are named at once."""

    def __init__(self, known: "Problems | None" = None) -> None:
        self.by_field: dict[str, list[ValidationError]] = {}
        if known:
            self.by_field.update({name: list(found) for name, found in known.by_field.items()})

    def __bool__(self) -> bool:
        return bool(self.by_field)

    def ask(self, judge: Callable, *args: Any, field: str = NON_FIELD_ERRORS) -> Any:
        """Give what the judge gives. Its refusal is kept, an unkeyed one for the field; the answer then is ``None``."""
        try:
            return judge(*args)
        except ValidationError as refusal:
            by_field = refusal.error_dict if hasattr(refusal, "error_dict") else {field: refusal.error_list}
            for name, problems in by_field.items():
                self.by_field.setdefault(name, []).extend(problems)
            return None

    def raise_any(self) -> None:
        if self:
            raise ValidationError(self.by_field)
