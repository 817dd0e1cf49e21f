"""Days and instants written as texts."""

import re
from datetime import UTC, date, datetime, time

from django.utils import timezone

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_INSTANT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt][0-9]{2}:[0-9]{2}.*")


def read_day(text: str) -> date:
    """Give the day written as yyyy-mm-dd. Raises ``ValueError`` or ``TypeError`` for anything else."""
    if not _DAY.fullmatch(text):
        raise ValueError(text)
    return date.fromisoformat(text)


def read_instant(text: str) -> datetime:
    """Give the instant written in ISO 8601, in UTC; without an offset it is the store's time.

    Raises ``ValueError`` or ``TypeError`` for what is none.
    """
    if not _INSTANT.fullmatch(text):
        raise ValueError(text)
    instant = datetime.fromisoformat(text)
    try:
        return (instant if instant.tzinfo else timezone.make_aware(instant)).astimezone(UTC)
    except OverflowError as error:
        raise ValueError(text) from error


def start_of(day: date) -> datetime:
    """Give the day's first instant in the store's time. Raises ``OverflowError`` where the calendar ends before."""
    return timezone.make_aware(datetime.combine(day, time.min)).astimezone(UTC)


def end_of(day: date) -> datetime:
    """Give the day's last instant in the store's time. Raises ``OverflowError`` where the calendar ends before."""
    return timezone.make_aware(datetime.combine(day, time.max)).astimezone(UTC)
