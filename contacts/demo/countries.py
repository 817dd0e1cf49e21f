"""The countries of the demonstration, read from ``countries.toml``."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from contacts.texts import folded

# Letters in which folding sees no accent.
_PLAIN = str.maketrans({"ł": "l", "ı": "i", "ø": "o", "æ": "ae", " ": "-", "'": ""})  # noqa: RUF001


@dataclass(frozen=True)
class Spelled:
    """A name, and how it is spelled in addresses on the internet."""

    name: str
    latin: str

    @classmethod
    def of(cls, text: str) -> "Spelled":
        name, _, latin = text.partition("=")
        return cls(name, latin or folded(name).translate(_PLAIN))


@dataclass(frozen=True)
class Place:
    """A town with a postcode of its own and its numbers."""

    city: str
    region: str
    postcode: str
    phone: str


@dataclass(frozen=True)
class Country:
    """What is typical of a country; ``line`` says how street and house number stand together."""

    code: str
    first_names: list[Spelled]
    last_names: list[Spelled]
    places: list[Place]
    mobile: str
    streets: list[str]
    line: str
    companies: list[Spelled]
    departments: list[str]
    positions: list[str]
    hobbies: list[str]


@cache
def countries() -> dict[str, Country]:
    """Give the countries by their codes."""
    text = Path(__file__).with_name("countries.toml").read_text(encoding="utf-8")
    return {facts["code"]: _country(**facts) for facts in tomllib.loads(text)["country"]}


def _country(**facts: Any) -> Country:
    for key in ("first_names", "last_names", "companies"):
        facts[key] = [Spelled.of(text) for text in facts[key]]
    facts["places"] = [Place(*text.split("|")) for text in facts["places"]]
    return Country(**facts)
