"""Form fields for values of a contact that HTML has no input for. What goes through one unchanged stays the same."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import partial
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from contacts.choices import GrantStatus
from contacts.filters import InstantField
from contacts.models import AccessRole
from contacts.services import Grant
from contacts.texts import normal_lines


class OnePerLineField(forms.Field):
    """A list of texts, one in each line: a line end is what none of them can hold."""

    def __init__(self, **options):
        widget = forms.Textarea(attrs={"rows": 3, "cols": 60})
        super().__init__(**{"required": False, "widget": widget, "help_text": _("One in each line."), **options})

    def prepare_value(self, value):
        return value if isinstance(value, str) else "\n".join(value or [])

    def to_python(self, value):
        return [line.strip() for line in normal_lines(value).split("\n") if line.strip()]


class ParagraphsField(forms.CharField):
    """A text of several lines. Browsers end a line with two characters, which must not count as two."""

    def to_python(self, value):
        return normal_lines(super().to_python(value))


class LocalInstantField(InstantField):
    """An instant, shown in the store's time with its offset, so that an hour that comes twice stays what it is."""

    widget = forms.TextInput

    def prepare_value(self, value):
        return local_text(value) if isinstance(value, datetime) else value

    def to_python(self, value):
        return super().to_python(value.strip().replace(" ", "T", 1) if isinstance(value, str) else value)


def local_text(instant: datetime | None) -> str:
    """Give the instant as it is typed: 2031-01-01 18:00:00+00:00."""
    return str(timezone.localtime(instant)) if instant else ""


class GrantInput(forms.MultiWidget):
    """A choice of the status and, beside it, the end."""

    def __init__(self, role_name: str, is_hidden: bool = False):
        status = forms.Select(choices=[("", _("Not granted")), *GrantStatus.choices])
        end = {"size": 27, "placeholder": _("without an end"), "aria-label": _("%s: end") % role_name}
        widgets: dict[str, forms.Widget | type[forms.Widget]] = {"status": status}
        widgets["expires"] = forms.TextInput(attrs=end)
        super().__init__(dict.fromkeys(widgets, forms.HiddenInput) if is_hidden else widgets)
        self.role_name = role_name

    def decompress(self, value: Grant | None) -> list[Any]:
        return [value.status, local_text(value.expires)] if value else ["", ""]

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        context["widget"]["role_name"] = self.role_name
        return context


class GrantField(forms.MultiValueField):
    """What a contact has of one role: a ``Grant``, or ``None``."""

    def __init__(self, reference: str, role_name: str):
        status = forms.ChoiceField(choices=[("", ""), *GrantStatus.choices], required=False)
        parts = (status, LocalInstantField(required=False))
        super().__init__(parts, label=role_name, widget=GrantInput(role_name), required=False, require_all_fields=False)
        self.reference = reference

    def clean(self, value):
        try:
            return super().clean(value)
        except ValidationError as refusal:
            raise ValidationError([f"{self.label}: {message}" for message in refusal.messages])

    def compress(self, values):
        status, expires = values or ("", None)
        return Grant(self.reference, status, expires) if status else None


class GrantsInput(forms.MultiWidget):
    """A line for each role. Takes the grants by the references of their roles."""

    template_name = "contacts/widgets/grants.html"

    def __init__(self, lines: Mapping[str, GrantInput]):
        super().__init__(dict(lines))
        self.lines = lines

    def decompress(self, value: Mapping[str, Grant] | None) -> list[Any]:
        # Each line is taken apart here: what is handed on must not look like a line that was typed.
        return [line.decompress((value or {}).get(reference)) for reference, line in self.lines.items()]


class GrantsField(forms.MultiValueField):
    """A list of ``Grant``; its initial value maps the references of roles to grants.

    Nothing can be granted before ``offer`` has told it the roles.
    """

    def __init__(self, **options):
        super().__init__([], required=False, require_all_fields=False, widget=GrantsInput({}), **options)

    def offer(self, roles: Iterable[AccessRole]) -> None:
        """Let these roles be granted."""
        names = {role.reference: role.name for role in roles}
        self.fields = [GrantField(reference, name) for reference, name in names.items()]
        self.widget = _grants_input(names)
        self.hidden_widget = partial(_grants_input, names, is_hidden=True)  # type: ignore[assignment]  # is called only

    def compress(self, values):
        return [grant for grant in values if grant]


def _grants_input(names: Mapping[str, str], is_hidden: bool = False) -> GrantsInput:
    return GrantsInput({reference: GrantInput(name, is_hidden) for reference, name in names.items()})


class PictureInput(forms.ClearableFileInput):
    """Shows the picture that there is, to be kept, removed or replaced."""

    template_name = "contacts/widgets/picture.html"


class PictureField(forms.FileField):
    """A picture. What a form remembers of it is its name."""

    def to_python(self, data):
        return data if isinstance(data, str) else super().to_python(data)

    def has_changed(self, initial, data):
        return (
            data != (initial.name if initial else "") if isinstance(data, str) else super().has_changed(initial, data)
        )
