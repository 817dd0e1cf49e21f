"""How far a file has been taken in: a bar on a terminal, a line now and then in a log."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic
from typing import IO

from django.core.management.base import OutputWrapper
from tqdm import tqdm

# How many rows go by until the number of all is reckoned anew, and how many seconds between two lines in a log.
STRIDE = 500
PAUSE = 10.0


class Progress:
    """Counts rows, and tells of their rate and of the time left.

    How many there are in all is reckoned from how much of the file has been read.
    """

    def __init__(self, err: OutputWrapper, file: IO[bytes], done: int = 0):
        self._err, self._file, self._size = err, file, os.fstat(file.fileno()).st_size
        self._first = self._rows = done
        self._started = self._told = monotonic()
        self._bar = tqdm(
            initial=done, unit=" rows", unit_scale=True, file=err._out, disable=not err.isatty(), leave=False
        )

    def __enter__(self) -> "Progress":
        return self

    def __exit__(self, *error: object) -> None:
        self._bar.close()

    def count_row(self) -> None:
        self._rows += 1
        self._bar.update()
        if self._rows % STRIDE == 0:
            self._bar.total = self._all_rows()
            if self._bar.disable and monotonic() - self._told >= PAUSE:
                self._told = monotonic()
                self._err.write(self._line())

    @contextmanager
    def beside(self) -> Iterator[None]:
        """Let the block write lines without tearing the bar."""
        with tqdm.external_write_mode(file=self._err._out):
            yield

    def _all_rows(self) -> int:
        return round(self._rows * self._size / max(self._file.tell(), 1))

    def _line(self) -> str:
        rate = (self._rows - self._first) / (self._told - self._started)
        left = max(self._all_rows() - self._rows, 0) / rate
        return f"{self._rows:,} rows, {rate:,.0f} a second, about {tqdm.format_interval(left)} left"
