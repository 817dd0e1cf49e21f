"""What can be said to ``import_contacts``."""

import argparse
from collections.abc import Callable, Mapping
from dataclasses import fields
from typing import Any

from contacts.exchange.importing import READERS
from contacts.exchange.plans import Plan
from contacts.exchange.presets import PRESETS
from contacts.services.import_rows import Mode
from contacts.services.import_runs import BATCH
from contacts.services.matching import RULES
from contacts.services.policies import Policy

Pair = tuple[str, str]


def add_import_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", help="the file to read, - for standard input")
    _add_reading(parser.add_argument_group("how the file is read"))
    _add_headers(parser.add_argument_group("what its headers mean"))
    _add_meeting(parser.add_argument_group("how its rows meet the contacts that are there"))
    _add_consent(parser.add_argument_group("consent"))
    _add_running(parser.add_argument_group("how it runs"))


def _add_reading(group: Any) -> None:
    group.add_argument("--format", choices=READERS, help="when the ending of the file's name does not tell it")
    group.add_argument("--encoding", metavar="NAME", help="utf-8, utf-16, windows-1252 …; found out without it")
    group.add_argument("--delimiter", metavar="NAME", help="comma, semicolon, tab or pipe; found out without it")
    group.add_argument("--sheet", metavar="NAME", help="of a spreadsheet; the first one without it")
    group.add_argument("--blank-clears", **_FLAG, help="a blank cell clears the column; else it says nothing")
    group.add_argument("--day-order", choices=("dmy", "mdy"), help="of days such as 03/04/1990")


def _add_headers(group: Any) -> None:
    group.add_argument("--preset", choices=PRESETS, help="whose headers they are; found out without it")
    group.add_argument(
        "--map",
        dest="maps",
        action="append",
        type=_split_last,
        metavar="HEADER=COLUMN",
        help="what a header of the file means; HEADER= leaves it out",
    )
    group.add_argument("--mapping", dest="saved_mapping", metavar="NAME", help="use what was saved under this name")
    group.add_argument("--save-mapping", metavar="NAME", help="keep what --map says under this name")
    group.add_argument("--ignore-unknown", **_FLAG, help="leave out all headers that nobody knows")
    group.add_argument(
        "--default",
        dest="defaults",
        action="append",
        type=_split_first,
        metavar="COLUMN=VALUE",
        help="for new contacts where the file says nothing, such as type=guest",
    )


def _add_meeting(group: Any) -> None:
    group.add_argument("--match", type=_rules, metavar="RULES", help=f"in this order; {','.join(RULES)} without it")
    group.add_argument("--mode", choices=Mode.values, help="upsert without it")
    group.add_argument(
        "--policy",
        dest="policies",
        action="append",
        type=_policy,
        metavar="COLUMN=POLICY",
        help=f"of contacts that are there: {', '.join(Policy.values)}; overwrite without it",
    )
    group.add_argument(
        "--keep-ids",
        **_FLAG,
        help="give new contacts the ids of the file, and its headquarters the place of an untouched one here",
    )

    group.add_argument(
        "--add-tag",
        dest="add_tags",
        action="append",
        metavar="NAME",
        help="tag every contact that the file is about, beside the tags that it has",
    )


def _add_consent(group: Any) -> None:
    group.add_argument("--consent-source", metavar="TEXT", help="where the consents that were renewed come from")
    group.add_argument(
        "--allow-resubscribe",
        **_FLAG,
        help="lift an opt-out where a row has a newer date of consent (email_consent_date, post_…, sms_…, phone_…)",
    )


def _add_running(group: Any) -> None:
    group.add_argument("--dry-run", action="store_true", help="say what would happen and write nothing")
    group.add_argument("--atomic", dest="is_atomic", **_FLAG, help="all rows or none; else the good rows come in")
    group.add_argument("--resume", type=int, metavar="NUMBER", help="go on with this import, which was broken off")
    group.add_argument("--report", metavar="FILE", help="write the refused rows there (CSV), to be mended and imported")
    group.add_argument("--json", action="store_true", help="speak JSON, an object a line; the result is the last")
    group.add_argument("--by", metavar="EMAIL", help="the staff member who imports")
    group.add_argument("--reason", default="", metavar="TEXT", help="why, for the history")
    group.add_argument(
        "--batch", type=_positive, default=BATCH, metavar="ROWS", help="so many commit together (%(default)s)"
    )


# What is not said is None, so that going on with an import can tell it from what is.
_FLAG: dict[str, Any] = {"action": "store_true", "default": None}


def said_of_plan(options: Mapping[str, Any]) -> dict[str, Any]:
    """Give those fields of the plan that were said, but for the mapping."""
    said = {one.name: options[one.name] for one in fields(Plan) if options.get(one.name) is not None}
    return said | {name: dict(said[name]) for name in ("defaults", "policies") if name in said}


def _pair(text: str, split: Callable[[str, str], tuple[str, str, str]]) -> Pair:
    left, sign, right = split(text, "=")
    if not sign or not left.strip():
        raise argparse.ArgumentTypeError(f"“{text}” lacks a name and an equals sign.")
    return left.strip(), right.strip()


def _split_first(text: str) -> Pair:
    return _pair(text, str.partition)


def _split_last(text: str) -> Pair:
    # A header may hold the sign, a column never does.
    return _pair(text, str.rpartition)


def _policy(text: str) -> Pair:
    column, policy = _split_first(text)
    if policy not in Policy.values:
        raise argparse.ArgumentTypeError(f"There is no policy “{policy}”: choose {', '.join(Policy.values)}.")
    return column, policy


def _rules(text: str) -> list[str]:
    names = [name.strip() for name in text.split(",") if name.strip()]
    if not names or set(names) - set(RULES):
        raise argparse.ArgumentTypeError(f"Name one or more of {', '.join(RULES)}, parted by commas.")
    return names


def _positive(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError("Give a whole number from 1 on.")
    return int(text)
