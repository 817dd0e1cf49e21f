"""Python's search for cycles of garbage, where very many objects come and go."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

# So many new objects until the next search; by itself Python searches at 700.
_PATIENCE = 50_000


@contextmanager
def searched_for_rarely() -> Iterator[None]:
    """Search seldom, and not among what was there before: that is a quarter of the time of an import."""
    usual = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(_PATIENCE, *usual[1:])
    try:
        yield
    finally:
        gc.set_threshold(*usual)
        gc.unfreeze()
