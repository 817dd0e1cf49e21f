"""Contacts to show the store with."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, time

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from contacts.choices import ChangeKind, ContactType, OperationKind, Via
from contacts.demo.facts import HEADQUARTERS, ROLES, Facts, contact_facts
from contacts.demo.people import sketch
from contacts.models import Change, Contact, Operation
from contacts.services import change_contact, create_contacts
from contacts.services.operations import operation
from contacts.services.roles import make_role

BATCH = 500


class Command(BaseCommand):
    help = (
        "Load believable contacts of all types from many countries. Their number decides who they are, and a further "
        "load goes on where the last one ended. All e-mail addresses lead nowhere."
    )

    def add_arguments(self, parser):
        parser.add_argument("--count", type=int, default=200, help="how many (%(default)s)")
        parser.add_argument("--once", action="store_true", help="do nothing when the store has contacts already")

    def handle(self, *, count, once, **options):
        if count < 1:
            raise CommandError("Load at least one contact: say --count 1 or more.", returncode=2)
        if once and Contact.objects.exclude(type=ContactType.HQ).exists():
            return
        for reference, name in ROLES.items():
            make_role(reference, name)
        with operation(OperationKind.DEMO, via=Via.COMMAND, reason="Demonstration data") as deed:
            deed.counts = counts = Counter(created=0, refused=0)
            _fill_in_headquarters(deed)
            for batch in _batches(_numbers_loaded(), count):
                self._load(batch, deed, counts)
        self.stdout.write(f"Demonstration contacts: {counts['created']:,} created, {counts['refused']:,} refused.")

    def _load(self, batch: Sequence[Facts], deed: Operation, counts: Counter[str]) -> None:
        for facts, outcome in zip(batch, create_contacts(batch, via=Via.COMMAND, operation=deed), strict=True):
            if isinstance(outcome, Contact):
                counts["created"] += 1
            else:
                counts["refused"] += 1
                self.stderr.write(f"{facts['email']} was refused: {' '.join(outcome.messages)}")


def _fill_in_headquarters(deed: Operation) -> None:
    for headquarters in Contact.objects.filter(type=ContactType.HQ):
        if not headquarters.changes.exists():
            change_contact(headquarters.pk, HEADQUARTERS, via=Via.COMMAND, operation=deed)


def _numbers_loaded() -> int:
    return Change.objects.filter(operation__kind=OperationKind.DEMO, kind=ChangeKind.CREATED).count()


def _batches(first: int, count: int) -> Iterator[list[Facts]]:
    today = datetime.combine(timezone.now().date(), time.min, UTC)
    for start in range(first, first + count, BATCH):
        numbers = range(start, min(start + BATCH, first + count))
        yield [contact_facts(sketch(number, today)) for number in numbers]
