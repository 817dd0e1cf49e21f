"""How far a running operation is, how fast it goes, and how long it will still take."""

from dataclasses import dataclass
from datetime import timedelta

from django.http import HttpRequest
from django.utils import timezone
from django.utils.timesince import timesince

from contacts.models import Operation, Worker


@dataclass(frozen=True)
class Progress:
    """Measured since the page was opened, or, by who looks once, since the operation began."""

    deed: Operation
    since_rows: int
    since: float
    # The moment that the next look measures from.
    mark: str

    @classmethod
    def seen_by(cls, request: HttpRequest, deed: Operation) -> "Progress":
        """Give the progress since the moment that the page's own address holds (``since=ROWS-SECONDS``)."""
        mark = request.GET.get("since", "")
        rows, _, seconds = mark.partition("-")
        if rows.isdecimal() and seconds.isdecimal() and len(mark) < 25:
            return cls(deed, int(rows), float(seconds), mark)
        return cls(deed, 0, deed.started_at.timestamp(), f"{deed.done_rows}-{timezone.now().timestamp():.0f}")

    @property
    def rate(self) -> float:
        """Give how many contacts or rows a second."""
        seconds = timezone.now().timestamp() - self.since
        return max(0, self.deed.done_rows - self.since_rows) / seconds if seconds >= 1 else 0.0

    @property
    def percent(self) -> int:
        return min(100, 100 * self.deed.done_rows // self.deed.total_rows) if self.deed.total_rows else 0

    @property
    def tenths(self) -> int:
        """Give the percentage in steps that are worth being read out."""
        return self.percent // 10 * 10

    @property
    def time_left(self) -> str:
        """Give the time left in words; "" where nobody knows it."""
        if not self.deed.total_rows or not self.rate:
            return ""
        seconds = max(0, self.deed.total_rows - self.deed.done_rows) / self.rate
        now = timezone.now()
        return timesince(now - timedelta(seconds=min(seconds, 10**7)), now, depth=1) if seconds >= 60 else ""

    @property
    def is_nearly_done(self) -> bool:
        return bool(self.deed.total_rows and self.rate and not self.time_left)

    @property
    def lacks_worker(self) -> bool:
        """Whether it waits for a worker, and none runs."""
        return self.deed.is_in_background and self.deed.is_running and not Worker.objects.alive().exists()
