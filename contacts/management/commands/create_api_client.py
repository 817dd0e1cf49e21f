import json

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from contacts.choices import Scope
from contacts.services.clients import NewCredentials, create_client


class Command(BaseCommand):
    help = "Make a client of the APIs. Its secrets are printed once: nobody can read them again."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", help="What the client is called here, such as “Web shop”.")
        parser.add_argument("--scope", choices=Scope.values, default=Scope.CONTACTS_READONLY.value)
        parser.add_argument(
            "--server-key", action="store_true", help="Give it a key for signing assertions (Evance, jwt-bearer), too."
        )
        parser.add_argument("--json", action="store_true", help="Print one JSON object.")

    def handle(self, *args, **options):
        try:
            credentials = create_client(options["name"], options["scope"], with_key=options["server_key"])
        except ValidationError as refusal:
            raise CommandError(" ".join(refusal.messages)) from refusal
        shown = _shown(credentials)
        lines = [json.dumps(shown)] if options["json"] else [f"{name}: {value}" for name, value in shown.items()]
        self.stdout.write("\n".join(lines))


def _shown(credentials: NewCredentials) -> dict[str, str]:
    client = credentials.client
    shown = {"client_id": client.client_id, "client_secret": credentials.client_secret}
    return shown | ({"server_key": credentials.server_key} if credentials.server_key else {})
