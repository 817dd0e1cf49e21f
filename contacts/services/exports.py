"""Exports that a worker writes: begun, noted on their way, finished with a file that lasts some days."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Unpack
from uuid import uuid4

from django.core.files import File
from django.core.files.storage import storages
from django.utils import timezone

from contacts.choices import OperationKind, OperationState
from contacts.models import Operation
from contacts.services.authors import Author

# So long a file can be fetched.
FILES_KEPT_FOR = timedelta(days=3)


def begin_export(name: str, options: Mapping[str, Any], total: int, **author: Unpack[Author]) -> Operation:
    """Give the operation of an export that a worker is to write."""
    deed = Operation(kind=OperationKind.EXPORT, via=author["via"], by=author.get("by"), source=name)
    deed.reason, deed.options, deed.total_rows = author.get("reason", ""), dict(options), total
    deed.save(force_insert=True)
    return deed


def finish_export(deed: Operation, file: File, ending: str, count: int, fingerprint: str) -> None:
    """Keep the file, and close the operation with what is known of it."""
    name = storages["uploads"].save(f"exports/{uuid4().hex}.{ending}", file)
    deed.options = {**deed.options, "file": name}
    deed.counts, deed.done_rows, deed.fingerprint = {"exported": count}, count, fingerprint
    deed.state, deed.ended_at = OperationState.DONE, timezone.now()
    deed.save(update_fields=["options", "counts", "done_rows", "fingerprint", "state", "ended_at"])


def drop_old_exports() -> int:
    """Remove the files of exports that cannot be fetched any more; give how many."""
    old = Operation.objects.filter(kind=OperationKind.EXPORT, ended_at__lt=timezone.now() - FILES_KEPT_FOR)
    count = 0
    for deed in old.filter(options__has_key="file"):
        storages["uploads"].delete(deed.options.pop("file"))
        deed.save(update_fields=["options"])
        count += 1
    return count
