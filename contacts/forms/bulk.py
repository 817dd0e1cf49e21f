"""The forms of bulk edits: each says what is to be done, as a ``BulkDeed``."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from contacts.choices import Channel, ConsentState
from contacts.forms.bulk_fields import LEAVE, EditForm, column_of
from contacts.forms.fields import OnePerLineField
from contacts.models import Contact
from contacts.services.bulk_deeds import REPLACEABLE, BulkDeed, Deed
from contacts.tags import clean_tag_names


def _tags_field(label: Any) -> OnePerLineField:
    field = OnePerLineField(label=label)
    field.widget.attrs |= {"class": "form-control"}
    return field


class TagsForm(forms.Form):
    """Tags to be added and removed; the others of a contact stay."""

    added_tags = _tags_field(_("Add these tags"))
    removed_tags = _tags_field(_("Remove these tags"))

    @staticmethod
    def initial_of(deed: BulkDeed) -> dict[str, Any]:
        return {"added_tags": deed.added_tags, "removed_tags": deed.removed_tags}

    def clean_added_tags(self) -> list[str]:
        return clean_tag_names(self.cleaned_data["added_tags"])

    def clean_removed_tags(self) -> list[str]:
        return clean_tag_names(self.cleaned_data["removed_tags"])

    def deed(self) -> BulkDeed:
        """Give what the valid form says."""
        return BulkDeed(Deed.TAGS.value, **self.cleaned_data)


def _words_field(label: Any, **options: Any) -> forms.CharField:
    widget = forms.TextInput(attrs={"class": "form-control", "autocomplete": "off"})
    return forms.CharField(label=label, max_length=255, strip=False, widget=widget, **options)


class ReplaceForm(forms.Form):
    """A text that is found in a field, and what takes its place."""

    searched = forms.ChoiceField(
        label=_("Field"),
        initial="company",
        choices=[(name, capfirst(column_of(name).verbose_name)) for name in REPLACEABLE],
        widget=forms.Select(attrs={"class": "form-select"}),
    )
    old = _words_field(_("Find"), help_text=_("To the letter: upper and lower case differ."))
    new = _words_field(_("Replace by"), required=False, help_text=_("Left empty, what is found is taken out."))

    @staticmethod
    def initial_of(deed: BulkDeed) -> dict[str, Any]:
        return {"searched": deed.searched, "old": deed.old, "new": deed.new}

    def deed(self) -> BulkDeed:
        """Give what the valid form says."""
        return BulkDeed(Deed.REPLACE.value, **self.cleaned_data)


def _consent_field(channel: Channel) -> forms.ChoiceField:
    choices = [(LEAVE, _("leave")), (ConsentState.OUT, _("opt out")), (ConsentState.IN, _("opt in"))]
    widget = forms.Select(attrs={"class": "form-select"})
    return forms.ChoiceField(choices=choices, required=False, label=channel.label, widget=widget)


class ConsentForm(forms.Form):
    """Whom the contacts let write or call them. To opt in says where the consents are from."""

    email = _consent_field(Channel.EMAIL)
    post = _consent_field(Channel.POST)
    sms = _consent_field(Channel.SMS)
    phone = _consent_field(Channel.PHONE)
    optout_reason = forms.CharField(
        label=_("Reason of the opt-outs"),
        required=False,
        max_length=60,
        help_text=_("Such as “asked by letter”. Who has opted out already keeps the reason and the date of then."),
        widget=forms.TextInput(attrs={"class": "form-control"}),
    )
    consent_source = forms.CharField(
        label=_("Where the consents come from"),
        required=False,
        max_length=200,
        help_text=_("Needed to opt anybody in, such as “forms of the spring fair, folder 12”. The ledger keeps it."),
        widget=forms.TextInput(attrs={"class": "form-control"}),
    )

    @staticmethod
    def initial_of(deed: BulkDeed) -> dict[str, Any]:
        states = dict.fromkeys(deed.optouts, ConsentState.OUT) | dict.fromkeys(deed.optins, ConsentState.IN)
        reason = next(iter(deed.optouts.values()), "")
        return {**states, "optout_reason": reason, "consent_source": deed.consent_source}

    def channels(self) -> list[forms.BoundField]:
        return [self[channel] for channel in Channel.values]

    def clean(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        if self._chosen(ConsentState.OUT) and not cleaned.get("optout_reason") and "optout_reason" not in self.errors:
            self.add_error("optout_reason", _("Say why they are opted out."))
        if self._chosen(ConsentState.IN) and not cleaned.get("consent_source") and "consent_source" not in self.errors:
            self.add_error("consent_source", _("Say where the consents come from: nobody is opted in without."))
        return cleaned

    def clean_optout_reason(self) -> str:
        return Contact._meta.get_field("email_optout_reason").clean(self.cleaned_data["optout_reason"], Contact())

    def _chosen(self, state: ConsentState) -> list[str]:
        return [channel for channel in Channel.values if self.cleaned_data.get(channel) == state]

    def deed(self) -> BulkDeed:
        """Give what the valid form says."""
        return BulkDeed(
            Deed.CONSENT.value,
            optouts=dict.fromkeys(self._chosen(ConsentState.OUT), self.cleaned_data["optout_reason"]),
            optins=self._chosen(ConsentState.IN),
            consent_source=self.cleaned_data["consent_source"],
            told_at=timezone.now().isoformat(),
        )


class DeleteForm(forms.Form):
    """There is nothing to say."""

    @staticmethod
    def initial_of(deed: BulkDeed) -> dict[str, Any]:
        return {}

    def deed(self) -> BulkDeed:
        return BulkDeed(Deed.DELETE.value)


BulkForm = EditForm | ReplaceForm | TagsForm | ConsentForm | DeleteForm
BULK_FORMS: dict[str, type[BulkForm]] = {
    Deed.EDIT: EditForm,
    Deed.REPLACE: ReplaceForm,
    Deed.TAGS: TagsForm,
    Deed.CONSENT: ConsentForm,
    Deed.DELETE: DeleteForm,
}
