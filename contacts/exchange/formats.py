"""The formats of files in which contacts come and go, by the name under which they can be asked for."""

from pathlib import PurePath

from django.utils.translation import gettext_lazy as _

from contacts.exchange import csvs, jsonl, vcard, xlsx
from contacts.exchange.dialects import DIVENDO, EVANCE
from contacts.exchange.interfaces import Format

FORMATS: dict[str, Format] = {
    "csv": Format("CSV", "csv", csvs.write, csvs.read, has_columns=True),
    "xlsx": Format(_("Spreadsheet (XLSX)"), "xlsx", xlsx.write, xlsx.read, has_columns=True),
    "jsonl": Format("JSON Lines", "jsonl", jsonl.write, jsonl.read, holds_pictures=True, has_columns=True),
    "vcard": Format("vCard 4.0", "vcf", vcard.write, vcard.read, holds_pictures=True),
    "vcard3": Format("vCard 3.0", "vcf", vcard.write_version_3, holds_pictures=True),
    "divendo": Format("Divendo JSON", "jsonl", DIVENDO.write, DIVENDO.read),
    "evance": Format("Evance JSON", "jsonl", EVANCE.write, EVANCE.read, holds_pictures=True),
}
_BY_ENDING = {
    "csv": "csv",
    "tsv": "csv",
    "txt": "csv",
    "xlsx": "xlsx",
    "jsonl": "jsonl",
    "ndjson": "jsonl",
    "vcf": "vcard",
}


def format_of(name: str) -> str | None:
    """Give the format that the ending of a file's name tells; ``None`` where it tells none."""
    return _BY_ENDING.get(PurePath(name).suffix.lower().removeprefix("."))
