"""Whole, valid contacts as the door takes them (``create_contact``), for the laws that hold for every contact."""

from datetime import UTC, date
from typing import Any

from django_countries import countries
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from contacts.choices import CHANNELS, ContactType, GrantStatus
from contacts.services import Grant
from contacts.texts import normal_email, normal_text
from contacts.thumbnails import CONTENT

# What a store must have to take them: website roles of these references, files of these names.
ROLES = ("customer", "trade", "press")
PICTURES = ("ana.png", "of Ördög/50% & more+.png")

LENGTHS = {
    **dict.fromkeys(("title", "address_title"), 30),
    **dict.fromkeys(("first_name", "last_name", "address_first_name", "address_last_name"), 60),
    **dict.fromkeys(("department", "division", "position", "customer_number", "account_number"), 60),
    **dict.fromkeys(("company", "address_company", "address_line1", "address_line2", "address_line3"), 200),
    **dict.fromkeys(("reference", "address_city", "address_region"), 100),
    **dict.fromkeys(("registered_number", "tax_number"), 50),
    "address_postcode": 20,
}
REQUIRED = {
    ContactType.USER: ("first_name", "last_name"),
    ContactType.GUEST: ("first_name", "last_name"),
    ContactType.BRANCH: ("company",),
    ContactType.SUPPLIER: ("company",),
}
# Brackets and ampersands that are no HTML, quotes, capitals that fold into other letters, an accent that is a character
# of its own, characters of several code points, spaces of other scripts.
AWKWARD = [
    "a < b",
    "R&D <3",
    "&amp;",
    'O\'Neil "O"',
    "İstanbul ẞ",
    "Zoe\u0301",
    "👩🏽\u200d🚀",
    "a\xa0b\u3000c",
    "=1+1",
]
# What could make HTML stands among the awkward ones alone.
CHARACTERS = st.characters(exclude_categories=["Cc", "Cs"], exclude_characters="<&")
DOMAINS = ["example.com", "Mail.Example.ORG", "exämple.de", "xn--exmple-cua.example", "a-1.museum"]
COUNTRIES = ["", "gb", *(code for code, _name in countries)]
WEBSITES = [
    "https://www.example.com",
    "http://brook.example:8080/a?b=c&d#e",
    "https://exämple.de/ö",
    "/",
    "/a-page?q=50%",
]

instants = st.datetimes(timezones=st.just(UTC))
emails = st.builds(
    "{}@{}".format,
    st.from_regex(r"[a-zA-Z0-9!#$%&'*+/=?^_`{|}~-]{1,12}(\.[a-z0-9]{1,5})?", fullmatch=True),
    st.sampled_from(DOMAINS),
)
numbers = st.one_of(
    st.from_regex(r"\+?(\(0\))?[0-9]{2}[-./ ]?[0-9A-Za-z]{1,12}", fullmatch=True),
    st.sampled_from(["020 7946 0001", "07700 900123", "+49 151 23456789", "(0113) 496 0000", "0800 FLOWERS"]),
)
grants = st.lists(
    st.builds(Grant, st.sampled_from(ROLES), st.sampled_from(GrantStatus.values), st.none() | instants),
    unique_by=lambda grant: grant.reference,
)


def texts(most: int, least: int = 0) -> SearchStrategy[str]:
    """Give texts that count so many characters in normal form; not all are in it."""
    drawn = st.text(CHARACTERS, max_size=12) | st.sampled_from([*AWKWARD, "Ł" * most])
    return drawn.filter(lambda text: least <= len(normal_text(text)) <= most)


paragraphs = st.lists(texts(60), max_size=4).flatmap(
    lambda lines: st.sampled_from(["\n", "\r\n", "\n\n\t"]).map(lambda end: end.join(lines))
)


@st.composite
def number_columns(draw: st.DrawFn) -> dict[str, Any]:
    """Give a phone, a mobile, others, and the order in which a list shows all of them."""
    phone, mobile = draw(st.just("") | numbers), draw(st.just("") | numbers)
    others = draw(st.lists(numbers, max_size=3))
    order = draw(st.permutations([number for number in (phone, mobile, *others) if number]))
    return {"phone": phone, "mobile": mobile, "more_numbers": others, "numbers": order}


def _optouts() -> dict[str, SearchStrategy]:
    reasons = {f"{channel}_optout_reason": texts(60) for channel in CHANNELS}
    return reasons | {f"{channel}_optout_date": st.none() | instants for channel in CHANNELS}


def _columns() -> dict[str, SearchStrategy]:
    return _optouts() | {
        **{name: texts(most) for name, most in LENGTHS.items()},
        "address_country": st.sampled_from(COUNTRIES),
        "username": st.from_regex(r"[A-Za-z0-9_.-]{0,30}", fullmatch=True),
        "website": st.sampled_from(["", *WEBSITES]),
        "biography": paragraphs,
        "date_of_birth": st.none() | st.dates(max_value=date(2024, 12, 31)),
        "start_date": st.none() | st.dates(),
        "leave_date": st.none() | st.dates(),
        "thumbnail": st.sampled_from(["", *(f"{CONTENT}{name}" for name in PICTURES)]),
        "tags": st.lists(texts(100, least=1), max_size=4),
        "raw_password": st.none() | st.text(CHARACTERS, min_size=8, max_size=12),
    }


def contacts(type: ContactType) -> SearchStrategy[dict[str, Any]]:
    """Give contacts of the type, each with any part of what such a contact may have."""
    needed = {name: texts(LENGTHS[name], least=1) for name in REQUIRED.get(type, ())}
    needed["emails"] = st.lists(emails, min_size=1, max_size=3, unique_by=normal_email)
    optional = _columns() | ({"grants": grants} if type == ContactType.USER else {})
    optional = {name: values for name, values in optional.items() if name not in needed}
    whole = st.fixed_dictionaries({"type": st.just(type.value), **needed}, optional=optional)
    return st.builds(dict.__or__, whole, number_columns() | st.just({}))


of_all_types = st.sampled_from(ContactType).flatmap(contacts)
pairs_of_one_type = st.sampled_from(ContactType).flatmap(lambda type: st.tuples(contacts(type), contacts(type)))
