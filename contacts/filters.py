"""The one way to narrow a list of contacts: API searches, admin, pages and exports share it."""

from datetime import date, datetime

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from contacts.choices import ContactType
from contacts.models import Contact
from contacts.times import end_of, read_day, read_instant, start_of

# An e-mail is the longest that is looked for. Each word of a search costs a condition, so there must be an end.
MAX_TEXT_LENGTH = 255


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


class DayFilter(django_filters.DateFilter):
    field_class = DayField


class InstantFilter(django_filters.Filter):
    field_class = InstantField


class TextFilter(django_filters.CharFilter):
    """A text, no longer than any that it could be found in."""

    def __init__(self, **options):
        super().__init__(max_length=MAX_TEXT_LENGTH, **options)


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
