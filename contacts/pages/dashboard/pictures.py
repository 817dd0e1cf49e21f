"""Which figures are drawn, and which lists they lead to."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from contacts.choices import Channel, ConsentState, ContactType
from contacts.figures import Figures, Period
from contacts.pages.dashboard.charts import Bar, Column, ColumnChart, bar, column_chart


def list_of(**conditions: Any) -> str:
    """Give the address of the list of contacts for which these conditions hold."""
    return reverse("staff:contacts", query=conditions)


def bars_of_types(figures: Figures) -> list[Bar]:
    """Give how many contacts there are of each type, the most first."""
    counts = sorted(figures.by_type.items(), key=lambda one: -one[1])
    return [bar(ContactType(type).label, count, figures.total, list_of(type=type)) for type, count in counts]


def rows_of_consent(figures: Figures) -> Iterator[dict[str, Any]]:
    """Give, for each channel, how many can be reached by it and how many have opted out."""
    for channel in Channel:
        name, out = f"{channel}_consent", figures.opted_out[channel]
        yield {
            "channel": channel,
            "open": bar(_("Open"), figures.total - out, figures.total, list_of(**{name: ConsentState.IN})),
            "out": bar(_("Opted out"), out, figures.total, list_of(**{name: ConsentState.OUT})),
        }


def chart_of_months(figures: Figures) -> ColumnChart:
    return column_chart([_column(one, date_format(one.first, "F Y"), _month(one.first)) for one in figures.months])


def chart_of_weeks(figures: Figures) -> ColumnChart:
    return column_chart([_column(one, _week(one.first), _month_of_week(one)) for one in figures.weeks])


def _column(period: Period, label: str, short: str) -> Column:
    address = list_of(created_min=period.first.isoformat(), created_max=period.last.isoformat())
    return Column(label, short, period.created, address)


def _month(first: date) -> str:
    return date_format(first, "M")


def _week(first: date) -> str:
    return _("Week of %(day)s") % {"day": date_format(first, "DATE_FORMAT")}


def _month_of_week(week: Period) -> str:
    """Name every other month, below the week in which it begins: there is no room for all."""
    return _month(week.last) if week.last.day <= 7 and week.last.month % 2 else ""
