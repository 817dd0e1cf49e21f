"""Keeping what an import refused, by line, place, value and reason."""

from collections.abc import Iterable, Iterator, Mapping

from contacts.exchange.complaints import complaints_of
from contacts.models import Leftover, Operation
from contacts.services.import_rows import REFUSED, Outcome
from contacts.services.leftovers import MOST_KEPT, forget_leftovers, keep_leftovers

_VALUE_LENGTH = 2000


class Refusals:
    """Keeps the refused rows of an import with each batch; ``places`` gives the file's header by our column.

    When all or nothing is wanted, what is kept meanwhile goes with the batches that are taken back: it is then kept
    after all.
    """

    def __init__(self, places: Mapping[str, str], is_atomic: bool):
        self._places, self._is_atomic = places, is_atomic
        self._seen: list[Leftover] = []

    def note(self, deed: Operation, outcomes: Iterable[Outcome]) -> None:
        """Keep what is refused of a batch, inside its transaction."""
        found = [leftover for one in outcomes if one.verdict in REFUSED for leftover in self._leftovers_of(one)]
        if self._is_atomic:
            self._seen += found[: MOST_KEPT - len(self._seen)]
        elif found:
            keep_leftovers(deed, found)

    def keep_after_all(self, deed: Operation) -> None:
        """Keep what was refused where nothing else of the import stays."""
        forget_leftovers(deed)
        keep_leftovers(deed, self._seen)

    def _leftovers_of(self, outcome: Outcome) -> Iterator[Leftover]:
        for complaint in complaints_of(outcome, self._places):
            place = (complaint.header or complaint.column)[:200]
            value, reason = _storable(complaint.value[:_VALUE_LENGTH]), _storable(complaint.reason)
            yield Leftover(line=complaint.line, field=_storable(place), value=value, reason=reason)


def _storable(text: str) -> str:
    """Give the text without what no database takes, such as the bytes that could not be read."""
    return "".join(char if char.isprintable() or char in "\n\t" else "\N{REPLACEMENT CHARACTER}" for char in text)
