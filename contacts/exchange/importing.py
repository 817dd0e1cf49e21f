"""Taking a file in: it is opened, mapped, taken in batch by batch, and told of, the same for every face."""

import hashlib
from collections import Counter
from typing import IO, Unpack

from django.utils.translation import gettext as _

from contacts.choices import OperationState
from contacts.exchange.amending import amended
from contacts.exchange.formats import FORMATS
from contacts.exchange.interfaces import Source, UnusableFile
from contacts.exchange.plans import Plan
from contacts.exchange.refusals import Refusals
from contacts.models import Operation
from contacts.services import Author
from contacts.services.import_runs import (
    BATCH,
    NotAllGood,
    Note,
    Run,
    Tell,
    begin_import,
    run_import,
    take_up,
)
from contacts.services.operations import GoneOn, finish_operation

READERS = {name: format.read for name, format in FORMATS.items() if format.read}


class FileImport:
    """A file on its way in.

    Making it opens the file (which must be seekable), and writes nothing; ``UnusableFile`` says what is wrong with the
    file, or with the plan for it. To go on with an import, give the ``deed``.
    """

    def __init__(self, file: IO[bytes], name: str, plan: Plan, deed: Operation | None = None):
        self.name, self.plan, self.deed = name, plan, deed
        self.fingerprint = _fingerprint_of(file)
        if deed and deed.fingerprint != self.fingerprint:
            message = _("This is not the file of import %(number)s (%(name)s): its content is another.")
            raise UnusableFile(message % {"number": deed.pk, "name": deed.source})
        self.source: Source = READERS[plan.format](file, plan.reading)
        if plan.left_out or plan.mended:
            mended = {} if self.source.headers else plan.mended
            self.source.rows = amended(self.source.rows, mended, frozenset(plan.left_out))

    def begin(self, *, is_rehearsal: bool = False, **author: Unpack[Author]) -> Operation:
        """Give the operation that the rows belong to from now on. Raises ``GoneOn`` where one to go on with is over."""
        if self.deed is None:
            options = self.plan.stored()
            self.deed = begin_import(self.name, self.fingerprint, options, is_kept=not is_rehearsal, **author)
        else:
            take_up(self.deed)
        return self.deed

    def rehearse(self, note: Note, **author: Unpack[Author]) -> Operation:
        """Take the very same path and leave nothing behind; ``note`` is handed each batch before it goes.

        Gives what would have been the operation, with its counts.
        """
        deed = self.begin(is_rehearsal=True, **author)
        run = Run(self.plan.is_atomic, is_rehearsal=True, note=note)
        run_import(self.source.rows, deed, self.plan.options, run, lambda outcome: None, **author)
        return deed

    def run(
        self, deed: Operation, tell: Tell, *, is_rehearsal: bool = False, batch: int = BATCH, **author: Unpack[Author]
    ) -> Counter[str]:
        """Take in the rows and close the operation; give the counts.

        ``tell`` is handed the outcome of every row; what is refused is kept as ``Leftover``. Raises ``GoneOn`` when
        another process goes on with the import (``Halted`` when somebody wants it to stop), and ``NotAllGood``; the
        operation's ``counts`` then say how many were refused. Whatever breaks it off, whole batches stay, and it can
        be gone on with.
        """
        refusals = Refusals(self.source.places, self.plan.is_atomic)
        run = Run(self.plan.is_atomic, is_rehearsal, batch, None if is_rehearsal else refusals.note)
        state = OperationState.FAILED
        try:
            counts = run_import(self.source.rows, deed, self.plan.options, run, tell, **author)
            state = OperationState.DONE
        except GoneOn:
            # It is the other one's now, and that one closes it.
            state = OperationState.RUNNING
            raise
        except NotAllGood:
            refusals.keep_after_all(deed)
            raise
        finally:
            if state != OperationState.RUNNING and not is_rehearsal:
                finish_operation(deed, state)
        return counts


def _fingerprint_of(file: IO[bytes]) -> str:
    fingerprint = hashlib.file_digest(file, "sha256").hexdigest()  # type: ignore[arg-type]  # any file will do
    file.seek(0)
    return fingerprint
