"""Laws that no schema can say. A request that turns on one of them proves nothing about the schema: it is not sent."""

import re
from collections.abc import Iterator
from typing import Any

from contacts.dialects.evance.paging import DEFAULT_LIMIT
from contacts.models.fields import MAX_NUMBER_LENGTH
from contacts.paging import REACH
from contacts.phones import normal_number
from contacts.texts import normal_text

_NUMBERS = {"phone", "mobile", "contactnumbers"}
_DAY_TO_COME = re.compile(r"(20[2-9]|2[1-9]|[3-9]\d)\d+-\d\d-\d\d$")


def is_for_schemas_to_judge(context: Any, case: Any) -> bool:
    """Tell whether a schema can say all that decides about the request."""
    body, query = case.body, case.query if isinstance(case.query, dict) else {}
    contact = body.get("contact", body) if isinstance(body, dict) else {}
    return (
        all(_counts_as_written(*text) for text in _texts(body))
        and (not isinstance(contact, dict) or _says_no_more_than_it_seems(contact))
        and _leads_to_a_page(query)
    )


def _texts(value: Any, key: str = "") -> Iterator[tuple[str, str]]:
    """Give every text in a body, with the key that it stands under."""
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from _texts(inner, name)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner, key)
    elif isinstance(value, str):
        yield key, value


def _counts_as_written(key: str, text: str) -> bool:
    """Lengths are those of a text in normal form: trimmed, in NFC, in numbers one blank for any separators."""
    if key in _NUMBERS and len(text) > MAX_NUMBER_LENGTH:
        return len(normal_number(text)) == len(text)
    return normal_text(text) == text


def _says_no_more_than_it_seems(contact: dict[str, Any]) -> bool:
    return (
        # Whether a day is still to come depends on today.
        not _DAY_TO_COME.match(str(contact.get("dateOfBirth")))
        # There is one headquarters; only its own address may say that it is one.
        and contact.get("type") != "hq"
        # `uniqueItems` knows neither case nor the two forms of a role.
        and not _has_doubles(contact.get("emails"))
        and not _has_doubles(contact.get("accessRoles"))
    )


def _has_doubles(items: Any) -> bool:
    if not isinstance(items, list):
        return False
    forms = [item.get("reference") if isinstance(item, dict) else item for item in items]
    return len(forms) > len({str(form).lower() for form in forms})


def _leads_to_a_page(query: dict[str, Any]) -> bool:
    """A page is named by a number, which reaches so far, or by a cursor, which belongs to an order."""
    if query.keys() & {"after", "before"}:
        return not query.keys() & {"offset", "page"} and query.get("sort", "created") in ("created", "")
    return _number(query.get("page"), 1) * _number(query.get("limit"), DEFAULT_LIMIT) <= REACH


def _number(value: Any, default: int) -> int:
    return value if isinstance(value, int) else default
