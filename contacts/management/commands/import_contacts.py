"""Taking contacts in from a file."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from contacts.choices import Via
from contacts.exchange.formats import format_of
from contacts.exchange.importing import READERS, FileImport
from contacts.exchange.interfaces import UnknownHeaders, UnusableFile
from contacts.exchange.plans import NotResumable, Plan, plan_of
from contacts.exchange.report import Report
from contacts.exchange.sniffing import check_is_csv
from contacts.management.files import STANDARD, opened
from contacts.management.import_arguments import add_import_arguments, said_of_plan
from contacts.management.import_reporting import about_refused, reporting
from contacts.management.import_telling import Audience, JsonLines, Result, Status, Words
from contacts.management.progress import Progress
from contacts.management.staff import staff_member
from contacts.models import Operation, SavedMapping
from contacts.services import Author
from contacts.services.import_runs import NotAllGood
from contacts.services.mappings import save_mapping
from contacts.services.operations import GoneOn, Halted

Options = Mapping[str, Any]


class Command(BaseCommand):
    help = (
        "Take in the contacts of a file: CSV, XLSX, JSON Lines, vCard, or the JSON of either API. A row finds its"
        " contact by id, reference, customer number or e-mail and changes it; where there is none, it becomes a new"
        " one. Each problem is named on stderr by line, column, value and reason. Passwords do not come in a file;"
        " access roles must be there. Other imports, and on SQLite all writers, wait for --dry-run and --atomic to end."
    )
    epilog = (
        "Exit status: 0 all rows are in; 1 some were refused, or held for a person; 2 the file or an argument cannot be"
        " used, nothing is written; 3 rows were refused and --atomic was said, nothing is written; 4 another process"
        " goes on with the import, or it is over; 5 an error broke it off and 130 somebody interrupted it: whole"
        " batches stay, and --resume goes on; 6 it is over, but nobody was there to be told what became of it."
    )

    def create_parser(self, prog_name, subcommand, **options):
        return super().create_parser(prog_name, subcommand, epilog=self.epilog, **options)

    def add_arguments(self, parser):
        add_import_arguments(parser)

    def handle(self, *, file, **options):
        with _explained():
            plan, deed = _plan(file, options)
            with opened(file) as stream:
                if plan.format == "csv" and not (options["format"] or options["encoding"] or deed):
                    check_is_csv(stream)
                job = FileImport(stream, _name_of(file), plan, deed)
                with reporting(file, job.source, options) as report:
                    _keep_mapping(plan, options)
                    result = self._take_in(job, stream, report, options)
        if result.status:
            message = about_refused(result, options["report"], job.source)
            raise CommandError(message, returncode=result.status)

    def _take_in(self, job: FileImport, stream: IO[bytes], report: Report | None, options: Options) -> Result:
        telling = JsonLines(self.stdout) if options["json"] else Words(self.stdout, self.stderr)
        author, is_rehearsal = _author(job, options), options["dry_run"]
        deed = job.begin(is_rehearsal=is_rehearsal, **author)
        is_written = not is_rehearsal
        with _told_how_to_go_on(deed):
            telling.begin(deed, job.source.notes)
        with Progress(self.stderr, stream, deed.done_rows) as progress, _told_how_to_go_on(deed):
            audience = Audience(telling, progress, report, job.source.places)
            try:
                job.run(deed, audience.hear, is_rehearsal=is_rehearsal, batch=options["batch"], **author)
            except NotAllGood:
                is_written = False
        result = Result(deed, job.source.notes, job.plan.is_atomic, is_rehearsal, is_written)
        with _told_that_it_is_over(result):
            telling.end(result)
        return result


@contextmanager
def _explained() -> Iterator[None]:
    try:
        yield
    except UnknownHeaders as error:
        advice = 'Say --map "Header=column", --map "Header=" to leave one out, or --ignore-unknown.'
        raise CommandError(f"{error} {advice}", returncode=Status.UNUSABLE)
    except UnusableFile as error:
        raise CommandError(str(error), returncode=Status.UNUSABLE)
    except NotResumable as error:
        raise CommandError(str(error), returncode=Status.NOT_OURS)
    except Halted:
        message = "Somebody has paused or cancelled this import: whole batches stay. A paused one goes on by --resume."
        raise CommandError(message, returncode=Status.NOT_OURS)
    except GoneOn:
        message = "Another process goes on with this import, or has ended it: this one has written nothing more."
        raise CommandError(message, returncode=Status.NOT_OURS)


@contextmanager
def _told_how_to_go_on(deed: Operation) -> Iterator[None]:
    try:
        yield
    except KeyboardInterrupt:
        raise CommandError(f"Interrupted. {_way_on(deed)}", returncode=Status.INTERRUPTED)
    except GoneOn:
        raise
    except UnusableFile as error:
        raise CommandError(f"{error} {_way_on(deed)}", returncode=Status.BROKEN_OFF) from error
    except Exception as error:
        message = f"An error broke it off ({type(error).__name__}: {error}). {_way_on(deed)}"
        raise CommandError(message, returncode=Status.BROKEN_OFF) from error


@contextmanager
def _told_that_it_is_over(result: Result) -> Iterator[None]:
    """Say on standard error what became of it where nobody listens to the rest: it is no import to be gone on with."""
    try:
        yield
    except OSError as error:
        number = f"import {result.operation.pk}" if result.is_written else "nothing was written"
        message = f"It is over ({number}), but what became of it could not be told: {error.strerror}."
        raise CommandError(message, returncode=Status.NOT_TOLD)


def _way_on(deed: Operation) -> str:
    if deed.pk is None:
        return "It was a dry run: nothing was written."
    stays = "Nothing was written" if deed.options["is_atomic"] else "Whole batches stay"
    return f"{stays}. To go on, import the same file with --resume {deed.pk}."


def _plan(file: str, options: Options) -> tuple[Plan, Operation | None]:
    """Give the plan for the file, and the import that is to go on, where one is."""
    said = said_of_plan(options) | _mapping(options)
    if options["resume"] is None:
        return Plan(**{"format": said.get("format") or _format_of(file), **said}), None
    if options["dry_run"]:
        raise UnusableFile("An import that goes on cannot be rehearsed: leave out --dry-run or --resume.")
    deed = Operation.objects.filter(pk=options["resume"]).first()
    if deed is None:
        raise UnusableFile(f"There is no operation {options['resume']}.")
    return plan_of(deed, said), deed


def _format_of(file: str) -> str:
    format = format_of(file)
    if format is None:
        raise UnusableFile(f"Say --format ({', '.join(READERS)}): the name of the file tells none.")
    return format


def _mapping(options: Options) -> dict[str, dict[str, str]]:
    name, columns = options["saved_mapping"], dict(options["maps"] or ())
    if name is not None:
        saved = SavedMapping.objects.filter(name=name).first()
        if saved is None:
            known = ", ".join(SavedMapping.objects.values_list("name", flat=True)) or "none yet"
            raise UnusableFile(f"There is no saved mapping “{name}”. There are: {known}.")
        columns = {**saved.columns, **columns}
    return {"mapping": columns} if columns else {}


def _keep_mapping(plan: Plan, options: Options) -> None:
    if options["save_mapping"] is None or options["dry_run"]:
        return
    if not plan.mapping:
        raise UnusableFile("There is nothing to save: say --map “Their header=our_column” too.")
    try:
        save_mapping(options["save_mapping"], plan.mapping)
    except ValidationError as refusal:
        raise UnusableFile(f"The mapping cannot be saved: {' '.join(refusal.messages)}")


def _author(job: FileImport, options: Options) -> Author:
    """Give who writes; who began an import is still its author when it goes on."""
    by, reason = staff_member(options["by"]), options["reason"]
    if job.deed:
        return Author(via=Via.IMPORT, by=by or job.deed.by, reason=reason or job.deed.reason)
    return Author(via=Via.IMPORT, by=by, reason=(reason or f"Import of {job.name}")[:200])


def _name_of(file: str) -> str:
    return "standard input" if file == STANDARD else Path(file).name
