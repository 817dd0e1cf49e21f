"""What the standard properties of vCard mean in our columns (RFC 2426 for 3.0, RFC 6350 for 4.0).

Each function takes what a card says and gives columns with their values. What is blank says nothing. What is right but
has no place in our columns is noted; what is wrong is a problem of its column.
"""

import re
from datetime import date

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from contacts.exchange.vcard_addresses import address, emails, numbers
from contacts.exchange.vcard_content import Content, Said, padded
from contacts.exchange.vcard_lines import Property, split, unescaped

_DAY = re.compile(r"([0-9]{4})-?([0-9]{2})-?([0-9]{2})(?:[T ].*)?")
_PART_OF_A_DAY = re.compile(r"(?:--[0-9]{2}-?(?:[0-9]{2})?|---[0-9]{2}|[0-9]{4}(?:-[0-9]{2})?)?(?:T.*)?")
_OBJECT_ID = re.compile(r"(?:urn:[^:]+:)?([0-9a-f]{24})")
_PICTURE_TYPE = re.compile(r"(?:image/)?([a-z0-9][a-z0-9.+-]*)")

OTHER_BIRTHDAY = _("Birthdays in words, or without a day, month or year, were left out")
OTHER_PHOTO = _("Photos that are neither in the file nor on the web were left out")
OTHER_UID = _("UIDs that are no object id of a contact store were left out")
OTHER_ROLE = _("Roles of people who have a job title were left out")
NO_DAY = _("“%(value)s” is not a real day: write it as 1990-04-12.")


def names(card: Content) -> Said:
    """N; where it is blank FN, unless that only stands in for a name."""
    if name := card.only("N"):
        last, first, more, title, suffix = padded([_joined(*_items(part)) for part in split(name.value, ";")], 5)
        yield from (("title", title), ("first_name", _joined(first, more)), ("last_name", _joined(last, suffix)))
    elif card.all("FN") and not _stands_in(card, text := card.all("FN")[0].text):
        first, _blank, last = text.rpartition(" ")
        yield from (("first_name", first or last), ("last_name", last if first else ""))


def _items(part: str) -> list[str]:
    return [unescaped(item).strip() for item in split(part, ",")]


def _joined(*texts: str) -> str:
    return " ".join(filter(None, texts))


def _stands_in(card: Content, text: str) -> bool:
    """Whether a card is shown under its company, e-mail address or number because it names no person."""
    others = [part for one in card.all("ORG") for part in one.parts()]
    others += [one.text for name in ("EMAIL", "TEL", "ORG") for one in card.all(name)]
    return text in others


def organisation(card: Content) -> Said:
    if one := card.only("ORG"):
        company, department, *divisions = padded(one.parts(), 3) + one.parts()[3:]
        division = ", ".join(filter(None, divisions))
        yield from (("company", company), ("department", department), ("division", division))


def position(card: Content) -> Said:
    """TITLE, or else ROLE."""
    title, role = card.only("TITLE"), card.only("ROLE")
    if title and role:
        card.note(OTHER_ROLE, role)
    if one := title or role:
        yield "position", one.text


def birthday(card: Content) -> Said:
    one = card.only("BDAY")
    if one and _is_whole_day(one):
        yield "date_of_birth", card.problems.ask(_day, one.text, field="date_of_birth")
    elif one:
        card.note(OTHER_BIRTHDAY, one)


def _is_whole_day(one: Property) -> bool:
    # Apple's programs give a birthday a year of their choice where it has none.
    has_no_year = one.parameter("X-APPLE-OMIT-YEAR") == one.text[:4]
    return not (has_no_year or one.parameter("VALUE").lower() == "text" or _PART_OF_A_DAY.fullmatch(one.text))


def _day(text: str) -> date:
    try:
        year, month, day = _DAY.fullmatch(text).groups()  # type: ignore[union-attr]
        return date(int(year), int(month), int(day))
    except (AttributeError, ValueError) as error:
        raise ValidationError(NO_DAY, code="invalid", params={"value": text}) from error


def website(card: Content) -> Said:
    if one := card.only("URL"):
        # A backslash is no character of an address: it is there because phones escape colons and commas.
        yield "website", one.text


def biography(card: Content) -> Said:
    yield "biography", "\n".join(one.text for one in card.all("NOTE"))


def tags(card: Content) -> Said:
    yield "tags", list(dict.fromkeys(tag for one in card.all("CATEGORIES") for tag in one.parts(",") if tag))


def photo(card: Content) -> Said:
    if not (one := card.only("PHOTO")):
        return
    if one.value[:8].lower().startswith(("data:", "http://", "https://")):
        yield "thumbnail", one.text
    elif one.parameter("ENCODING").upper() in ("B", "BASE64"):
        kinds = filter(None, map(_PICTURE_TYPE.fullmatch, sorted(one.types - {"pref"})))
        yield "thumbnail", f"data:image/{next((kind[1] for kind in kinds), 'jpeg')};base64,{one.value}"
    else:
        card.note(OTHER_PHOTO, one)


def identity(card: Content) -> Said:
    one = card.only("UID")
    if one and (found := _OBJECT_ID.fullmatch(one.text)):
        yield "object_id", found[1]
    elif one:
        card.note(OTHER_UID, one)


MEANINGS = (
    names,
    emails,
    numbers,
    organisation,
    position,
    address,
    birthday,
    website,
    biography,
    tags,
    photo,
    identity,
)
MEANT = {"N", "FN", "EMAIL", "TEL", "ORG", "TITLE", "ROLE", "ADR", "BDAY", "URL", "NOTE", "CATEGORIES", "PHOTO", "UID"}
