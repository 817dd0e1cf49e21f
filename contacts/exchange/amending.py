"""What a person has said of single rows: which are not to come in, and what is to stand where a file is wrong."""

from collections.abc import Container, Iterable, Iterator, Mapping

from contacts.exchange.places import READABLE
from contacts.services.import_rows import Row

Mends = Mapping[str, Mapping[str, str]]


def amended(rows: Iterable[Row], mended: Mends, left_out: Container[int]) -> Iterator[Row]:
    """Give the rows of a file without headers, mended by the names of our columns, those ``left_out`` marked as such.

    Where a file has headers, its reader has put the mended cells in place already: then there are none for this.
    """
    for row in rows:
        row.is_left_out = row.line in left_out
        if mends := mended.get(str(row.line)):
            _mend(row, mends)
        yield row


def _mend(row: Row, mends: Mapping[str, str]) -> None:
    for name, text in mends.items():
        row.problems.by_field.pop(name, None)
        row.changes[name] = row.problems.ask(READABLE[name].read_cell, text, field=name)
        row.cells[name] = text
