"""The same file twice: the second time nothing is created and nothing is changed, whatever the format."""

from io import BytesIO

import pytest

from contacts.choices import Via
from contacts.columns import COLUMNS
from contacts.exchange.exporting import export
from contacts.exchange.formats import format_of
from contacts.exchange.importing import READERS, FileImport
from contacts.exchange.interfaces import Writing
from contacts.exchange.plans import Plan
from contacts.models import Change, Contact
from contacts.services import Grant, create_contact
from tests.exchange.tables import FILES
from tests.factories import AccessRoleFactory
from tests.pictures import a_picture

pytestmark = pytest.mark.django_db

WHOLE = {
    "type": "user",
    "emails": ["ana@example.com", "b@example.com"],
    "title": "Dr",
    "first_name": "Ana",
    "last_name": "=Brook; O'Neil",
    "company": "Head, Office & Co",
    "position": "Buyer",
    "numbers": ["07700 900000", "020 7946 0000", "1234"],
    "address_line1": "20-22 Wenlock Road",
    "address_line2": "2nd floor",
    "address_city": "London",
    "address_postcode": "N1 7GU",
    "address_country": "GB",
    "reference": "00012",
    "customer_number": "+44",
    "website": "https://www.example.com/",
    "biography": "Two\nlines",
    "date_of_birth": "1990-02-28",
    "tags": ["vip", "a; b"],
    "grants": [Grant("trade", "pending")],
    "sms_optout_reason": "moved",
    "sms_optout_date": "2024-01-01T10:30:00.000001+00:00",
}
# All have names, because those formats that do not tell the type make guests of them.
OTHERS = [
    {"first_name": "Zoë", "last_name": "Жук", **facts}
    for facts in (
        {"type": "guest", "email": "zoe@example.com"},
        {"type": "recipient", "email": "sub@example.com", "email_optout_reason": "optout"},
        {"type": "supplier", "email": "info@example.com", "company": "@Supply", "phone": "+44 20 7946 0001"},
        {"type": "branch", "email": "leeds@example.com", "company": "Leeds", "address_city": "Leeds"},
    )
]


def count_of(content, format, **plan):
    job = FileImport(BytesIO(content), f"file.{format}", Plan(format, **plan))
    problems = []

    def hear(outcome):
        problems.extend((outcome.row.line, outcome.problems) if outcome.problems else [])

    counts = job.run(job.begin(via=Via.IMPORT), hear, via=Via.IMPORT)
    assert problems == []
    return {word: number for word, number in counts.items() if number}


def everybody_exported(format, **writing):
    AccessRoleFactory(reference="trade")
    for wishes in [WHOLE | {"thumbnail": a_picture()}, *OTHERS]:
        create_contact(wishes, via=Via.PAGE)
    file = BytesIO()
    export(file, format, Writing(list(COLUMNS), **writing), via=Via.COMMAND)
    return file.getvalue()


@pytest.mark.parametrize(
    ("format", "writing"),
    [
        ("csv", {}),
        ("csv", {"safe": True, "delimiter": ";", "encoding": "utf-16"}),
        ("xlsx", {}),
        ("jsonl", {"with_pictures": True}),
        ("vcard", {"with_pictures": True}),
        ("vcard3", {}),
        ("divendo", {}),
        ("evance", {"with_pictures": True}),
        ("csv", {"preset": "google"}),
        ("csv", {"preset": "outlook"}),
        ("csv", {"preset": "divendo"}),
        ("csv", {"preset": "evance"}),
    ],
    ids=str,
)
def test_an_export_changes_nothing_in_the_store_it_comes_from_nor_twice_in_another(format, writing):
    content = everybody_exported(format, **writing)
    read_as = format if format in READERS else "vcard"
    defaults = {"defaults": {"type": "guest"}, "match": ["id", "reference", "customer_number", "email"]}
    before = Change.objects.count()

    assert count_of(content, read_as, **defaults) == {"unchanged": 6}
    assert Change.objects.count() == before

    Contact.objects.exclude(type="hq").delete()
    first = count_of(content, read_as, **defaults)
    assert first["created"] == 5
    changes = Change.objects.count()
    assert count_of(content, read_as, **defaults) == {"unchanged": 6}
    assert Change.objects.count() == changes


@pytest.mark.parametrize("path", sorted(FILES.glob("*.*")), ids=lambda path: path.name)
def test_a_file_of_an_address_book_changes_nothing_the_second_time(path):
    plan = {"defaults": {"type": "guest"}, "day_order": "mdy", "ignore_unknown": True}
    first = imported_for_good(path, plan)

    second = imported_for_good(path, plan)

    assert second.get("created", 0) == second.get("changed", 0) == 0
    assert second.get("invalid", 0) == first.get("invalid", 0)


def imported_for_good(path, plan):
    job = FileImport(BytesIO(path.read_bytes()), path.name, Plan(format_of(path.name), **plan))
    return job.run(job.begin(via=Via.IMPORT), lambda outcome: None, via=Via.IMPORT)
