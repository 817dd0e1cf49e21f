from datetime import timedelta

from django.core.management.base import BaseCommand, CommandError, CommandParser

from contacts.services.pictures import collect_pictures


class Command(BaseCommand):
    help = "Remove the pictures that no contact shows and no undo could bring back."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="Say what would be removed, and remove nothing.")
        parser.add_argument(
            "--older-than",
            type=float,
            default=1,
            metavar="HOURS",
            help="Keep pictures younger than that: a write that still goes on may need them. Default: 1.",
        )

    def handle(self, *args, **options):
        if not 0 <= options["older_than"] < 24 * 365 * 100:
            raise CommandError("Give --older-than as hours, 0 or more.")
        collected = collect_pictures(timedelta(hours=options["older_than"]), dry_run=options["dry_run"])
        did = "to be removed" if options["dry_run"] else "removed"
        self.stdout.write(f"Pictures {did}: {collected.count:,} ({collected.size:,} bytes)")
