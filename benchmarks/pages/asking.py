"""Ask for each page of the staff in one store, and tell how long each took:  python -m benchmarks.pages.asking 5

Prints one JSON object, milliseconds by name of the page. DATABASE_URL names the store.
"""

import json
import os
import sys
import time
from urllib.parse import urlencode

import django

from benchmarks.pages.imports import imports_of_store

LIST = "/staff/contacts/"
PER_PAGE, DEEP = 50, 5000
# What narrows a list, with what many have and with what few or none have.
CONDITIONS = [
    *({"type": value} for value in ("user", "branch")),
    *({"country": value} for value in ("GB", "DE", "MT", "FJ")),
    *({f"{channel}_consent": state} for channel in ("email", "post", "sms", "phone") for state in ("in", "out")),
    *({f"has_{part}": answer} for part in ("picture", "email", "number") for answer in ("yes", "no")),
    *({"created_via": value} for value in ("import", "page", "command")),
    {"company": "Acme"},
    {"email": "nobody@example.com"},
    {"reference": "ref-0000100"},
    {"leave_date": "2024-06-30"},
    {"created_min": "2016-01-02", "created_max": "2016-01-03"},
    {"modified_min": "2016-01-02"},
    {"type": "guest", "country": "DE", "email_consent": "in", "has_number": "yes"},
]
SEARCHES = [
    "smith",
    "anna smith",
    "example.com",
    "nobody at all",
    "clara.smith.13@example.com",
    "4420",
    "zoë",
    "ref-0000100",
]


def main() -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "project.settings"
    django.setup()
    from django.test import Client

    client, times = Client(), int(sys.argv[1])
    client.force_login(_member())
    print(json.dumps({name: _taken(client, address, times) for name, address in _addresses().items()}))


def _member():
    from contacts.models import StaffMember

    found = StaffMember.objects.filter(email="benchmark@example.com").first()
    return found or StaffMember.objects.create_superuser("benchmark@example.com")


def _addresses() -> dict[str, str]:
    from contacts.models import Contact
    from contacts.paging import SORTS

    found = {"dashboard": "/staff/", "contact page": f"/staff/contacts/{Contact.objects.order_by('pk')[0].pk}/"}
    found |= {f"list by {sort}": _list(sort=sort) for sort in SORTS}
    found |= {f"page {DEEP:,} by {sort}": _deep(sort) for sort in ("-created", "name", "email", "-modified")}
    found |= {f"search {text}": _list(q=text) for text in SEARCHES}
    found |= {f"tag {how}": _list(tag=name) for how, name in _tags()}
    for how, pk in imports_of_store().items():
        found |= {f"import {how} {sort}": _list(operation=pk, sort=sort) for sort in ("-created", "created", "name")}
    return (
        found
        | {urlencode(one): _list(**one) for one in CONDITIONS}
        | {f"{urlencode(one)} by name": _list(**one, sort="name") for one in CONDITIONS}
    )


def _list(**asked) -> str:
    return f"{LIST}?{urlencode(asked)}"


def _deep(sort: str) -> str:
    """Give the 5,000th page, or the last where there are fewer."""
    from contacts.models import Contact
    from contacts.paging import SORTS

    order, count = SORTS[sort], Contact.objects.count()
    before = order.sort(Contact.objects.all())[max(0, min(PER_PAGE * (DEEP - 1), count - PER_PAGE) - 1)]
    return _list(sort=sort, after=order.cursor(before))


def _tags() -> list[tuple[str, str]]:
    """Give the tag that most carry, and the one that fewest do."""
    from django.db.models import Count

    from contacts.models import Tag

    by_use = [tag.name for tag in Tag.objects.annotate(use=Count("tagged_contacts")).order_by("-use", "pk")]
    return [("of many", by_use[0]), ("of few", by_use[-1])] if by_use else []


def _taken(client, address: str, times: int) -> list[float]:
    taken = []
    for _ in range(times + 1):
        begun = time.perf_counter()
        status = client.get(address).status_code
        taken.append((time.perf_counter() - begun) * 1000)
        if status != 200:
            raise SystemExit(f"{address} answered {status}.")
    # The first one warms up.
    return taken[1:]


if __name__ == "__main__":
    main()
