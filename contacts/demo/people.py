"""Who the demonstration's contacts are: number 17 is always the same one, whatever came before."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from random import Random

from contacts.choices import ContactType
from contacts.demo.countries import Country, Place, Spelled, countries

# A shop in Britain that sells to all the world.
HOME_WEIGHTS = {"GB": 6, "US": 3, "DE": 2, "FR": 2}
# Of twenty contacts; the stride below mixes them.
_TYPES = (
    [ContactType.USER] * 10
    + [ContactType.GUEST] * 4
    + [ContactType.RECIPIENT] * 3
    + [ContactType.SUPPLIER] * 2
    + [ContactType.BRANCH]
)
_STRIDE = 7
_AGE = timedelta(days=3 * 365)


@dataclass(frozen=True)
class Sketch:
    """One contact before its facts are drawn. ``suffix`` tells namesakes apart."""

    number: int
    random: Random
    type: ContactType
    country: Country
    first: Spelled
    last: Spelled
    suffix: str
    place: Place
    created_at: datetime
    today: datetime

    @property
    def handle(self) -> str:
        """Give a name for addresses on the internet that nobody else has."""
        return f"{self.first.latin}.{self.last.latin}{self.suffix}"

    def often(self, share: float) -> bool:
        """Say yes in this share of the cases."""
        return self.random.random() < share

    def number_like(self, pattern: str) -> str:
        """Give the number with a digit for each ``#``."""
        return "".join(str(self.random.randrange(10)) if char == "#" else char for char in pattern)

    def day_between(self, first: date, last: date) -> date:
        return date.fromordinal(self.random.randint(first.toordinal(), last.toordinal()))


def sketch(number: int, today: datetime) -> Sketch:
    """Give the contact of this number; its age, up to three years, counts back from today."""
    # Seeded by a text, Python draws the same on every machine; nothing here is a secret.
    random = Random(f"demonstration {number}")  # noqa: S311
    country, turn = _country_and_turn(number)
    first, last, suffix = _names(country, turn)
    return Sketch(
        number=number,
        random=random,
        type=_TYPES[number * _STRIDE % len(_TYPES)],
        country=country,
        first=first,
        last=last,
        suffix=suffix,
        place=random.choice(country.places),
        created_at=today - random.random() * _AGE,
        today=today,
    )


@cache
def _slots() -> list[str]:
    """Give the countries in turn, each as often as it has customers."""
    weights = {code: HOME_WEIGHTS.get(code, 1) for code in countries()}
    return [code for turn in range(max(weights.values())) for code, weight in weights.items() if turn < weight]


def _country_and_turn(number: int) -> tuple[Country, int]:
    """Give the country, and how many contacts of it came before."""
    rounds, slot = divmod(number, len(_slots()))
    code = _slots()[slot]
    return countries()[code], rounds * _slots().count(code) + _slots()[:slot].count(code)


def _names(country: Country, turn: int) -> tuple[Spelled, Spelled, str]:
    """Give names that nobody of the country had before; once all are given, they come again with a suffix."""
    firsts, lasts = country.first_names, country.last_names
    namesakes, turn = divmod(turn, len(firsts) * len(lasts))
    shift, first = divmod(turn, len(firsts))
    return firsts[first], lasts[(first + shift) % len(lasts)], str(namesakes + 1) if namesakes else ""
