"""Deeds that touch many contacts: each leaves an ``Operation`` that its changes point to."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Unpack

from django.utils import timezone

from contacts.choices import OperationKind, OperationState
from contacts.models import Operation
from contacts.services.authors import Author


@contextmanager
def operation(kind: OperationKind, **author: Unpack[Author]) -> Iterator[Operation]:
    """Give a running operation for the block to count on (``counts``) and to describe (file and ``options``).

    It is done when the block ends, and failed when an exception leaves the block; the counts are stored either way.
    """
    deed = Operation(kind=kind, via=author["via"], by=author.get("by"), reason=author.get("reason", ""))
    deed.save(force_insert=True)
    try:
        yield deed
        deed.state = OperationState.DONE
    except BaseException:
        deed.state = OperationState.FAILED
        raise
    finally:
        deed.ended_at = timezone.now()
        deed.save(update_fields=["state", "source", "fingerprint", "options", "counts", "ended_at"])
