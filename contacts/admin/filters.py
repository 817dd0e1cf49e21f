"""The filters beside the list of contacts. What is typed in them goes through the one ``ContactFilterSet``."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.contrib import admin
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from contacts.choices import Channel, ConsentState
from contacts.filters import ContactFilterSet
from contacts.models import Tag

# A longer list of suggestions is of no more use; the list of tags can be searched.
_SUGGESTIONS = 100


class TypedFilter(admin.ListFilter):
    """Some fields of the filter set, with a button. A wrong value is told at its field, and finds nothing."""

    template = "admin/contacts/typed_filter.html"
    names: tuple[str, ...]
    attrs: dict[str, str] = {}

    def __init__(self, request, params, model, model_admin):
        super().__init__(request, params, model, model_admin)
        self.used_parameters = {name: params.pop(name)[-1] for name in self.names if name in params}
        self.filter_set = ContactFilterSet(self.used_parameters)
        for name in self.names:
            self.filter_set.form.fields[name].widget = forms.TextInput(attrs=self.attrs)

    def has_output(self):
        return True

    def expected_parameters(self):
        return list(self.names)

    def fields(self) -> list[forms.BoundField]:
        return [self.filter_set.form[name] for name in self.names]

    def choices(self, changelist) -> Iterator[dict[str, Any]]:
        """Give what else narrows the list, to be sent along."""
        others = changelist.params.keys() - set(self.names)
        yield from ({"name": name, "value": changelist.params[name]} for name in sorted(others))

    def queryset(self, request, queryset):
        if not self.filter_set.form.is_valid():
            return queryset.none()
        return self.filter_set.filter_queryset(queryset)


class CreatedFilter(TypedFilter):
    title = _("day of creation")
    names = ("created_min", "created_max")
    attrs = {"type": "date"}


class ModifiedFilter(TypedFilter):
    title = _("day of the last change")
    names = ("modified_min", "modified_max")
    attrs = {"type": "date"}


class TagFilter(TypedFilter):
    title = _("tag")
    names = ("tag",)
    attrs = {"list": "tag-suggestions"}
    template = "admin/contacts/tag_filter.html"

    def suggestions(self) -> list[str]:
        return list(Tag.objects.order_by("slug").values_list("name", flat=True)[:_SUGGESTIONS])


class ConsentFilter(admin.SimpleListFilter):
    """Whether a channel is open; there is one class for each."""

    channel: Channel

    def lookups(self, request, model_admin):
        return ConsentState.choices

    def queryset(self, request, queryset):
        match self.value():
            case ConsentState.IN:
                return queryset.open_to(self.channel)
            case ConsentState.OUT:
                return queryset.opted_out_of(self.channel)
        return queryset


def _consent_filter(channel: Channel) -> type[ConsentFilter]:
    title = format_lazy(_("{channel} consent"), channel=channel.label)
    facts = {"channel": channel, "title": title, "parameter_name": f"{channel}_consent"}
    return type(f"{channel.name.title()}ConsentFilter", (ConsentFilter,), facts)


CONSENT_FILTERS = [_consent_filter(channel) for channel in Channel]
