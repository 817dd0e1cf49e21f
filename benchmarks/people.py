"""The contacts that are measured with: a million or a thousand, the same each time.

Each is made from its number alone. Names, tags and companies occur as unevenly as in life: some everywhere, some once.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import cache

from contacts.phones import digits_of
from contacts.texts import folded, folded_case


def _words(text: str) -> list[str]:
    return text.split()


TYPES = ["user"] * 8 + ["guest"] * 5 + ["recipient"] * 4 + ["supplier"] * 2 + ["branch"]
FIRST_NAMES = _words(
    "Anna Ben Clara David Emma Felix Grace Henry Isla Jack Karen Liam Mary Noah Olivia Peter Quinn Rosa "
    "Sarah Thomas Uma Victor Wendy Xavier Yara Zoë Jürgen André Łukasz Søren Chloë José Ragnhild Étienne "
    "Жанна Дмитрий Ἑλένη Νίκος 美玲 健太 ליאור فاطمة"
)
LAST_NAMES = _words(
    "Smith Jones Brown Taylor Wilson Davies Evans Walker White Green Hall Wood Clarke Müller Schröder "
    "Weiß Lefèvre Dvořák Nowak Łukasiewicz Ångström Sørensen García Núñez Петрова Иванов Παπαδόπουλος 山田 "
    "王 כהן الهاشمي"
)
_SYLLABLES = _words("bar bel cor dan el fen gal hor ing jar kel lin mor nor ost pel qui ras sel tor ul ven wes yor zan")
COMPANIES = ["", "", *_words("Acme Globex Initech Umbrella"), "Müller & Söhne", "Société du Nord", "株式会社青空"]
CITIES = [
    *[("Leeds", "GB"), ("London", "GB"), ("Berlin", "DE"), ("Köln", "DE"), ("Lyon", "FR"), ("Łódź", "PL")],
    ("Valletta", "MT"),
]
# Every how many have opted out of a channel.
OPT_OUTS = {"email": 25, "post": 40, "sms": 5, "phone": 50}
TAGS = [f"tag {number:02}" for number in range(36)] + ["VIP", "Trade", "Newsletter", "Überfällig"]
ROLES = [("customer", "Customer"), ("trade", "Trade customer"), ("press", "Press"), ("partner", "Partner")]
_FIRST_DAY = datetime(2016, 1, 1, tzinfo=UTC)


@dataclass
class Person:
    """The columns of a contact that are not empty, and what hangs on it."""

    columns: dict[str, object]
    tags: list[int] = field(default_factory=list)
    roles: list[int] = field(default_factory=list)


def people(count: int) -> Iterator[Person]:
    """Give as many contacts; the first thousand are always the same."""
    return map(person, range(count))


def id_of(number: int) -> int:
    # An odd factor makes each number another one, all over the range: as scattered as random ids are.
    return 10**9 + (number + 1) * 2_654_435_761_000_003 % 2**52


def object_id_of(number: int) -> str:
    return f"{int(created_at(number).timestamp()):08x}{hashlib.md5(b'%d' % number).hexdigest()[:16]}"


def email_of(number: int) -> str:
    first, last = _ascii(FIRST_NAMES[_pick(number, 1, len(FIRST_NAMES))]), _ascii(_last_name(number))
    return f"{first}.{last}.{number}@example.com".lower()


def reference_of(number: int) -> str:
    return f"REF-{number:07}" if number % 10 < 7 else ""


def customer_number_of(number: int) -> str:
    return f"C-{number:07}" if number % 10 < 6 else ""


def phone_of(number: int) -> str:
    return f"+44 20 {7000 + number % 997} {number % 10_000:04}" if number % 5 < 3 else ""


def mobile_of(number: int) -> str:
    return f"07700 {900_000 + number % 99_991}" if number % 2 else ""


def created_at(number: int) -> datetime:
    return _FIRST_DAY + timedelta(seconds=300 * number, microseconds=number % 1000 * 1000)


def person(number: int) -> Person:
    kind = TYPES[number % len(TYPES)]
    city, country = CITIES[_pick(number, 3, len(CITIES))]
    company = _company(number) or ("Acme" if kind in ("supplier", "branch") else "")
    columns = {
        "id": id_of(number),
        "object_id": object_id_of(number),
        "type": kind,
        "email": email_of(number),
        "more_emails": [f"second.{number}@example.org"] if number % 10 == 0 else [],
        "title": ("", "Mr", "Ms", "Dr")[number % 4],
        "first_name": FIRST_NAMES[_pick(number, 1, len(FIRST_NAMES))],
        "last_name": _last_name(number),
        "company": company,
        "position": ("", "Buyer", "Director")[number % 3],
        "phone": phone_of(number),
        "mobile": mobile_of(number),
        "address_line1": f"{number % 400 + 1} High Street" if number % 3 else "",
        "address_city": city if number % 3 else "",
        "address_postcode": f"LS{number % 30} {number % 9}AB" if number % 3 else "",
        "address_country": country if number % 3 else "",
        "reference": reference_of(number),
        "reference_key": folded_case(reference_of(number)),
        "customer_number": customer_number_of(number),
        "biography": "Met at the trade fair; prefers to be called in the morning." if number % 7 == 0 else "",
        "leave_date": date(2024, 6, 30) if number % 100 == 7 else None,
        "thumbnail": f"contacts/{number}.png" if number % 50 == 9 else "",
        "version": 1,
        "created_via": _came_by(number),
        "created_at": created_at(number),
        "modified_at": created_at(number),
    }
    columns |= _optouts(number)
    columns["search_text"] = _search_text(columns)
    return Person(columns, _some(number, 4, len(TAGS)), _some(number, 5, len(ROLES)) if kind == "user" else [])


def _came_by(number: int) -> str:
    return {11: "page", 13: "command"}.get(number % 100, "import")


def _optouts(number: int) -> dict[str, object]:
    opted_out = [channel for channel, every in OPT_OUTS.items() if number % every == 0]
    reasons = {f"{channel}_optout_reason": "optout" for channel in opted_out}
    return reasons | {f"{channel}_optout_date": created_at(number) for channel in opted_out}


def _search_text(columns) -> str:
    names = [_folded(columns[name]) for name in ("first_name", "last_name", "company")]
    numbers = [digits_of(columns[name]) for name in ("phone", "mobile")]
    emails = [columns["email"], *columns["more_emails"]]
    return " ".join(filter(None, [*names, *emails, columns["reference_key"], *numbers]))


def _pick(number: int, salt: int, size: int) -> int:
    """Give a place in a list of this size; the first places come up far more often than the last."""
    share = _scrambled(number, salt) / 65_536
    return int(share * share * size)


def _scrambled(number: int, salt: int) -> int:
    # The upper half of a product knows nothing of the lower digits, nor one factor's of another's.
    return number * (2_654_435_761 + 2 * salt * 805_459_861) % 2**32 // 65_536


def _some(number: int, salt: int, size: int) -> list[int]:
    return sorted({_pick(number + step, salt, size) for step in range(number * 7 % 11 % 4)})


def _last_name(number: int) -> str:
    if _scrambled(number, 8) % 3:
        return LAST_NAMES[_pick(number, 2, len(LAST_NAMES))]
    parts = (_SYLLABLES[_scrambled(number, 7) // 25**place % 25] for place in range(3))
    return "".join(parts).title()


def _company(number: int) -> str:
    return f"Number {number} Ltd" if number % 50 == 3 else COMPANIES[_pick(number, 6, len(COMPANIES))]


@cache
def _folded(text: str) -> str:
    return folded(text)


@cache
def _ascii(name: str) -> str:
    return "".join(char for char in folded(name) if char.isascii()) or "n"
