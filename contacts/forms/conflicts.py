"""Two people at the same field: what a form shows may have been changed by somebody else before it is saved.

A ``ContactForm`` remembers what it showed. ``form.store(…)`` writes only what was changed in it, and nothing at all
where one of these fields holds something else by now: it gives ``False``, and ``form.conflicts`` says which and what.
A view shows them all on one screen, which posts to the view's own address again, with a choice for each field::

    form = ContactForm(request.POST or None, request.FILES or None, instance=contact)
    if request.method == "POST" and form.is_valid() and form.store(via=Via.PAGE, by=request.user):
        return redirect(…)
    template = "staff/contact/conflict.html" if form.conflicts else "…"
    return render(request, template, {"form": form, "contact": contact, "back": "the address of Cancel"})

That is all: the form takes the choices in by itself when it comes back. (``staff/contact/_conflict.html`` is the same
as a fragment.) A view that knows nothing of conflicts has them as errors at the fields; saving again is a choice then.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.core.files import File
from django.forms.boundfield import BoundField
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

MINE, THEIRS = "mine", "theirs"


@dataclass(frozen=True)
class Conflict:
    """A field as it was when the form was shown, as somebody else left it, and as the form would have it."""

    name: str
    label: str
    before: str
    theirs: str
    mine: str

    @property
    def choice(self) -> str:
        """The name of the input that says whose value is taken: ``mine`` or ``theirs``."""
        return _choice(self.name)

    def as_error(self) -> ValidationError:
        if not self.theirs:
            return ValidationError(_("Somebody else has emptied this meanwhile. Save again to write yours."))
        message = _("Somebody else has changed this to “%(stored)s” meanwhile. Save again to put yours in its place.")
        return ValidationError(message, code="conflict", params={"stored": self.theirs})


def _choice(name: str) -> str:
    return f"choice-{name}"


def conflicts_of(form: forms.ModelForm) -> list[Conflict]:
    """Give the fields that the valid form changes and somebody else has changed, to something else, since."""
    return [_conflict(form[name]) for name in form.changed_data if _is_in_conflict(form[name])]


def _is_in_conflict(bound: BoundField) -> bool:
    field, stored = bound.field, _stored(bound)
    if not any(key in bound.form.data for key in _remembered(bound)):
        return False
    return field.has_changed(stored, _shown(bound)) and field.has_changed(stored, bound.data)


def _conflict(bound: BoundField) -> Conflict:
    try:
        before = bound.field.clean(_shown(bound))
    except (ValidationError, TypeError):
        before = _shown(bound)
    mine = bound.form.cleaned_data.get(bound.name)
    texts = [_text(bound.field, value) for value in (before, _stored(bound), mine)]
    return Conflict(bound.name, str(bound.label), *texts)


def _stored(bound: BoundField) -> Any:
    # Asked of the form: the field would not notice that the form has read the contact again.
    return bound.form.get_initial_for_field(bound.field, bound.name)


def _shown(bound: BoundField) -> Any:
    hidden = bound.field.hidden_widget()
    return hidden.value_from_datadict(bound.form.data, bound.form.files, bound.html_initial_name)


def _text(field: forms.Field, value: Any) -> str:
    """Give the value of a field as people read it, "" where it is not set."""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        return "\n".join(map(str, value))
    if isinstance(value, File):
        return PurePath(value.name or "").name
    choices = dict(getattr(field.widget, "choices", ()))
    return str(choices.get(value, value)) if value else ""


def remember_stored(form: forms.ModelForm, names: Iterable[str]) -> None:
    """Let the bound form remember what is stored by now in these fields, so that saving it again is meant so."""
    for name in names:
        _put(form, _remembered(form[name]))


def settle(form: forms.ModelForm) -> None:
    """Put into the bound form what was chosen on the screen of conflicts: theirs is what it remembers."""
    for name in form.fields:
        if form.data.get(_choice(name)) == THEIRS:
            _put(form, {key.removeprefix("initial-"): form.data.get(key, "") for key in _remembered(form[name])})


def _put(form: forms.ModelForm, inputs: dict[str, str]) -> None:
    # What a request holds must not be written to, and a copy of it keeps its several values of a name.
    data = cast(Any, form.data).copy()
    for name, value in inputs.items():
        data[name] = value
    form.data = data


def _remembered(bound: BoundField) -> dict[str, str]:
    """Give the hidden inputs that remember what is stored: their values by their names."""
    value = bound.field.prepare_value(_stored(bound))
    return _inputs(bound.field.hidden_widget().get_context(bound.html_initial_name, value, {})["widget"])


def _inputs(widget: dict[str, Any]) -> dict[str, str]:
    parts = widget.get("subwidgets")
    if parts is None:
        return {widget["name"]: widget["value"] or ""}
    return {name: value for part in parts for name, value in _inputs(part).items()}


def hidden_inputs(form: forms.ModelForm) -> SafeString:
    """Give all that the bound form holds as hidden inputs, for a page that asks something before it is saved.

    What was typed goes with it, and what the form remembers; not what only its own input can hold.
    """
    again = fields_given_again(form)
    return format_html_join("", "{}{}", [_hidden(form[name]) for name in form.fields if form[name] not in again])


def _hidden(bound: BoundField) -> tuple[str, str]:
    return bound.as_hidden(), bound.as_hidden(only_initial=True) if bound.field.show_hidden_initial else ""


def fields_given_again(form: forms.ModelForm) -> list[BoundField]:
    """Give the fields with something that no hidden input should hold or can: a password, a file."""
    changed = [form[name] for name in form.changed_data]
    return [one for one in changed if isinstance(one.field.widget, forms.FileInput | forms.PasswordInput)]
