"""The one way to narrow a list of contacts: API searches, admin, pages and exports share it."""

import re
from datetime import date, datetime
from functools import lru_cache

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django_countries import countries

from contacts.choices import Channel, ConsentState, ContactType, Via
from contacts.models import Contact
from contacts.times import end_of, read_day, read_instant, start_of

_YES, _NO = "yes", "no"
_YES_OR_NO = [(_YES, _("Yes")), (_NO, _("No"))]
# Who has said nothing can be written to: of an opt-in nobody needs to know.
_CONSENT = [(ConsentState.IN, _("Open")), (ConsentState.OUT, ConsentState.OUT.label)]
_LARGEST_KEY = 2**63 - 1
_KEY = re.compile(r"[0-9]{1,19}")
# An e-mail is the longest that is looked for. Each word of a search costs a condition, so there must be an end.
MAX_TEXT_LENGTH = 255
# More than a page can show are not ticked one by one.
MAX_KEYS = 1000


class DayField(forms.DateField):
    """A day as yyyy-mm-dd."""

    def to_python(self, value):
        try:
            return read_day(value) if value and not isinstance(value, date) else super().to_python(value)
        except ValueError:
            raise ValidationError(_("Give a real day as yyyy-mm-dd."), code="invalid")


class InstantField(forms.DateTimeField):
    """An instant in ISO 8601; a day alone is its first or, for an upper bound, its last instant."""

    def __init__(self, *, is_upper: bool = False, **options):
        super().__init__(**options)
        self._of_day = end_of if is_upper else start_of

    def to_python(self, value):
        if not value or isinstance(value, datetime):
            return super().to_python(value)
        try:
            return self._of_day(read_day(value)) if len(value) == len("yyyy-mm-dd") else read_instant(value)
        except (ValueError, OverflowError):
            raise ValidationError(_("Give a day, or an instant such as 2031-01-01T00:00:00+00:00."), code="invalid")


class CountryField(forms.CharField):
    """The two letters of a country, in any case."""

    def to_python(self, value):
        code = (super().to_python(value) or "").upper()
        if code and code not in countries.countries:
            raise ValidationError(_("Give a country as its two letters, such as GB or DE."), code="invalid")
        return code


class DayFilter(django_filters.DateFilter):
    field_class = DayField


class InstantFilter(django_filters.Filter):
    field_class = InstantField


class CountryFilter(django_filters.Filter):
    field_class = CountryField


class KeyFilter(django_filters.Filter):
    field_class = forms.IntegerField

    def __init__(self, **options):
        super().__init__(min_value=1, max_value=_LARGEST_KEY, **options)


class KeysField(forms.CharField):
    """Primary keys of contacts, parted by commas."""

    def to_python(self, value):
        keys = (super().to_python(value) or "").split(",")
        found = [int(key) for key in keys if _KEY.fullmatch(key)]
        if any(keys) and (len(found) < len(keys) or len(keys) > MAX_KEYS or max(found) > _LARGEST_KEY):
            raise ValidationError(_("Give the keys of contacts, parted by commas."), code="invalid")
        return found


class KeysFilter(django_filters.Filter):
    field_class = KeysField


class TextFilter(django_filters.CharFilter):
    """A text, no longer than any that it could be found in."""

    def __init__(self, **options):
        super().__init__(max_length=MAX_TEXT_LENGTH, **options)


def _consent_filter(channel: Channel) -> django_filters.Filter:
    label = format_lazy(_("{channel} consent"), channel=channel.label)
    return django_filters.ChoiceFilter(choices=_CONSENT, method="with_consent", label=label)


class ContactFilterSet(django_filters.FilterSet):
    """All conditions hold together; an empty one says nothing."""

    q = TextFilter(method="search", label=_("Search"))
    type = django_filters.ChoiceFilter(choices=ContactType.choices, label=_("Type"))
    tag = TextFilter(method="tagged", label=_("Tag"))
    company = TextFilter(method="with_company", label=_("Company"))
    email = TextFilter(method="with_email", label=_("E-mail"))
    reference = TextFilter(method="with_reference", label=_("Reference"))
    leave_date = DayFilter(label=_("Leave date"))
    created_min = InstantFilter("created_at", "gte", label=_("Created from"))
    created_max = InstantFilter("created_at", "lte", label=_("Created to"), is_upper=True)
    modified_min = InstantFilter("modified_at", "gte", label=_("Modified from"))
    modified_max = InstantFilter("modified_at", "lte", label=_("Modified to"), is_upper=True)

    country = CountryFilter("address_country", label=_("Country"))
    email_consent = _consent_filter(Channel.EMAIL)
    post_consent = _consent_filter(Channel.POST)
    sms_consent = _consent_filter(Channel.SMS)
    phone_consent = _consent_filter(Channel.PHONE)
    has_picture = django_filters.ChoiceFilter(choices=_YES_OR_NO, method="with_or_without", label=_("Has a picture"))
    has_email = django_filters.ChoiceFilter(choices=_YES_OR_NO, method="with_or_without", label=_("Has an e-mail"))
    has_number = django_filters.ChoiceFilter(choices=_YES_OR_NO, method="with_or_without", label=_("Has a number"))
    created_via = django_filters.ChoiceFilter(choices=Via.choices, label=_("Came by"))
    operation = KeyFilter(method="touched_by", label=_("Operation"))
    pk = KeysFilter("pk", "in", label=_("Selected"))
    without = KeysFilter("pk", "in", exclude=True, label=_("Without"))

    class Meta:
        model = Contact
        fields: list[str] = []

    def search(self, contacts, name, value):
        return contacts.search(value)

    def tagged(self, contacts, name, value):
        return contacts.tagged(value)

    def with_company(self, contacts, name, value):
        return contacts.with_company(value)

    def with_email(self, contacts, name, value):
        return contacts.with_email(value)

    def with_reference(self, contacts, name, value):
        return contacts.with_reference(value)

    def with_consent(self, contacts, name, value):
        channel = name.removesuffix("_consent")
        return contacts.open_to(channel) if value == ConsentState.IN else contacts.opted_out_of(channel)

    def with_or_without(self, contacts, name, value):
        part = name.removeprefix("has_")
        return contacts.having(part) if value == _YES else contacts.lacking(part)

    def touched_by(self, contacts, name, value):
        return contacts.touched_by(value)


@lru_cache(maxsize=256)
def some_filters(*names: str) -> type[ContactFilterSet]:
    """Give the filter set with these filters alone, which is made in a fraction of the time."""
    others = dict.fromkeys(ContactFilterSet.base_filters.keys() - set(names))
    return type("SomeFilters", (ContactFilterSet,), others)
