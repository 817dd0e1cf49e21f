"""What an operation was to do and has not done: kept up to a bound, counted beyond it."""

from collections.abc import Iterable

from contacts.models import Leftover, Operation

# Who has more than this to mend mends the cause, and does it again.
MOST_KEPT = 10_000


def keep_leftovers(deed: Operation, leftovers: Iterable[Leftover]) -> None:
    """Store what was left over, in the transaction that has left it; what goes beyond ``MOST_KEPT`` is let go."""
    rows = list(leftovers)
    if not rows:
        return
    room = max(0, MOST_KEPT - deed.leftovers.count())
    for row in rows[:room]:
        row.operation = deed
    Leftover.objects.bulk_create(rows[:room])


def forget_leftovers(deed: Operation) -> None:
    """Remove all, for an operation that meets them once more."""
    deed.leftovers.all().delete()
