"""The list of operations: all that touched many contacts, the latest first."""

from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from contacts.choices import OperationKind, OperationState
from contacts.models import Operation, StaffMember
from contacts.pages.guards import staff_page
from contacts.pages.operations.words import facts_of

PAGE = 50
_DAY = forms.DateInput(attrs={"type": "date", "class": "form-control"})


def _choice(label: Any) -> forms.Select:
    return forms.Select(attrs={"class": "form-select", "aria-label": label})


class OperationFilterSet(django_filters.FilterSet):
    kind = django_filters.ChoiceFilter(
        choices=OperationKind.choices, label=_("Kind"), empty_label=_("Every kind"), widget=_choice(_("Kind"))
    )
    state = django_filters.ChoiceFilter(
        choices=OperationState.choices, label=_("State"), empty_label=_("Every state"), widget=_choice(_("State"))
    )
    by = django_filters.ModelChoiceFilter(
        queryset=StaffMember.objects.order_by("email"),
        label=_("Who"),
        empty_label=_("Everybody"),
        widget=_choice(_("Who")),
    )
    begun_from = django_filters.DateFilter("started_at", "date__gte", label=_("From"), widget=_DAY)
    begun_to = django_filters.DateFilter("started_at", "date__lte", label=_("To"), widget=_DAY)

    class Meta:
        model = Operation
        fields: list[str] = []


@require_safe
@staff_page("view_operation")
def operations(request: HttpRequest) -> HttpResponse:
    """Show a page of operations: the latest, or those before or after one that the address names."""
    found = OperationFilterSet(request.GET, Operation.objects.select_related("by", "undoes"))
    shown, has_newer, has_older = _page(found.qs if found.is_valid() else Operation.objects.none(), request.GET)
    page = {
        "filter": found,
        "rows": [facts_of(deed) for deed in shown],
        "newer": f"{_narrowing(request)}&after={shown[0].pk}" if shown and has_newer else "",
        "older": f"{_narrowing(request)}&before={shown[-1].pk}" if shown and has_older else "",
        "is_narrowed": any(found.form.cleaned_data.values()) if found.is_valid() else True,
    }
    return render(request, "staff/operations/list.html", page)


def _page(found: QuerySet[Operation], address: Any) -> tuple[list[Operation], bool, bool]:
    """Give the operations, and whether there are newer and older ones."""
    if after := _number(address.get("after")):
        newer = list(found.filter(pk__gt=after).order_by("pk")[: PAGE + 1])
        return newer[:PAGE][::-1], len(newer) > PAGE, True
    before = _number(address.get("before"))
    rows = list((found.filter(pk__lt=before) if before else found).order_by("-pk")[: PAGE + 1])
    return rows[:PAGE], bool(before), len(rows) > PAGE


def _number(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 19 else 0


def _narrowing(request: HttpRequest) -> str:
    conditions = request.GET.copy()
    for place in ("after", "before"):
        conditions.pop(place, None)
    return f"?{conditions.urlencode()}"
