"""What is wrong with a request, in the client's own words and places."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.core.exceptions import ValidationError

Path = tuple[str | int, ...]

# The codes of our rules, as a client sees them. What is not named here is "invalid".
CODES = {
    "required": "required",
    "blank": "required",
    "null": "required",
    "unique": "not-unique",
    "duplicate": "duplicate",
    "max_length": "too-long",
    "min_length": "too-short",
    "too_large": "too-large",
    "html": "html",
    "not_found": "not-found",
    "unreachable": "unreachable",
    "read_only": "read-only",
    "unknown_parameter": "unknown-parameter",
}


@dataclass(frozen=True)
class Fault:
    """One problem: where it is (keys and list indexes from the outside in), which, and how to mend it."""

    path: Path
    code: str
    message: str


def fault(path: Path, problem: ValidationError) -> Fault:
    """Give a single problem of ours as a fault at this place."""
    return Fault(path, CODES.get(problem.code or "", "invalid"), " ".join(map(str, problem.messages)))


class Refused(Exception):
    """A request that cannot be carried out as it is: all its faults."""

    def __init__(self, faults: Sequence[Fault]):
        super().__init__(f"{len(faults)} faults")
        self.faults = list(faults)


class BadParameters(Refused):
    """The faults are in the query or the path."""
