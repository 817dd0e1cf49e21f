"""Countries as address books name them."""

from collections.abc import Iterator
from functools import cache, lru_cache

from django.conf import settings
from django.utils.translation import override
from django_countries import countries

# The languages in which a country's name is known, beside the store's own; where two differ, the first is right.
LANGUAGES = ("en", "de", "fr", "es", "it", "nl", "pt", "pl")
# What people write and ISO 3166 does not name.
_EVERYDAY_NAMES = {
    "america": "US",
    "england": "GB",
    "great britain": "GB",
    "holland": "NL",
    "northern ireland": "GB",
    "republic of ireland": "IE",
    "scotland": "GB",
    "uk": "GB",
    "united states": "US",
    "u.k.": "GB",
    "u.s.a.": "US",
    "wales": "GB",
}


@lru_cache(1000)
def country_code(text: str) -> str:
    """Give the two letters (ISO 3166-1) of a country that is given by its name or a code; "" for an unknown one."""
    return str(countries.alpha2(text.strip())) or _codes().get(text.strip().casefold(), "")


def country_name(code: str) -> str:
    """Give the English name of a country by its two letters, the same whatever language is spoken."""
    return _names().get(code, code)


@cache
def _codes() -> dict[str, str]:
    found: dict[str, str] = {}
    for name, code in _all_names():
        found.setdefault(name.casefold(), code)
    return found | _EVERYDAY_NAMES


def _all_names() -> Iterator[tuple[str, str]]:
    for language in (*LANGUAGES, settings.LANGUAGE_CODE):
        with override(language):
            yield from [(name, code) for code, name in countries]
            yield from [(str(name), code) for code, names in countries.shadowed_names.items() for name in names]


@cache
def _names() -> dict[str, str]:
    with override("en"):
        return dict(countries)
