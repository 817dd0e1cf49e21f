from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError


class Command(BaseCommand):
    help = "Bring the database and the static files to what this code needs. A demonstration gets its contacts, too."
    # Each deed below checks what it needs; checking everything first would double the time of a start.
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("--origin", default="http://127.0.0.1:8000", help="where the server will answer")

    def handle(self, *, origin, **options):
        self._migrate()
        if settings.DEBUG:
            call_command("load_demo", once=True, count=200, stdout=self.stdout)
        else:
            call_command("collectstatic", interactive=False, verbosity=0)
        call_command("welcome", origin=origin, stdout=self.stdout)

    def _migrate(self):
        try:
            call_command("migrate", interactive=False, verbosity=0)
        except OperationalError as error:
            raise CommandError(f"The database does not answer. Start it, or correct DATABASE_URL. {error}") from error
