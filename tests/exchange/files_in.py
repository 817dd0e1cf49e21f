"""Files on their way in for tests, without a command or a page in between."""

from io import BytesIO
from typing import Any

from contacts.choices import Via
from contacts.exchange.importing import FileImport
from contacts.exchange.plans import Plan
from contacts.models import Operation


def job_of(content: str, deed: Operation | None = None, format="csv", **plan: Any) -> FileImport:
    given = {"format": format, "defaults": {"type": "guest"}, **plan}
    return FileImport(BytesIO(content.encode()), f"people.{format}", Plan(**given), deed)


def taken_in(content: str, batch=1000, tell=lambda outcome: None, **plan: Any) -> Operation:
    """Take in a file, and give the operation as it is stored then."""
    job = job_of(content, **plan)
    deed = job.begin(via=Via.IMPORT)
    job.run(deed, tell, batch=batch, via=Via.IMPORT)
    deed.refresh_from_db()
    return deed
