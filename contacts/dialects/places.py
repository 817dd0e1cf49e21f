"""Finding the item of a client's list that a problem is about."""

from collections import Counter, defaultdict
from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError

from contacts.dialects.faults import Path


class Items:
    """The items of a list as the client gave it. Equal items take turns, so that each problem finds its own."""

    def __init__(self, given: Any, normal: Callable[[str], str]):
        self._normal = normal
        self._indexes: dict[str, list[int]] = defaultdict(list)
        self._turns: Counter[tuple[str, str]] = Counter()
        for index, item in enumerate(given if isinstance(given, list) else ()):
            self._indexes[normal(str(item))].append(index)

    def place_of(self, problem: ValidationError) -> Path:
        """Give the index of the item that the problem is about; nothing where it is about the list."""
        about = (problem.params or {}).get("value")
        indexes = self._indexes.get(self._normal(about), []) if isinstance(about, str) else []
        if problem.code == "duplicate":
            # The first of several is no double.
            indexes = indexes[1:]
        if not indexes:
            return ()
        turn = problem.code or "", self._normal(str(about))
        self._turns[turn] += 1
        return (indexes[min(self._turns[turn], len(indexes)) - 1],)
