"""Files for the commands that take contacts in and write them out."""

import csv
import io
import json
import re
from contextlib import contextmanager
from pathlib import Path

from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import transaction


class Outcome:
    """What a command said, and the status with which it would end."""

    def __init__(self, name, *arguments, **options):
        out, err = io.StringIO(), io.StringIO()
        try:
            call_command(name, *map(str, arguments), stdout=out, stderr=err, **options)
            self.status, complaint = 0, ""
        except CommandError as error:
            self.status, complaint = error.returncode, str(error)
        self.out, self.err = out.getvalue(), err.getvalue() + complaint

    @property
    def counts(self) -> dict[str, int]:
        """What the summary of an import counts, but for what it counts as none."""
        found = re.findall(r"([0-9,]+) (created|changed|unchanged|skipped|held|invalid)\b", self.out)
        return {word: int(number.replace(",", "")) for number, word in found if number != "0"}


def imported(path: Path, content: str | bytes, **options) -> Outcome:
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return Outcome("import_contacts", path, **options)


def exported(format="csv", **options) -> str:
    return Outcome("export_contacts", format=format, **options).out


def csv_of(*rows: dict[str, str]) -> str:
    """Give a file with these rows; the first has all columns."""
    file = io.StringIO()
    writer = csv.DictWriter(file, rows[0])
    writer.writeheader()
    writer.writerows(rows)
    return file.getvalue()


def jsonl_of(*rows: dict) -> str:
    return "".join(json.dumps(row) + "\n" for row in rows)


def whole_store(folder: Path) -> dict:
    """Give every row of every table, and every file of the folder."""
    rows = {model: sorted(model.objects.values_list(), key=str) for model in apps.get_models()}
    return rows | {"files": sorted(path for path in folder.rglob("*") if path.is_file())}


@contextmanager
def another_store():
    """Take back what is written meanwhile: the store is then as another one was before."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
