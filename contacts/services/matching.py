"""Which stored contacts the rows of a file mean."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, Self

from contacts.choices import ContactType
from contacts.models import Contact
from contacts.models.row import ID_RANGE
from contacts.querysets import ContactQuerySet
from contacts.texts import folded_case, is_storable, normal_email, normal_text

Changes = Mapping[str, Any]
# How each rule reads its key from a row, and in which column the key is looked up.
RULES = ("id", "reference", "customer_number", "email")
_COLUMNS = {"id": "pk", "object_id": "object_id", "reference": "reference_key", "customer_number": "customer_number"}
_KEY_FORMS = {
    "reference": lambda value: folded_case(normal_text(value)),
    "customer_number": normal_text,
    "email": normal_email,
}
# The columns by which stored contacts are looked for.
LOOKED_UP = ("id", "object_id", "reference_key", "customer_number", "email")
# Types of which an e-mail belongs to one contact alone.
TOLD_BY_EMAIL = (ContactType.USER, ContactType.RECIPIENT, ContactType.BRANCH)
# Keys that one contact has alone: who has another one is somebody else.
_OWN_KEYS = ("reference", "customer_number")
Key = tuple[str, Any]


@dataclass(frozen=True)
class Match:
    """The contact that a row means, if there is one, and by which rule; ``is_ambiguous`` where there are several."""

    pk: int | None = None
    rule: str = ""
    is_ambiguous: bool = False


NO_MATCH = Match()


def keys_of(changes: Changes, rules: Sequence[str]) -> list[Key]:
    """Give the keys by which a row may be found, in the order of the rules; an id may be either of the two.

    One that no contact can have is none: the database could not even be asked for it.
    """
    columns = [column for rule in rules for column in (("id", "object_id") if rule == "id" else (rule,))]
    given = [(column, _given(changes, column)) for column in columns]
    keys = [(column, _KEY_FORMS.get(column, _same)(value)) for column, value in given if value]
    return [key for key in keys if _may_be_stored(*key)]


def _given(changes: Changes, column: str) -> Any:
    emails = changes.get("emails") if column == "email" else None
    return emails[0] if emails else changes.get(column)


def _may_be_stored(column: str, value: Any) -> bool:
    return value in ID_RANGE if column == "id" else bool(value) and is_storable(value)


@dataclass(frozen=True)
class Said:
    """By what a row may be found: its keys, in the order of the rules, and the type of who it means."""

    keys: Sequence[Key] = ()
    type: str | None = None

    @classmethod
    def by(cls, changes: Changes, rules: Sequence[str]) -> Self:
        return cls(keys_of(changes, rules), changes.get("type"))


NOTHING_SAID = Said()


def match_rows(rows: Sequence[Said]) -> list[Match]:
    """Give for each row the contact that it means: the first rule with exactly one hit wins.

    Where no rule has one and some rule has several, the row is ambiguous: a person must tell. Costs one query a rule,
    however many rows there are.
    """
    hits = hits_of(key for row in rows for key in row.keys)
    return [_match(row.keys, row.type, hits) for row in rows]


def _same(value: Any) -> Any:
    return value


class _Hit(NamedTuple):
    pk: int
    type: str
    reference: str
    customer_number: str

    def may_be(self, keys: Sequence[Key], wanted: str | None) -> bool:
        """Whether the contact, found by its e-mail alone, can be who a row with these keys and this type means.

        A shop's branch and its manager may share an address, and so may two customers with numbers of their own. A
        newsletter recipient who registers is the same person.
        """
        is_another = any(getattr(self, name) not in ("", value) for name, value in keys if name in _OWN_KEYS)
        is_registering = self.type == ContactType.RECIPIENT and wanted == ContactType.USER
        return not is_another and (not wanted or self.type == wanted or is_registering)


Hits = Mapping[Key, list[_Hit]]


def hits_of(keys: Iterable[Key]) -> Hits:
    """Give by key the stored contacts that have it, in one query a rule."""
    wanted = defaultdict(set)
    for column, value in keys:
        wanted[column].add(value)
    hits = defaultdict(list)
    for column, values in wanted.items():
        field = _COLUMNS.get(column, column)
        found = contacts_with(column, values)
        for value, *facts in found.values_list(field, "pk", "type", "reference_key", "customer_number"):
            hits[column, value].append(_Hit(*facts))
    return hits


def contacts_with(column: str, values: Collection[Any]) -> ContactQuerySet:
    """Give the stored contacts with one of these keys."""
    field = _COLUMNS.get(column, column)
    found = Contact.objects.filter(**{f"{field}__any_of": values})
    # The indexes of these leave out who has none. Unless the question does, too, all contacts are read for it.
    return found.exclude(**{field: ""}) if column in _OWN_KEYS else found


def _match(keys: Sequence[Key], wanted_type: str | None, hits: Hits) -> Match:
    is_ambiguous = False
    for key in keys:
        found = [hit.pk for hit in hits.get(key, ()) if key[0] != "email" or hit.may_be(keys, wanted_type)]
        if len(found) == 1:
            return Match(found[0], key[0])
        is_ambiguous = is_ambiguous or len(found) > 1
    return Match(is_ambiguous=True) if is_ambiguous else NO_MATCH


def ranks_of(rows: Sequence[Said]) -> list[int]:
    """Give each row a rank above that of every earlier row that shares a key with it.

    Rows of one rank mean different contacts, so they can be matched together; ranks are taken in one after the other.
    """
    last: dict[Key, int] = {}
    ranks = []
    for row in rows:
        rank = max((last[key] + 1 for key in row.keys if key in last), default=0)
        last.update(dict.fromkeys(row.keys, rank))
        ranks.append(rank)
    return ranks
