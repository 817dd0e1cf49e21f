"""Files that somebody is about to take in: kept, planned, mended, begun once, and thrown away in time."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from typing import Any, Unpack
from uuid import uuid4

from django.conf import settings
from django.core.files import File
from django.core.files.storage import storages
from django.db import transaction
from django.utils import timezone

from contacts.models import ImportDraft, Operation, StaffMember
from contacts.services.authors import Author
from contacts.services.import_runs import begin_import
from contacts.texts import is_storable

_NAME_LENGTH = 255


def keep_draft(file: File, name: str, plan: Mapping[str, Any], by: StaffMember) -> ImportDraft:
    """Store the file, under a name of our own, and how it is to be read."""
    draft = ImportDraft(name=_clean_name(name), plan=_storable(dict(plan)), by=by)
    draft.file.save(f"{uuid4().hex}.{plan['format']}", file, save=False)
    draft.save()
    return draft


def _clean_name(name: str) -> str:
    """Give the last part of a name as a browser sends it, without what cannot be shown."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    return "".join(char for char in last if char.isprintable()).strip()[:_NAME_LENGTH] or "file"


def _storable(value: Any) -> Any:
    """Give a value of JSON without what no database takes, whatever a file or a request holds."""
    if isinstance(value, dict):
        return {_storable(name): _storable(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [_storable(one) for one in value]
    if isinstance(value, str) and not is_storable(value):
        return "".join(char if is_storable(char) else "\N{REPLACEMENT CHARACTER}" for char in value)
    return value


def plan_draft(draft: ImportDraft, changes: Mapping[str, Any]) -> None:
    """Change how the draft's file is to be taken in. Mends go where its cells are read otherwise than before."""
    with _locked(draft):
        if any(draft.plan.get(name) != changes[name] for name in ("format", "header_row", "sheet") if name in changes):
            draft.mended, draft.left_out = {}, []
        draft.plan |= _storable(dict(changes))
        draft.save(update_fields=["plan", "mended", "left_out"])


def mend_row(draft: ImportDraft, line: int, cells: Mapping[str, str]) -> None:
    """Let these cells, by header, stand in place of those of the line."""
    with _locked(draft):
        draft.mended[str(line)] = {**draft.mended.get(str(line), {}), **_storable(dict(cells))}
        draft.save(update_fields=["mended"])


def leave_out(draft: ImportDraft, line: int, is_left_out: bool) -> None:
    """Say whether the line is not to come in."""
    with _locked(draft):
        others = [other for other in draft.left_out if other != line]
        draft.left_out = sorted([*others, line]) if is_left_out else others
        draft.save(update_fields=["left_out"])


@contextmanager
def _locked(draft: ImportDraft) -> Iterator[None]:
    """Let two people who work on the same draft write one after the other; the draft is read anew.

    Raises ``ImportDraft.DoesNotExist`` where somebody has thrown it away.
    """
    with transaction.atomic():
        ImportDraft.objects.select_for_update().get(pk=draft.pk)
        draft.refresh_from_db()
        yield


def basis_of(draft: ImportDraft) -> str:
    """Give what tells whether a review still speaks of the draft as it is."""
    said = json.dumps([draft.plan, draft.mended, draft.left_out], sort_keys=True)
    return hashlib.sha256(said.encode()).hexdigest()


def begin_review(draft: ImportDraft) -> str:
    """Note that a rehearsal of the draft begins; give its token, by which it knows itself as the latest."""
    token = uuid4().hex
    with _locked(draft):
        _remove(draft.review.get("file"))
        draft.review = {"state": "running", "token": token, "basis": basis_of(draft)}
        draft.save(update_fields=["review"])
    return token


def keep_review(draft: ImportDraft, token: str, review: Mapping[str, Any]) -> bool:
    """Keep what a rehearsal has found, unless another one has begun since; tell which."""
    with _locked(draft):
        if draft.review.get("token") != token:
            _remove(review.get("file"))
            return False
        draft.review = {**draft.review, **_storable(dict(review))}
        draft.save(update_fields=["review"])
    return True


def begin_draft(
    draft: ImportDraft, fingerprint: str, options: Mapping[str, Any], total: int | None, **author: Unpack[Author]
) -> tuple[Operation, bool]:
    """Give the operation that takes the draft's file in, and whether it is a new one: a draft comes in once."""
    with _locked(draft):
        if draft.operation:
            return draft.operation, False
        author["reason"] = _storable(author.get("reason", ""))
        deed = begin_import(draft.name, fingerprint, options, **author)
        deed.total_rows = total
        deed.save(update_fields=["total_rows"])
        draft.operation = deed
        draft.save(update_fields=["operation"])
    return deed, True


def copy_draft(draft: ImportDraft, by: StaffMember) -> ImportDraft:
    """Give a new draft of the same file with the same plan and mends."""
    with draft.file.open("rb") as file:
        copy = keep_draft(File(file), draft.name, draft.plan, by)
    copy.mended, copy.left_out = draft.mended, draft.left_out
    copy.save(update_fields=["mended", "left_out"])
    return copy


def discard_draft(draft: ImportDraft) -> None:
    """Remove a draft that has not come in, and its file at once."""
    with _locked(draft):
        if draft.operation:
            return
        draft.delete()
    _remove_files(draft)


def drop_old_files() -> int:
    """Remove the files of imports older than ``TRASH_DAYS``, and drafts of that age; give how many files went."""
    old = ImportDraft.objects.filter(created_at__lt=timezone.now() - timedelta(days=settings.TRASH_DAYS))
    count = 0
    for draft in old.exclude(file=""):
        _remove_files(draft)
        draft.file, draft.review = "", {}
        draft.save(update_fields=["file", "review"])
        count += 1
    old.filter(operation=None).delete()
    return count


def _remove_files(draft: ImportDraft) -> None:
    _remove(draft.file.name)
    _remove(draft.review.get("file"))


def _remove(name: str | None) -> None:
    if name:
        storages["uploads"].delete(name)
