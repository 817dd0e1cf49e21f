"""How a word is looked for in the search column: by the index that knows it, or by reading on until enough have it."""

import re
from collections.abc import Iterable
from typing import Any

from django.db import connections
from django.db.models import BooleanField, Func, Q, QuerySet, Value
from django.db.models.expressions import RawSQL
from django.db.models.functions import StrIndex
from django.db.models.lookups import GreaterThan

from contacts.phones import digits_of

# The trigram indexes know a text by its groups of three letters; what is shorter must be looked for without them.
SHORTEST_INDEXED = 3
BY_TRIGRAMS = "SELECT rowid FROM contacts_contact_search WHERE contacts_contact_search MATCH %s"
_NUMBER_LIKE = re.compile(r"[0-9+()./-]+")
# Of so many contacts so many tell that a word is common.
_SAMPLE, _MANY = 500, 50


def condition_on(contacts: QuerySet, word: str) -> Q:
    """Give the condition that a contact holds this word, which is folded, anywhere in what is searched."""
    if not word:
        return Q()
    is_number = _NUMBER_LIKE.fullmatch(word) and digits_of(word)
    forms = sorted({word, digits_of(word)} if is_number else {word})
    vendor = connections[contacts.db].vendor
    if any(len(form) < SHORTEST_INDEXED for form in forms):
        return _holding_few_letters(contacts, forms, vendor)
    if vendor == "sqlite":
        return Q(pk__in=RawSQL(BY_TRIGRAMS, [trigrams(forms)]))  # noqa: S611  # values travel apart
    return _any_of(Q(search_text__contains=form) for form in forms)


def trigrams(forms: Iterable[str]) -> str:
    """Give what SQLite's index is asked for one of these texts."""
    return " OR ".join('"{}"'.format(form.replace('"', '""')) for form in forms)


def _holding_few_letters(contacts: QuerySet, forms: list[str], vendor: str) -> Q:
    holding = _any_of(GreaterThan(StrIndex("search_text", Value(form)), 0) for form in forms)
    if vendor == "sqlite" or _are_common(contacts, forms):
        return holding
    return holding & Q(_HoldingPairs("search_text", Value(" | ".join(map(_pairs, forms)))))


def _are_common(contacts: QuerySet, forms: list[str]) -> bool:
    """Tell by the newest contacts: where many have it, the first rows that are met are quicker than any index."""
    newest = contacts.model._default_manager.using(contacts.db).order_by("-created_at", "-pk")
    texts = newest.values_list("search_text", flat=True)[:_SAMPLE]
    return sum(any(form in text for form in forms) for text in texts) >= _MANY


class _HoldingPairs(Func):
    """Whether a text holds these pairs of letters, by PostgreSQL's index of them (``search_index.py``)."""

    function, arg_joiner = "contacts_letter_pairs", ") @@ ("
    template = "%(function)s(%(expressions)s::tsquery)"
    output_field = BooleanField()


def _pairs(form: str) -> str:
    """Give the pairs of letters that a text is made of, as a ``tsquery``; one letter is the beginning of a pair."""
    pairs = [form[at : at + 2] for at in range(len(form) - 1)]
    quoted = ["'{}'".format(part.replace("\\", "\\\\").replace("'", "''")) for part in pairs or [form]]
    return "({})".format(" & ".join(quoted)) if pairs else f"{quoted[0]}:*"


def _any_of(conditions: Iterable[Any]) -> Q:
    return Q(*conditions, _connector=Q.OR)
