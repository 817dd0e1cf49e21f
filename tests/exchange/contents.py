"""Strategies for contacts with anything in them that the store would keep, and contacts made of what a file says."""

from dataclasses import asdict
from datetime import UTC, datetime

from hypothesis import strategies as st

from contacts.choices import Channel, ContactType, GrantStatus
from contacts.columns import COLUMNS
from contacts.models import Contact
from contacts.shapes import DAY, INSTANT, TEXT
from contacts.texts import normal_lines, normal_text

INSTANTS = st.datetimes(timezones=st.just(UTC))
# Half and control characters are refused by the law; what begins like a formula is what people are warned of.
_CHARACTERS = st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff")
_STARTS = st.sampled_from(["", "=", "+", "-", "@", "'", "'=", "''+", "\uff1d"])
TEXTS = st.builds("{}{}".format, _STARTS, st.text(_CHARACTERS, max_size=12)).map(normal_text)
LINES = st.lists(TEXTS, max_size=3).map("\n".join).map(normal_lines)
NUMBERS = st.sampled_from(["+44 20 7946 0000", "07700 900123", "(0171) 555 0100", "007"])
LISTS = {"more_emails": st.emails().map(str.lower), "more_numbers": NUMBERS}
_LEFT_TO_OTHERS = {"thumbnail", "number_order", "id", "object_id", "created_at", "tags", "grants", "type"}
GRANTS = st.builds(
    dict,
    reference=st.from_regex(r"[a-z][-a-z0-9_]{0,20}", fullmatch=True),
    status=st.sampled_from(GrantStatus.values),
    expires=st.none() | INSTANTS.map(lambda instant: instant.replace(microsecond=0)),
)


def _values_of(name):
    column = COLUMNS[name]
    if name in LISTS:
        return st.lists(LISTS[name], max_size=3, unique=True)
    if name in ("phone", "mobile"):
        return st.just("") | NUMBERS
    if column.shape is TEXT:
        return LINES if name == "biography" else TEXTS
    return st.none() | {DAY: st.dates(), INSTANT: INSTANTS}[column.shape]


@st.composite
def contacts(draw, type=None):
    """Give a contact that has its tags and grants."""
    contact = Contact(
        id=draw(st.integers(10**9, 2**53 - 1)),
        object_id=draw(st.from_regex(r"[0-9a-f]{24}", fullmatch=True)),
        type=type or draw(st.sampled_from(ContactType.values)),
        created_at=draw(st.datetimes(datetime(1990, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC))),
    )
    for name in draw(st.sets(st.sampled_from(sorted(COLUMNS.keys() - _LEFT_TO_OTHERS)))):
        setattr(contact, name, draw(_values_of(name)))
    for channel in Channel.values:
        if not contact.optout(channel)[0]:
            setattr(contact, f"{channel}_optout_date", None)
    contact.tag_names = draw(st.lists(TEXTS.filter(bool), max_size=3, unique=True))
    contact.website_grants = draw(st.lists(GRANTS, max_size=2, unique_by=lambda row: row["reference"]))
    return contact


def made_of(changes: dict) -> Contact:
    """Give the contact that an empty store would make of what a file says, but for the order of its letters' law."""
    contact = Contact(id=0, object_id="", created_at=None)
    contact.tag_names = changes.pop("tags", [])
    contact.website_grants = [asdict(grant) for grant in changes.pop("grants", [])]
    contact.take(changes)
    return contact
