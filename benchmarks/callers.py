"""Make who calls, in the database that DATABASE_URL names, and print its credentials as JSON:

python -m benchmarks.callers COUNT | typical

Beside it stands the cursor of a page deep in the list of so many contacts: page 10,000, or the middle.
"""

import json
import os
import sys

import django

from benchmarks import people

TYPICAL_TOKEN = "1f" * 20
DEEP = 500_000


def main() -> None:
    is_typical = sys.argv[1:] == ["typical"]
    settings = "benchmarks.references.typical_settings" if is_typical else "project.settings"
    os.environ["DJANGO_SETTINGS_MODULE"] = settings
    django.setup()
    print(json.dumps(_typical() if is_typical else _ours(int(sys.argv[1]))))


def _ours(count: int) -> dict[str, str]:
    from contacts.models import Contact
    from contacts.paging import Order
    from contacts.services.clients import create_client

    made = create_client("Benchmark", "contacts")
    deep = Contact.objects.get(pk=people.id_of(min(DEEP, count // 2)))
    cursor = Order().cursor(deep)
    return {"client_id": made.client.client_id, "client_secret": made.client_secret, "deep": cursor}


def _typical() -> dict[str, str]:
    from benchmarks.references.typical import make_token

    make_token(TYPICAL_TOKEN)
    return {"token": TYPICAL_TOKEN}


if __name__ == "__main__":
    main()
