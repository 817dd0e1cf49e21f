"""Taking an operation back."""

from django.core.management.base import BaseCommand, CommandError

from contacts.choices import Via
from contacts.management.staff import staff_member
from contacts.models import Operation
from contacts.services import Author
from contacts.services.operations import GoneOn
from contacts.services.undoing import Kept, NotUndoable, undo_operation


class Command(BaseCommand):
    help = (
        "Take an import, or another operation on many contacts, back: created contacts go, changed fields return,"
        " deleted contacts come again. What somebody has changed since stays, and so does every opt-out; each is named"
        " on stderr. The undo is an operation itself and can be undone; one that was broken off goes on when it is"
        " called again. An import that still runs is stopped. Exit status: 0 when all was taken back, 1 when something"
        " stays, 2 when there is nothing to undo or an argument is wrong, 130 when it was interrupted."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "operation", type=int, metavar="NUMBER", help="the operation's number, as the import printed it"
        )
        parser.add_argument("--dry-run", action="store_true", help="say what would happen and write nothing")
        parser.add_argument("--by", metavar="EMAIL", help="the staff member who undoes it")
        parser.add_argument("--reason", metavar="TEXT", help="why, for the history")

    def handle(self, *, operation, dry_run, by, reason, **options):
        deed = Operation.objects.filter(pk=operation).first()
        if deed is None:
            raise CommandError(f"There is no operation {operation}.", returncode=2)
        author = Author(via=Via.COMMAND, by=staff_member(by), reason=(reason or f"Undo of {deed}")[:200])
        try:
            undo = undo_operation(deed, self._tell, dry_run=dry_run, **author)
        except NotUndoable as refusal:
            raise CommandError(str(refusal), returncode=2)
        except GoneOn:
            raise CommandError("Another process undoes it, or somebody has stopped this one.", returncode=2)
        except KeyboardInterrupt:
            raise CommandError("Interrupted: whole batches stay undone. Call it again to go on.", returncode=130)
        self.stdout.write(_summary(undo, dry_run))
        if kept := undo.counts.get("kept"):
            raise CommandError(f"Left as they are: {kept:,}.", returncode=1)

    def _tell(self, kept: Kept) -> None:
        place = f"contact {kept.contact_id}, {kept.field}" if kept.field else f"contact {kept.contact_id}"
        self.stderr.write(f"{place}: {kept.reason}")


def _summary(undo: Operation, dry_run: bool) -> str:
    counts = ", ".join(f"{undo.counts.get(word, 0):,} {word}" for word in ("deleted", "reverted", "restored"))
    if dry_run:
        return f"Dry run, nothing was written: {counts}."
    return f"Undone: {counts}.\nThis was operation {undo.pk}. To take it back: manage.py undo_operation {undo.pk}"
