"""The form that shows all of one contact: for the admin and for the staff's pages."""

from collections.abc import Collection
from typing import Any, Unpack, cast

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils.translation import gettext_lazy as _
from django_countries import countries

from contacts.choices import Channel, ContactType, Portal
from contacts.forms.conflicts import Conflict, conflicts_of, fields_given_again, hidden_inputs, remember_stored, settle
from contacts.forms.fields import (
    GrantsField,
    LocalInstantField,
    OnePerLineField,
    ParagraphsField,
    PictureField,
    PictureInput,
)
from contacts.models import AccessRole, Contact
from contacts.reading import with_extras
from contacts.services import Author, Grant, StaleContact, save_contact
from contacts.services.history import HELD_FIELDS

_NO_CHOICE = ("", "---------")
_OPTOUT_DATES = [f"{channel}_optout_date" for channel in Channel.values]
# What the door takes beside columns, and the form's names for it.
_EXTRAS = {"tags": "tag_names", "grants": "grants"}


def _countries() -> list[tuple[str, Any]]:
    return [_NO_CHOICE, *countries]


class ContactForm(forms.ModelForm):
    """All that people can set of a contact. ``store`` takes it to the door.

    A stored contact comes as ``with_extras`` gives it, with its tags and grants. The form remembers what it showed:
    only what was changed in it is written, and what others change meanwhile stays. Where they changed the same,
    ``conflicts`` says so (``contacts/forms/conflicts.py``). ``only`` leaves out all other fields, and ``reason`` stays.
    """

    conflicts: list[Conflict] = []
    # For the screen of conflicts.
    carried, given_again = hidden_inputs, fields_given_again

    more_emails = OnePerLineField(label=_("More e-mails"))
    more_numbers = OnePerLineField(label=_("More numbers"))
    tag_names = OnePerLineField(label=_("Tags"))
    grants = GrantsField(label=_("Access roles"))
    thumbnail_source = forms.CharField(
        label=_("Address of a picture"),
        required=False,
        help_text=_("Fetched once, instead of an upload: https://… or ~/content/… of a picture that the store has."),
    )
    raw_password = forms.CharField(
        label=_("New password"),
        required=False,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("8 or more characters; for users alone. Left empty, the password stays as it is."),
    )
    reason = forms.CharField(
        label=_("Reason"),
        required=False,
        max_length=200,
        help_text=_("Why you make this change; the history shows it."),
    )

    class Meta:
        model = Contact
        fields = [name for name in HELD_FIELDS if Contact._meta.get_field(name).editable]
        field_classes = {
            "biography": ParagraphsField,
            "thumbnail": PictureField,
            **dict.fromkeys(_OPTOUT_DATES, LocalInstantField),
        }
        widgets = {
            "address_country": forms.Select(choices=_countries),  # type: ignore[arg-type]  # asked at each page
            "thumbnail": PictureInput(attrs={"accept": "image/png,image/jpeg,image/gif,image/webp"}),
            **dict.fromkeys(_OPTOUT_DATES, forms.TextInput(attrs={"size": 27})),
        }

    def __init__(self, *args: Any, only: Collection[str] | None = None, **options: Any):
        super().__init__(*args, **options)
        if only is not None:
            for name in self.fields.keys() - {*only, "reason"}:
                del self.fields[name]
        self._offer_types()
        # Who may only look has a form without the columns, and a block of the page but some fields.
        if grants := cast(GrantsField | None, self.fields.get("grants")):
            grants.offer(AccessRole.objects.filter(portal=Portal.WEBSITE))
        self.initial.update(_extras_of(self.instance))
        for name in self.initial.keys() & self.fields.keys():
            self.fields[name].show_hidden_initial = not self.instance._state.adding
        if self.is_bound:
            settle(self)

    def _offer_types(self) -> None:
        """The headquarters stays what it is, and nobody else becomes it."""
        is_hq = self.instance.type == ContactType.HQ
        if field := cast(forms.ChoiceField, self.fields.get("type")):
            field.disabled = is_hq
            offered = [choice for choice in ContactType.choices if is_hq or choice[0] != ContactType.HQ]
            field.choices = [_NO_CHOICE, *offered]

    def clean(self) -> dict[str, Any]:
        super().clean()
        cleaned = self.cleaned_data
        self.instance.raw_password = cleaned.get("raw_password") or None
        if source := cleaned.get("thumbnail_source"):
            if "thumbnail" in self.changed_data:
                raise ValidationError({"thumbnail_source": _("Upload a picture, remove it, or give an address: one.")})
            cleaned["thumbnail"] = source
        return cleaned

    def _update_errors(self, errors: ValidationError) -> None:
        # Django would put the form's own general words in the place of the law's. What the form could not take has not
        # come to the law, which would miss it.
        found = {name: problems for name, problems in errors.error_dict.items() if name not in self.errors}
        self.add_error(None, ValidationError(found))

    def store(self, **author: Unpack[Author]) -> bool:
        """Save the valid form through the door. Tell whether it was taken; if not, the form has errors that say why.

        ``instance`` is the stored contact then. It may be one that was there before: a new user takes over the
        newsletter recipient who has its e-mail address.
        """
        facts: Author = {"reason": self.cleaned_data["reason"], **author}
        try:
            while not self._has_conflicts() and not self._is_stored(facts):
                self._catch_up()
        except ValidationError as refusal:
            self.add_error(None, refusal)
        except Contact.DoesNotExist:
            self.add_error(None, _("Somebody has deleted this contact meanwhile. Its history still holds all of it."))
        return not self.errors

    def _is_stored(self, facts: Author) -> bool:
        """Save what was changed; ``False`` when somebody has written to the contact since it was read."""
        versions = None if self.instance._state.adding else {self.instance.version}
        columns, extras = self._changed_columns(), self._extras()
        try:
            self.instance = save_contact(self.instance, fields=columns, versions=versions, **extras, **facts)
        except StaleContact:
            return False
        return True

    def _has_conflicts(self) -> bool:
        self.conflicts = [] if self.instance._state.adding else conflicts_of(self)
        if self.conflicts:
            remember_stored(self, [conflict.name for conflict in self.conflicts])
        for conflict in self.conflicts:
            self.add_error(conflict.name, conflict.as_error())
        return bool(self.conflicts)

    def _catch_up(self) -> None:
        """Read the contact again: what it holds now is what the form is measured by."""
        stored = with_extras(Contact.objects.whole().get(pk=self.instance.pk))
        self.initial.update(forms.model_to_dict(stored, self._meta.fields) | _extras_of(stored))
        self.instance.version = stored.version

    def _changed_columns(self) -> list[str]:
        return [*self.changed_data, *(["thumbnail"] if self.cleaned_data.get("thumbnail_source") else [])]

    def _extras(self) -> dict[str, Any]:
        return {key: self.cleaned_data[name] for key, name in _EXTRAS.items() if name in self.changed_data}

    def add_error(self, field: str | None, error: Any) -> None:
        """Take a refusal, too: each problem stands at its field, or above the form that has no such field."""
        if not hasattr(error, "error_dict"):
            super().add_error(field, error)
            return
        for name, problems in error.error_dict.items():
            own_name = _EXTRAS.get(name, name)
            super().add_error(own_name if own_name in self.fields else None, self._named(own_name, problems))

    def _named(self, name: str, problems: list[ValidationError]) -> list[ValidationError]:
        """Say which line of a list, or which missing field, each problem is about."""
        if isinstance(self.fields.get(name), OnePerLineField):
            return [_about(problem, (problem.params or {}).get("value")) for problem in problems]
        if name in self.fields or name == NON_FIELD_ERRORS:
            return problems
        return [_about(problem, name) for problem in problems]


def _extras_of(contact: Contact) -> dict[str, Any]:
    grants = [Grant(row["reference"], row["status"], row["expires"]) for row in contact.website_grants]
    return {"tag_names": list(contact.tag_names), "grants": {grant.reference: grant for grant in grants}}


def _about(problem: ValidationError, what: Any) -> ValidationError:
    return ValidationError(f"{what}: {problem.messages[0]}", problem.code) if what else problem
