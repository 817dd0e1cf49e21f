"""The report of the rows that ``import_contacts`` has refused."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from contacts.exchange.interfaces import Source, UnusableFile
from contacts.exchange.report import Report
from contacts.management.files import STANDARD, appended_to
from contacts.management.import_telling import Result

Options = Mapping[str, Any]


@contextmanager
def reporting(file: str, source: Source, options: Options) -> Iterator[Report | None]:
    """Give the report that the options ask for, to be filled meanwhile. Raises ``UnusableFile``."""
    path = options["report"]
    if path is None:
        yield None
        return
    if file != STANDARD and Path(path).exists() and Path(path).samefile(file):
        raise UnusableFile("The report would take the place of the file: give it another name.")
    goes_on = options["resume"] is not None and Path(path).exists()
    with _writable(path):
        target = appended_to(path, is_new=not goes_on)
    with target:
        with _writable(path):
            written = Report(target, source, goes_on=goes_on)
        yield written


@contextmanager
def _writable(path: str) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise UnusableFile(f"{path} cannot be written: {error.strerror}. Give the report another name.")


def about_refused(result: Result, report: str | None, source: Source) -> str:
    """Say how many rows were refused, and how they are mended."""
    rows = f"Refused rows: {result.refused:,}."
    if report and not source.headers:
        return f"{rows} {report} names their lines: mend these in the file, then import it once more."
    if report:
        return f"{rows} They stand in {report}: mend them there, then import it."
    return f"{rows} Mend them, then import them."
