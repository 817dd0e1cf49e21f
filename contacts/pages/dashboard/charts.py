"""Pictures of figures, drawn by the server. Colours hang on classes, so that they follow the theme."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

# The height of the tallest column, in the picture's own units; its width is one unit for each column.
HEIGHT = 100.0
_GAP = 0.28
# What is there at all is to be seen, however small beside the others.
_LEAST = 1.5


@dataclass(frozen=True)
class Column:
    """A figure that is drawn: what it is of (in full, and in short below it), and where its list is."""

    label: str
    short: str
    value: int
    address: str
    x: float = 0
    y: float = 0
    height: float = 0


@dataclass(frozen=True)
class ColumnChart:
    """Columns side by side, and the round number at the top of the scale."""

    columns: list[Column]
    top: int
    width: int
    column_width: float = 1 - _GAP


def column_chart(columns: Sequence[Column]) -> ColumnChart:
    """Place the columns from left to right, below the least round number that none exceeds."""
    top = round_above(max((column.value for column in columns), default=0))
    placed = [_placed(column, number, top) for number, column in enumerate(columns)]
    return ColumnChart(placed, top, len(placed))


def _placed(column: Column, number: int, top: int) -> Column:
    height = max(HEIGHT * column.value / top, _LEAST) if column.value else 0
    facts = {"x": round(number + _GAP / 2, 3), "y": round(HEIGHT - height, 2), "height": round(height, 2)}
    return Column(column.label, column.short, column.value, column.address, **facts)


def round_above(value: int) -> int:
    """Give the least of 1, 2, 5, 10, 20, 50 … that is not below the value."""
    power = 1
    while True:
        for step in (1, 2, 5):
            if step * power >= value:
                return step * power
        power *= 10


@dataclass(frozen=True)
class Bar:
    """A figure as a part of a whole, drawn from the start of the line: 0 to 100."""

    label: Any
    value: int
    address: str
    part: float


def bar(label: Any, value: int, whole: int, address: str) -> Bar:
    return Bar(label, value, address, round(100 * value / whole, 2) if whole else 0)
