"""An import that is broken off, gone on with, all or nothing, or long: what is written, said and answered."""

import io
from pathlib import Path

import pytest
from django.core.management.base import OutputWrapper
from django.db import OperationalError

from contacts.choices import OperationState
from contacts.management import progress
from contacts.management.commands.import_contacts import Command
from contacts.management.import_telling import Status
from contacts.models import Change, Contact, Operation
from contacts.services import import_runs
from contacts.services.import_batches import Intake
from tests.commands.files import Outcome, csv_of, imported
from tests.factories import StaffMemberFactory

pytestmark = pytest.mark.django_db

GUESTS = [
    {"type": "guest", "email": f"{number}@example.com", "first_name": "Ana", "last_name": "Brook"}
    for number in range(10)
]
BAD = GUESTS[0] | {"email": "bob"}


def guests():
    return Contact.objects.filter(type="guest").count()


def broken_off(path, error, monkeypatch, rows=GUESTS, **options):
    """Import the rows, and meet the error in the third batch of three."""
    batches = []

    def take_in(self, rows):
        batches.append(rows)
        if len(batches) == 3:
            raise error
        return original(self, rows)

    original = Intake.take_in
    with monkeypatch.context() as patched:
        patched.setattr(Intake, "take_in", take_in)
        return imported(path, csv_of(*rows), batch=3, **options)


def go_on(path, **options):
    return Outcome("import_contacts", path, resume=Operation.objects.get().pk, **options)


def test_an_interrupted_import_keeps_whole_batches_and_says_how_to_go_on(path, monkeypatch):
    outcome = broken_off(path, KeyboardInterrupt(), monkeypatch)

    operation = Operation.objects.get()
    assert (outcome.status, guests(), operation.done_rows) == (130, 6, 6)
    assert outcome.err == (
        f"Interrupted. Whole batches stay. To go on, import the same file with --resume {operation.pk}."
    )
    assert (operation.state, operation.ended_at is None) == (OperationState.FAILED, False)


def test_an_import_that_meets_an_error_keeps_whole_batches_and_says_how_to_go_on(path, monkeypatch):
    outcome = broken_off(path, OperationalError("disk full"), monkeypatch)

    assert (outcome.status, guests()) == (5, 6)
    assert outcome.err.startswith("An error broke it off (OperationalError: disk full). Whole batches stay.")


def test_a_broken_off_import_of_all_or_nothing_has_written_nothing(path, monkeypatch):
    outcome = broken_off(path, KeyboardInterrupt(), monkeypatch, is_atomic=True)

    assert (outcome.status, guests(), Operation.objects.get().done_rows) == (130, 0, 0)
    assert "Nothing was written. To go on, " in outcome.err
    assert go_on(path).counts == {"created": 10}


def test_a_broken_off_dry_run_has_written_nothing(path, monkeypatch):
    outcome = broken_off(path, KeyboardInterrupt(), monkeypatch, dry_run=True)

    assert (outcome.status, outcome.err) == (130, "Interrupted. It was a dry run: nothing was written.")
    assert not Operation.objects.exists()


def test_going_on_takes_in_the_rest_and_counts_all(path, monkeypatch):
    staff = StaffMemberFactory(email="sam@example.com")
    broken_off(path, KeyboardInterrupt(), monkeypatch, by="sam@example.com", reason="Fair", mode="create")

    outcome = go_on(path)

    assert (outcome.status, outcome.err, outcome.counts) == (0, "", {"created": 10})
    operation = Operation.objects.get()
    assert (operation.state, operation.done_rows, operation.counts) == (OperationState.DONE, 10, {"created": 10})
    assert operation.changes.count() == guests() == 10
    assert set(Change.objects.values_list("by", "reason")) == {(staff.pk, "Fair")}


def test_going_on_may_repeat_the_options_and_not_change_them(path, monkeypatch):
    broken_off(path, KeyboardInterrupt(), monkeypatch, mode="create", match=["email"])

    outcome = go_on(path, mode="upsert", match=["email"], keep_ids=True)

    number = Operation.objects.get().pk
    assert outcome.status == 2
    assert outcome.err == (
        f"Import {number} was begun with other options (keep_ids, mode): leave them out to go on as it began."
    )
    assert go_on(path, mode="create", match=["email"]).status == 0


