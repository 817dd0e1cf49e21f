"""How many rows of a file each rule of matching can tell, and how many of them are here already."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice

from contacts.services.import_rows import Row
from contacts.services.matching import RULES, hits_of, keys_of

# Beyond so many rows a page would wait too long: the rehearsal counts them.
MOST_ROWS = 10_000


@dataclass(frozen=True)
class Figure:
    """Of a rule: in how many rows it has a key, and how many of these keys somebody in the store has."""

    rule: str
    rows: int
    there: int


def figures_of(rows: Iterable[Row]) -> tuple[int, list[Figure]] | None:
    """Give the number of rows, and the figures of each rule; ``None`` for a file that is too long to tell on a page."""
    counted = [row for row in islice(rows, MOST_ROWS + 1) if not row.is_left_out]
    if len(counted) > MOST_ROWS:
        return None
    said = [{name: value for name, value in row.changes.items() if name not in row.defaulted} for row in counted]
    return len(counted), [_figure(rule, said) for rule in RULES]


def _figure(rule: str, said: list[dict]) -> Figure:
    keys = [its_keys for changes in said if (its_keys := keys_of(changes, [rule]))]
    hits = hits_of(key for its_keys in keys for key in its_keys)
    return Figure(rule, len(keys), sum(any(key in hits for key in its_keys) for its_keys in keys))
