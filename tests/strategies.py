"""Whole, valid contacts as the door takes them (``create_contact``), for tests of laws that hold for each of them."""

from datetime import UTC, date

from django_countries import countries
from hypothesis import strategies as st

from contacts.choices import Channel, ContactType, GrantStatus
from contacts.services import Grant
from contacts.texts import folded_case, normal_lines, normal_text

# What a store needs so that it takes them: website roles with these references, files with these names.
ROLES = ("customer", "trade", "press")
PICTURES = ("ana.png", "of Ördög/50% & more+?.png")

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
# What has tripped programs up: brackets and references that are no HTML, quotes, capitals that fold into other letters,
# an accent of its own, characters of two halves, no-break and ideographic spaces.
AWKWARD = ["a < b", "R&D <3", "&amp;", "O'Neil \"O\"", "İstanbul ẞ", "Zoe\u0301", "😀👩🏽‍🚀", "a\xa0b\u3000c", "null", "=1+1", "~/x"]
# Neither control characters nor halves of characters; what could make HTML stands among the awkward ones alone.
CHARACTERS = st.characters(exclude_categories=["Cc", "Cs"], exclude_characters="<&")
SLASHED_PATHS = st.from_regex(r"/([a-z0-9äß😀%&?=._~-]+/?){0,5}", fullmatch=True)
MIDNIGHT_OF_YEAR_ONE_ANYWHERE = date(1, 1, 3)


def texts(most: int, least: int = 0) -> st.SearchStrategy[str]:
    """Give texts of at most so many characters, some with spaces around them and some not in Unicode NFC."""
    free = st.one_of(st.text(CHARACTERS, max_size=12), st.text(CHARACTERS, min_size=most, max_size=most))
    return st.one_of(free, st.sampled_from(AWKWARD)).filter(lambda text: least <= len(normal_text(text)) <= most)


def paragraphs() -> st.SearchStrategy[str]:
    lines = st.lists(texts(60), max_size=4)
    return st.tuples(lines, st.sampled_from(["\n", "\r\n", "\n\n\t"])).map(lambda drawn: drawn[1].join(drawn[0]))
