"""What the staff's pages draw again and again."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from django import template
from django.templatetags.static import static
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.timesince import timesince
from django.utils.translation import gettext

register = template.Library()


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """Draw an icon of the sheet; without a label it is decoration, and screen readers pass over it."""
    return _icon(name, str(label))


@lru_cache(4096)
def _icon(name: str, label: str) -> SafeString:
    # A list draws hundreds of them, and few different ones.
    address = f"{static('vendor/tabler/icons.svg')}#{name}"
    if not label:
        return format_html('<svg class="icon" aria-hidden="true"><use href="{}"/></svg>', address)
    return format_html('<svg class="icon" role="img" aria-label="{}"><use href="{}"/></svg>', label, address)


@register.simple_tag
def consent_marks(marks: Iterable[Any]) -> SafeString:
    """Draw for each channel of a contact whether it is open."""
    drawn = format_html_join("", "{}", ((_consent_mark(mark.icon, mark.text, mark.is_out),) for mark in marks))
    return format_html('<span class="consents">{}</span>', drawn)


@lru_cache(4096)
def _consent_mark(name: str, text: str, is_out: bool) -> SafeString:
    css_class = "consent is-out" if is_out else "consent"
    return format_html('<span class="{}" title="{}">{}</span>', css_class, text, _icon(name, text))


@register.filter
def grouped(number: int) -> str:
    """Write a number as people read it, such as 4,213."""
    return number_format(number, force_grouping=True)


@register.simple_tag(takes_context=True)
def moment(context: template.Context, instant: datetime) -> SafeString:
    """Tell an instant as the person likes it, "3 weeks ago" or in full; the title says it in full."""
    exact = date_format(timezone.localtime(instant), "DATETIME_FORMAT")
    frame = context.get("frame")
    is_exact = frame is not None and frame.preferences.get("times") == "exact"
    text = exact if is_exact else _ago(instant)
    return format_html('<time datetime="{}" title="{}">{}</time>', instant.isoformat(), exact, text)


def _ago(instant: datetime) -> str:
    if timezone.now() - instant < timedelta(minutes=1):
        return gettext("just now")
    return gettext("%(time)s ago") % {"time": timesince(instant, depth=1)}
