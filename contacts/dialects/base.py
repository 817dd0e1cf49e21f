"""What the dialects share: reading a body by declared names, and sending refusals back to them."""

from collections.abc import Iterator
from functools import cached_property
from typing import Any, cast

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail

from contacts.dialects.faults import CODES, Fault, Path, fault
from contacts.dialects.fields import Texts
from contacts.dialects.places import Items

Changes = dict[str, Any]


class DialectSerializer(serializers.Serializer):
    """A list of names: each field says under which name a client writes which model field.

    It holds no state, so one instance serves all requests.
    """

    def read(self, data: Any, path: Path = ()) -> tuple[Changes, list[Fault]]:
        """Give the changes that a JSON object asks for, by model field, and the faults of its shape.

        What is absent asks for nothing; unknown and read-only keys are ignored (contract §1).
        """
        if not isinstance(data, dict):
            return {}, [Fault(path, "invalid", _("Give an object."))]
        changes: Changes = {}
        faults: list[Fault] = []
        for name, field in self._written.items():
            if name in data:
                its_changes, its_faults = _read_one(field, data[name], (*path, name))
                changes |= its_changes
                faults += its_faults
            elif field.required:
                faults.append(Fault((*path, name), "required", _("Give “%(name)s” in each request.") % {"name": name}))
        return changes, faults

    def faults_of(self, refusal: ValidationError, data: Any) -> list[Fault]:
        """Give a refusal of the law at the keys that the client wrote, or would have to write."""
        lists = {
            path: Items(_value_at(path, data), field.normal)
            for path, field in self._places.values()
            if isinstance(field, Texts)
        }
        return [
            fault(self._place_of(name, problem, lists), problem)
            for name, problems in refusal.error_dict.items()
            for problem in problems
        ]

    def _place_of(self, name: str, problem: ValidationError, lists: dict[Path, Items]) -> Path:
        path, _field = self._places.get(name, ((), None))
        return (*path, *lists[path].place_of(problem)) if path in lists else path

    @cached_property
    def _written(self) -> dict[str, serializers.Field]:
        return {name: field for name, field in self.fields.items() if not field.read_only}

    @cached_property
    def _places(self) -> dict[str, tuple[Path, serializers.Field]]:
        return dict(self.places())

    def places(self, path: Path = ()) -> Iterator[tuple[str, tuple[Path, serializers.Field]]]:
        """Give each model field with the path of the client's keys that leads to it."""
        for name, field in self._written.items():
            if isinstance(field, DialectSerializer):
                yield from field.places((*path, name))
            for source in getattr(field, "covers", ()) or (str(field.source),):
                yield source, ((*path, name), field)

    def cleared(self) -> Changes:
        """Give the changes that unset all fields."""
        return {source: None for source, (_path, _field) in self.places() if source != "*"}


def _value_at(path: Path, data: Any) -> Any:
    for key in path:
        data = data.get(key) if isinstance(data, dict) else None
    return data


def _read_one(field: serializers.Field, value: Any, path: Path) -> tuple[Changes, list[Fault]]:
    if isinstance(field, DialectSerializer):
        return (field.cleared(), []) if value is None else field.read(value, path)
    try:
        return {str(field.source): field.run_validation(value)}, []
    except serializers.ValidationError as refusal:
        return {}, _faults_of_shape(refusal, path)


def _faults_of_shape(refusal: serializers.ValidationError, path: Path) -> list[Fault]:
    details = cast(list[ErrorDetail], refusal.detail)
    return [Fault(path, CODES.get(detail.code or "", "invalid"), str(detail)) for detail in details]
