"""What the scenarios do. Each has a part that is not timed and one that is, which gives the number of rows."""

import csv
import importlib
import io
import os
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.core.management import call_command, load_command_class
from django.db import connection, transaction

from contacts.models import Contact
from contacts.services.bulk import create_contacts

settings.DEBUG = False


def empty(path: Path) -> None:
    """Make the database anew, with every table and index, and nothing in it."""
    call_command("migrate", verbosity=0)
    call_command("flush", interactive=False, verbosity=0)


def load() -> None:
    """Load the code of both sides, which a run of few rows would otherwise be mostly about."""
    for name in ("import_contacts", "export_contacts"):
        load_command_class("contacts", name)
    importlib.import_module("import_export.resources")


def keep(path: Path) -> None:
    """Go on with what the scenario before has left."""


def unsaved_contacts(path: Path) -> Iterator[Contact]:
    """Give the contacts of the file without any judgement, ready to be stored."""
    with path.open(newline="") as file:
        for row in csv.DictReader(file):
            row.pop("tags")
            contact = Contact(**row)
            contact.derive()
            yield contact


_fields = Contact._meta.concrete_fields
_ready: list[list] = []


def server_cpu() -> float:
    """Give the CPU seconds of the backend that serves this process; 0 where it runs elsewhere."""
    if connection.vendor != "postgresql":
        return 0.0
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        stat = Path(f"/proc/{cursor.fetchone()[0]}/stat")
    try:
        command, facts = stat.read_text().rsplit(")", 1)
    except OSError:
        return 0.0
    user, system = facts.split()[11:13]
    return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK") if "postgres" in command else 0.0


def prepare_raw(path: Path) -> None:
    empty(path)
    _ready.extend(map(_columns, unsaved_contacts(path)))


def _columns(contact: Contact) -> list:
    return [field.get_db_prep_save(vars(contact)[field.attname], connection) for field in _fields]


def run_raw(path: Path) -> int:
    """``COPY`` on PostgreSQL, ``executemany`` on SQLite, of all columns in one transaction."""
    table = f"{Contact._meta.db_table} ({', '.join(field.column for field in _fields)})"
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} FROM STDIN") as copy:
                for row in _ready:
                    copy.write_row(row)
        else:
            places = ", ".join(["%s"] * len(_fields))
            cursor.executemany(f"INSERT INTO {table} VALUES ({places})", _ready)
    return len(_ready)


def run_import(path: Path) -> int:
    call_command("import_contacts", str(path), stdout=io.StringIO(), stderr=io.StringIO())
    return _rows_of(path)


def _rows_of(path: Path) -> int:
    with path.open("rb") as file:
        return sum(1 for _line in file) - 1


def _resource(bulk: bool):
    from import_export.resources import ModelResource

    class ContactResource(ModelResource):
        class Meta:
            model = Contact
            import_id_fields = ("customer_number",)
            exclude = ("tags",)
            use_bulk = bulk
            force_init_instance = bulk
            skip_diff = bulk
            batch_size = 1000

    return ContactResource()


def _dataset(path: Path):
    from tablib import Dataset

    with path.open(newline="") as file:
        table = Dataset().load(file.read(), format="csv")
    del table["tags"]
    return table


def run_peer(path: Path) -> int:
    result = _resource(bulk=False).import_data(_dataset(path), raise_errors=True)
    return result.total_rows


def run_peer_bulk(path: Path) -> int:
    result = _resource(bulk=True).import_data(_dataset(path), raise_errors=True)
    return result.total_rows


def store(path: Path) -> None:
    """Store the file's contacts, tags included, where the scenarios before have left none."""
    empty(path)
    with path.open(newline="") as file:
        rows = [{**row, "tags": [tag for tag in row["tags"].split("; ") if tag]} for row in csv.DictReader(file)]
    for start in range(0, len(rows), 1000):
        create_contacts(rows[start : start + 1000], via="system")


def run_export(path: Path) -> int:
    target = path.with_suffix(".out.csv")
    call_command("export_contacts", str(target), stdout=io.StringIO(), stderr=io.StringIO())
    return Contact.objects.count()


def run_raw_export(path: Path) -> int:
    """The joined columns as the database writes them, to a file."""
    query, parameters = Contact.objects.whole().order_by("created_at", "id").query.sql_with_params()
    with path.with_suffix(".raw.csv").open("wb") as file, connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.cursor.copy(f"COPY ({query}) TO STDOUT WITH CSV HEADER", parameters) as copy:
                for block in copy:
                    file.write(block)
        else:
            cursor.execute(query, parameters)
            csv.writer(io.TextIOWrapper(file, write_through=True, newline="")).writerows(iter(cursor.fetchone, None))
    return Contact.objects.count()


def run_peer_export(path: Path) -> int:
    path.with_suffix(".peer.csv").write_text(_resource(bulk=False).export().csv)
    return Contact.objects.count()


SCENARIOS = {
    "raw": (prepare_raw, run_raw),
    "import": (empty, run_import),
    "import-again": (keep, run_import),
    "peer": (empty, run_peer),
    "peer-bulk": (empty, run_peer_bulk),
    "raw-export": (store, run_raw_export),
    "export": (keep, run_export),
    "peer-export": (keep, run_peer_export),
}
