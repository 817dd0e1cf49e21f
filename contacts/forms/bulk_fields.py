"""The form in which each field of many contacts is left, set or cleared."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django_countries import countries

from contacts.choices import ContactType
from contacts.columns import COLUMNS
from contacts.models import Contact
from contacts.services.bulk_deeds import EDITABLE, BulkDeed, Deed

LEAVE, SET, CLEAR = "", "set", "clear"
_HOW = [(LEAVE, _("leave")), (SET, _("set to")), (CLEAR, _("clear"))]
_GROUPS = {
    _("Contact"): EDITABLE[: EDITABLE.index("address_company")],
    _("Address"): [name for name in EDITABLE if name.startswith("address_")],
    _("Numbers and dates"): EDITABLE[EDITABLE.index("account_number") :],
}


@dataclass(frozen=True)
class Line:
    """A field of the contact: what is to be done with it, and the value to set."""

    how: forms.BoundField
    value: forms.BoundField


def column_of(name: str) -> models.Field:
    return Contact._meta.get_field(name)  # type: ignore[return-value]  # every editable one is a column


def _value_field(name: str) -> forms.Field:
    field, column = _own_field(name), column_of(name)
    field.required, field.label = False, capfirst(column.verbose_name)
    css = "form-select" if isinstance(field.widget, forms.Select) else "form-control"
    field.widget.attrs |= {"class": css}
    return field


def _own_field(name: str) -> forms.Field:
    if name == "type":
        return forms.ChoiceField(choices=[("", ""), *(one for one in ContactType.choices if one[0] != ContactType.HQ)])
    if name == "address_country":
        return forms.ChoiceField(choices=[("", ""), *countries])
    if isinstance(column_of(name), models.DateField):
        return forms.DateField(widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}))
    return forms.CharField(max_length=column_of(name).max_length)


def _how_field(name: str) -> forms.ChoiceField:
    choices = [one for one in _HOW if name != "type" or one[0] != CLEAR]
    label = capfirst(column_of(name).verbose_name)
    widget = forms.Select(attrs={"class": "form-select", "aria-label": label})
    return forms.ChoiceField(choices=choices, required=False, label=label, widget=widget)


class EditForm(forms.Form):
    """Each field is left, set or cleared."""

    def __init__(self, *args: Any, **options: Any):
        super().__init__(*args, **options)
        for name in EDITABLE:
            self.fields[f"{name}-how"] = _how_field(name)
            self.fields[name] = _value_field(name)

    @staticmethod
    def initial_of(deed: BulkDeed) -> dict[str, Any]:
        ways = dict.fromkeys((f"{name}-how" for name in deed.values), SET)
        return {**deed.values, **ways, **dict.fromkeys((f"{name}-how" for name in deed.cleared), CLEAR)}

    def groups(self) -> Iterator[tuple[Any, list[Line]]]:
        for title, names in _GROUPS.items():
            yield title, [Line(self[f"{name}-how"], self[name]) for name in names]

    def clean(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        for name in EDITABLE:
            if name in cleaned:
                try:
                    cleaned[name] = self._cleaned(name, cleaned.get(f"{name}-how", LEAVE), cleaned[name])
                except ValidationError as refusal:
                    self.add_error(name, refusal)
        return cleaned

    @staticmethod
    def _cleaned(name: str, how: str, value: Any) -> Any:
        if how == SET and not value:
            raise ValidationError(_("Give the value to set, or choose to clear the field."))
        if how != SET and value:
            raise ValidationError(_("Choose “set to” to use this value, or take it out."))
        return column_of(name).clean(value, Contact()) if how == SET else None

    def deed(self) -> BulkDeed:
        """Give what the valid form says."""
        values = {
            name: COLUMNS[name].shape.write(self.cleaned_data[name])
            for name in EDITABLE
            if self.cleaned_data[f"{name}-how"] == SET
        }
        cleared = [name for name in EDITABLE if self.cleaned_data[f"{name}-how"] == CLEAR]
        return BulkDeed(Deed.EDIT.value, values=values, cleared=cleared)
