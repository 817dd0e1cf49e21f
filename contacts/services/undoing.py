"""Taking an operation back: what it created goes, what it changed returns, what it deleted comes again.

Nothing that somebody else has done since is touched, and no opt-out is lifted; both are listed instead. An undo is an
operation like any other, so that it can be undone.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from functools import partial
from typing import Any, Unpack

from django.db.models import Max, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from contacts.choices import ChangeKind, OperationKind, OperationState
from contacts.models import Change, Contact, Operation
from contacts.services.authors import Author
from contacts.services.bulk import create_contacts
from contacts.services.bulk_changes import Changed, change_contacts
from contacts.services.bulk_deletes import delete_contacts
from contacts.services.history import restored, values_of, written
from contacts.services.pictures import writing
from contacts.services.rehearsal import rehearsing

BATCH = 1000


class NotUndoable(Exception):
    """The operation cannot be taken back; the message says why."""


@dataclass(frozen=True)
class Kept:
    """Something that stays as it is, and why. ``field`` is "" for a whole contact."""

    contact_id: int
    field: str
    reason: str


Tell = Callable[[Kept], None]
