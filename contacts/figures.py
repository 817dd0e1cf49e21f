"""What the store holds, in figures.

To count a million contacts takes about a second, which is too long to wait for a page. So big stores are counted
behind the answer, once a minute at most and only when somebody asks; who asks gets the last figures, and when they
were counted.
"""

import logging
from calendar import monthrange
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.core.cache import cache
from django.db import connection
from django.db.models import Count, Q
from django.utils import timezone

from contacts.choices import CHANNELS, ContactType
from contacts.models import Contact
from contacts.times import end_of, start_of

# So many contacts are counted in no time.
QUICK = 10_000
FRESH_FOR = timedelta(minutes=1)
_KEPT_SECONDS, _COUNTING_SECONDS = 24 * 60 * 60, 5 * 60
_KEY, _COUNTING = "figures", "figures-counting"
_CREATED = "SELECT %s, COUNT(*) FROM contacts_contact WHERE created_at BETWEEN %s AND %s"
counter = ThreadPoolExecutor(1, "figures")
logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Period:
    """Some days, both of them included, and how many of the contacts that are there were created in them."""

    first: date
    last: date
    created: int = 0


@dataclass(frozen=True)
class Figures:
    counted_at: datetime
    by_type: dict[str, int]
    opted_out: dict[str, int]
    months: list[Period]
    weeks: list[Period]

    @property
    def total(self) -> int:
        return sum(self.by_type.values())

    @property
    def is_empty(self) -> bool:
        """Whether nothing is there but the headquarters, which always are."""
        return self.total == self.by_type.get(ContactType.HQ, 0)

    @property
    def is_quick(self) -> bool:
        return self.total <= QUICK


def current_figures() -> Figures:
    """Give the figures: of this moment for a small store, for a big one as they were counted lately."""
    kept: Figures | None = cache.get(_KEY)
    if kept is None or kept.is_quick:
        return _counted_anew()
    if timezone.now() - kept.counted_at > FRESH_FOR and cache.add(_COUNTING, True, _COUNTING_SECONDS):
        counter.submit(_count_behind)
    return kept


def _count_behind() -> None:
    try:
        _counted_anew()
    except Exception:
        logger.exception("The contacts could not be counted")
    finally:
        cache.delete(_COUNTING)
        # Nobody else closes what this thread has opened.
        connection.close()


def _counted_anew() -> Figures:
    figures = count_contacts()
    cache.set(_KEY, figures, _KEPT_SECONDS)
    return figures


def count_contacts() -> Figures:
    """Count the contacts, in three queries."""
    now = timezone.now()
    today = timezone.localdate(now)
    months, weeks = list(_months_to(today)), list(_weeks_to(today))
    created = _created_in([*months, *weeks])
    return Figures(now, _by_type(), _opted_out(), created[: len(months)], created[len(months) :])


def _by_type() -> dict[str, int]:
    return dict(Contact.objects.order_by().values_list("type").annotate(of=Count("*")))


def _opted_out() -> dict[str, int]:
    without = {channel: Count("pk", filter=~Q(**{f"{channel}_optout_reason": ""})) for channel in CHANNELS}
    return Contact.objects.aggregate(**without)


def _created_in(periods: list[Period]) -> list[Period]:
    """Count each period by the index of creation, all in one query."""
    bounds = [(number, start_of(one.first), end_of(one.last)) for number, one in enumerate(periods)]
    adapt = connection.ops.adapt_datetimefield_value
    values = [value for number, start, end in bounds for value in (number, adapt(start), adapt(end))]
    with connection.cursor() as cursor:
        # Django's own way to write so many counts takes ten times as long as they do.
        cursor.execute(" UNION ALL ".join([_CREATED] * len(periods)), values)
        counts = dict(cursor.fetchall())
    return [Period(one.first, one.last, counts[number]) for number, one in enumerate(periods)]


def _months_to(today: date) -> Iterator[Period]:
    """Give the twelve months of which this is the last."""
    for back in range(11, -1, -1):
        year, month = divmod(today.year * 12 + today.month - 1 - back, 12)
        yield Period(date(year, month + 1, 1), date(year, month + 1, monthrange(year, month + 1)[1]))


def _weeks_to(today: date) -> Iterator[Period]:
    """Give the 52 weeks of which this is the last."""
    monday = today - timedelta(days=today.weekday())
    for back in range(51, -1, -1):
        first = monday - timedelta(weeks=back)
        yield Period(first, first + timedelta(days=6))