def test_going_on_needs_the_same_file(path, monkeypatch):
    broken_off(path, KeyboardInterrupt(), monkeypatch)
    path.write_text(csv_of(*GUESTS, BAD))

    outcome = go_on(path)

    assert (outcome.status, guests()) == (2, 6)
    assert "This is not the file of import" in outcome.err


def test_what_is_over_does_not_go_on(path):
    imported(path, csv_of(*GUESTS))

    outcome = go_on(path)

    number = Operation.objects.get().pk
    assert outcome.status == 4
    assert outcome.err == f"Import {number} cannot go on: it is done. Import the file anew if that is wanted."


def test_what_is_no_import_does_not_go_on(path):
    imported(path, csv_of(*GUESTS))
    Outcome("export_contacts", path.with_suffix(".jsonl"))
    export = Operation.objects.latest("pk")

    outcome = Outcome("import_contacts", path, resume=export.pk)

    assert (outcome.status, outcome.err) == (2, f"Operation {export.pk} is no import.")


def test_going_on_is_not_rehearsed(path, monkeypatch):
    broken_off(path, KeyboardInterrupt(), monkeypatch)

    assert go_on(path, dry_run=True).status == 2
    assert guests() == 6


def test_who_finds_that_another_has_gone_on_says_so(path, monkeypatch):
    def noted(operation, *args, **options):
        raise import_runs.GoneOn

    monkeypatch.setattr(import_runs, "_note_progress", noted)

    outcome = imported(path, csv_of(*GUESTS))

    assert (outcome.status, guests()) == (4, 0)
    assert outcome.err.startswith("Another process goes on with this import, or has ended it")
    assert Operation.objects.get().state == OperationState.RUNNING


def test_a_report_goes_on_with_the_import(path, tmp_path, monkeypatch):
    report = tmp_path / "failed.csv"
    rows = [BAD, *GUESTS[1:9], BAD]
    broken_off(path, KeyboardInterrupt(), monkeypatch, rows=rows, report=str(report))

    outcome = go_on(path, report=str(report))

    assert outcome.counts == {"created": 8, "invalid": 2}
    lines = report.read_text("utf-8-sig").splitlines()
    assert [line.count("_error_column") for line in lines] == [1, 0, 0]
    assert lines[1] == lines[2]


def test_all_or_nothing_is_refused_with_a_status_of_its_own(path):
    outcome = imported(path, csv_of(*GUESTS, BAD), is_atomic=True)

    assert (outcome.status, guests()) == (3, 0)
    assert "Nothing was written, for it was to be all or nothing: 10 created, " in outcome.out
    assert "undo_operation" not in outcome.out
    rehearsed = imported(path, csv_of(*GUESTS, BAD), is_atomic=True, dry_run=True)
    assert (rehearsed.status, rehearsed.counts) == (3, outcome.counts)


def test_all_or_nothing_says_that_it_was_all(path):
    outcome = imported(path, csv_of(*GUESTS), is_atomic=True)

    assert (outcome.status, guests()) == (0, 10)
    assert "Imported, all or nothing: 10 created, " in outcome.out


def test_a_log_gets_a_line_now_and_then(path, monkeypatch):
    monkeypatch.setattr(progress, "STRIDE", 5)
    monkeypatch.setattr(progress, "PAUSE", 0)

    outcome = imported(path, csv_of(*GUESTS))

    lines = outcome.err.splitlines()
    assert [line.split(",")[0] for line in lines] == ["5 rows", "10 rows"]
    assert all(" a second, about 00:00 left" in line for line in lines)


class Terminal(io.StringIO):
    def isatty(self):
        return True


def test_a_terminal_gets_a_bar_that_problems_do_not_tear(tmp_path, monkeypatch):
    monkeypatch.setattr(progress, "STRIDE", 1)
    path = Path(tmp_path / "file.csv")
    path.write_bytes(b"x" * 1000)
    screen = Terminal()

    with path.open("rb") as file:
        file.read(500)
        with progress.Progress(OutputWrapper(screen), file, 4) as bar:
            bar.count_row()
            with bar.beside():
                screen.write("line 7: wrong\n")
            bar.count_row()
            bar._bar.refresh()

    shown = screen.getvalue()
    assert "\rline 7: wrong\n" in shown
    assert "6.00/12.0" in shown


def test_the_help_names_every_exit_status():
    shown = " ".join(Command().create_parser("manage.py", "import_contacts").format_help().split())

    assert all(f" {status} " in shown.partition("Exit status:")[2] for status in Status.__members__.values())
