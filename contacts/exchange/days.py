"""Days as spreadsheets and address books write them."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from contacts.exchange.interfaces import UnusableFile

DAY_ORDERS = ("dmy", "mdy")
_DAY = re.compile(r"\s*([0-9]{1,2})([./-])([0-9]{1,2})\2([0-9]{4})(.*)", re.DOTALL)
_YEAR_FIRST = re.compile(r"\s*([0-9]{4})[./]([0-9]{1,2})[./]([0-9]{1,2})(.*)", re.DOTALL)
_TWO_WAYS = _("This can be two days: say whether the day or the month comes first, or write yyyy-mm-dd.")


def iso_day(text: str, order: str | None) -> str:
    """Give a day, which an hour may follow, as ISO 8601 has it; what looks like no day is left as it is.

    ``order`` is one of ``DAY_ORDERS``, for days with slashes or hyphens; 31.12.1990 has but one meaning. Raises an
    unkeyed ``ValidationError`` for a day that can be read in two ways.
    """
    if found := _YEAR_FIRST.fullmatch(text):
        year, month, day, rest = found.groups()
    elif found := _DAY.fullmatch(text):
        first, point, second, year, rest = found.groups()
        is_day_first = point == "." or _is_day_first(text, int(first), int(second), order)
        day, month = (first, second) if is_day_first else (second, first)
    else:
        return text
    return f"{year}-{month:0>2}-{day:0>2}{rest}"


def _is_day_first(text: str, first: int, second: int, order: str | None) -> bool:
    if order is None and first <= 12 and second <= 12 and first != second:
        raise ValidationError(_TWO_WAYS, code="ambiguous", params={"value": text})
    return order == "dmy" if order else first > 12


def check_day_order(order: str | None) -> None:
    """Raise ``UnusableFile`` for an order that there is not."""
    if order not in (None, *DAY_ORDERS):
        message = _("There is no order of days “%(order)s”: choose %(orders)s.")
        raise UnusableFile(message % {"order": order, "orders": ", ".join(DAY_ORDERS)})
