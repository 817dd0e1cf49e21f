"""Headers as people write them: capitals, blanks and punctuation do not count."""

from collections.abc import Sequence
from difflib import get_close_matches
from functools import cache

from django.db.models import Field
from django.utils.translation import get_language, gettext, override

from contacts.exchange.places import READABLE
from contacts.models import Contact
from contacts.texts import folded

# The columns that the report of failed rows has beside those of the file.
ERROR_HEADERS = ("_error_column", "_error")
LINE_HEADER = "_line"
OURS_ONLY = {LINE_HEADER, *ERROR_HEADERS}

# What people call a column elsewhere. A suggestion, no more: it may mean something else.
_CALLED = {
    "address_line1": ("street", "address", "address line 1", "street address"),
    "address_city": ("city", "town", "place"),
    "address_postcode": ("zip", "zip code", "postal code", "postcode"),
    "address_region": ("state", "county", "province"),
    "address_country": ("country", "country code"),
    "biography": ("notes", "note", "comment", "comments", "about"),
    "company": ("organisation", "organization", "firm", "employer", "company name"),
    "date_of_birth": ("birthday", "birth date", "born", "dob"),
    "email": ("mail", "e-mail address", "email address"),
    "first_name": ("given name", "forename"),
    "last_name": ("family name", "Surname", "second name"),
    "mobile": ("mobile phone", "cell", "cell phone", "mobile number"),
    "phone": ("telephone", "tel", "phone number", "landline"),
    "position": ("job title", "role", "function"),
    "tags": ("labels", "categories", "groups", "keywords"),
    "title": ("salutation", "prefix", "name prefix"),
    "website": ("url", "web", "homepage", "web page"),
    "customer_number": ("customer no", "customer id", "client number"),
}


def key_of(header: str) -> str:
    """Give the form in which headers that mean the same are the same."""
    return "".join(char for char in folded(header) if char.isalnum())


def own_columns() -> dict[str, str]:
    """Give our columns by the keys of their names and of their labels, in English and in the language spoken."""
    return _own_columns(get_language() or "en")


@cache
def _own_columns(language: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for spoken in (language, "en"):
        with override(spoken):
            found |= {key: name for name in reversed(READABLE) for key in _labels(name) if key not in READABLE}
    return found | {key_of(name): name for name in READABLE}


def _labels(name: str) -> list[str]:
    if name not in _fields():
        return []
    label = str(_fields()[name].verbose_name)
    is_of_address = name.startswith("address_")
    return [key_of(f"{gettext('address')} {label}") if is_of_address else key_of(label)]


@cache
def _fields() -> dict[str, Field]:
    return {field.name: field for field in Contact._meta.concrete_fields}


def suggestions_for(header: str) -> Sequence[str]:
    """Give the columns that an unknown header may mean, the likeliest first."""
    key, named = key_of(header), own_columns() | called()
    close = get_close_matches(key, named, n=5)
    return list(dict.fromkeys(named[match] for match in close))[:3]


@cache
def called() -> dict[str, str]:
    """Give the columns that a header may mean, by the key of a word that people use for them."""
    return {key_of(word): name for name, words in _CALLED.items() for word in words}
