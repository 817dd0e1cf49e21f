import json
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand
from django.template.loader import render_to_string

from contacts.choices import Scope
from contacts.models import ApiClient
from contacts.services.clients import create_client, has_secret, renew_secret
from contacts.services.staff import opens_the_admin, renew_administrator

STAFF_EMAIL = "staff@example.com"
CLIENT_NAME = "Demonstration"


class Command(BaseCommand):
    help = "Show how to sign in to this demonstration and how to call its APIs. In production, make nothing and say so."

    def add_arguments(self, parser):
        parser.add_argument("--origin", default="http://127.0.0.1:8000", help="where the server answers")

    def handle(self, *, origin, **options):
        if not settings.DEBUG:
            self.stdout.write(
                "DEBUG is off: no demonstration login was made. Make yours with manage.py createsuperuser."
            )
            return
        keys = keys_kept_in(settings.VAR_DIR / "welcome.json")
        self.stdout.write(render_to_string("commands/welcome.txt", {"origin": origin, **keys}))


def keys_kept_in(path: Path) -> dict[str, str]:
    """Give the demonstration's staff login and API client as the file keeps them.

    They are made anew where the file is missing or does not fit the database.
    """
    keys = _read(path)
    if not _fit_the_database(**keys):
        keys = _renewed_keys()
        _write(path, keys)
    return keys


def _read(path):
    try:
        return json.loads(path.read_text())
    except (FileNotFoundError, ValueError):
        return {}


def _fit_the_database(email="", password="", client_id="", client_secret=""):
    client = ApiClient.objects.filter(client_id=client_id, is_active=True).first()
    return client and has_secret(client, client_secret) and opens_the_admin(email, password)


def _renewed_keys():
    client = ApiClient.objects.filter(name=CLIENT_NAME, is_active=True).first()
    made = renew_secret(client) if client else create_client(CLIENT_NAME, Scope.CONTACTS)
    return {
        "email": STAFF_EMAIL,
        "password": renew_administrator(STAFF_EMAIL),
        "client_id": made.client.client_id,
        "client_secret": made.client_secret,
    }


def _write(path, keys):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch(mode=0o600)
    path.chmod(0o600)
    path.write_text(json.dumps(keys, indent=2))
