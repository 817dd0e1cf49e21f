"""The form of a contact as the staff's pages draw it: its groups, and the classes of its inputs."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from contacts.choices import Channel
from contacts.forms.addresses import labels_by_country
from contacts.forms.requirements import explained_by_type, required_by_type
from contacts.forms.watchful import WatchfulForm
from contacts.thumbnails import MAX_BYTES

# Adding somebody quickly takes these.
QUICK = ("type", "first_name", "last_name", "company", "email", "phone", "tag_names", "someone_else")
_DAYS = ("date_of_birth", "start_date", "leave_date")
_INPUT_TYPES = {"email": "email", "phone": "tel", "mobile": "tel", "website": "url"}
_LINES = ("address_line1", "address_line2", "address_line3")
_PLACE = ("address_city", "address_region", "address_postcode")
_ROWS = {"more_emails": "email", "more_numbers": "tel"}


# What the script writes.
_WORDS = {
    "remove": _("Remove"),
    "another": _("Add another"),
    "chosen": _("The picture that you have chosen"),
    "tagHint": _("Enter takes a tag; Backspace takes the last one away."),
}


@dataclass(frozen=True)
class Group:
    """Some fields under one head; ``anchor`` is the part of the address that leads there."""

    anchor: str
    title: Any
    names: tuple[str, ...]
    is_folded: bool = False


GROUPS = (
    Group("who", _("Who"), ("type", "title", "first_name", "last_name", "date_of_birth")),
    Group("reach", _("E-mail and website"), ("email", "more_emails", "website")),
    Group(
        "address",
        _("Numbers and address"),
        ("address_country", "phone", "mobile", "more_numbers", *_LINES, *_PLACE),
    ),
    Group(
        "at-address",
        _("Another name at this address"),
        ("address_title", "address_first_name", "address_last_name", "address_company"),
        is_folded=True,
    ),
    Group("work", _("Company"), ("company", "position", "department", "division", "start_date", "leave_date")),
    Group(
        "references",
        _("References"),
        ("reference", "customer_number", "account_number", "registered_number", "tax_number"),
    ),
    Group("about", _("Tags and biography"), ("tag_names", "biography")),
    Group(
        "consent",
        _("Opt-outs"),
        tuple(f"{channel}_optout_{part}" for channel in Channel.values for part in ("reason", "date")),
        is_folded=True,
    ),
    Group("access", _("Access to the website"), ("username", "raw_password", "grants"), is_folded=True),
)


class StyledField(BoundField):
    """A field with the classes of its input, that says whether the chosen type needs it."""

    form: "EditForm"

    @property
    def is_needed(self) -> bool:
        return self.field.required or self.name in self.form.needed

    @property
    def shown_label(self) -> Any:
        return capfirst(self.form.address_labels.get(self.name, self.label))

    @property
    def readings(self) -> list[str] | None:
        return self.form.readings.get(self.name)

    @property
    def remembered(self) -> Any:
        """Give the hidden input of what the form has shown first, for a field that the page draws by itself."""
        return self.as_hidden(only_initial=True) if self.field.show_hidden_initial else ""

    def build_widget_attrs(self, attrs, widget=None):
        attrs = super().build_widget_attrs(attrs, widget)
        widget = widget or self.field.widget
        if not widget.is_hidden:
            kind = "form-select" if isinstance(widget, forms.Select) else "form-control"
            attrs["class"] = f"{kind} is-invalid" if self.errors else kind
            attrs |= {"aria-required": "true"} if self.is_needed else {}
        return attrs


class EditForm(WatchfulForm):
    """What all pages share that create or edit a contact; scripts read what they need to know from ``knowledge``."""

    bound_field_class = StyledField
    use_required_attribute = False

    def __init__(self, *args: Any, **options: Any):
        super().__init__(*args, **options)
        for name, field in self.fields.items():
            self._dress(name, field)
        self.order_fields([*QUICK, *self.fields])

    def _dress(self, name: str, field: forms.Field) -> None:
        """Give the field the input that suits it. A browser is not to fill in who sits before it."""
        if name in _DAYS:
            field.widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
        if isinstance(field.widget, forms.TextInput):
            field.widget.input_type = _INPUT_TYPES.get(name, field.widget.input_type)
        if isinstance(field.widget, forms.Textarea):
            field.widget.attrs |= {"data-rows": _ROWS[name]} if name in _ROWS else {}
        field.widget.attrs.setdefault("autocomplete", "off")

    def groups(self) -> Iterator[dict[str, Any]]:
        for group in GROUPS:
            fields = [self[name] for name in group.names if name in self.fields]
            is_open = not group.is_folded or any(field.errors or field.value() for field in fields)
            yield {"group": group, "fields": fields, "is_open": is_open}

    @property
    def knowledge(self) -> dict[str, Any]:
        return {
            "required": required_by_type(),
            "explained": explained_by_type(),
            "addresses": labels_by_country(),
            "most_bytes": MAX_BYTES,
            "words": _WORDS,
        }
