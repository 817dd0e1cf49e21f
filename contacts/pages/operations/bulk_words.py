"""A bulk edit in plain words: whom it is about, and what it does to each."""

from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import parse_qsl

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from contacts.choices import Channel
from contacts.differences import label_of, value_in_words
from contacts.filters import ContactFilterSet, KeysFilter
from contacts.services.bulk_deeds import BulkDeed

Options = Mapping[str, Any]
Lines = Iterator[tuple[Any, Any]]


def bulk_in_words(options: Options) -> Lines:
    if "deed" in options:
        yield _("Contacts"), selection_in_words(options["selection"])
        yield from deed_in_words(BulkDeed(**options["deed"]))


def selection_in_words(selection: Options) -> str:
    """Say whom a bulk edit is about."""
    if "pks" in selection:
        number = len(selection["pks"])
        return ngettext("%(number)d that was ticked", "%(number)d that were ticked", number) % {"number": number}
    conditions = list(_conditions(selection["filter"]))
    return _("all with %(conditions)s") % {"conditions": "; ".join(conditions)} if conditions else _("all there are")


def _conditions(query: str) -> Iterator[str]:
    for name, value in parse_qsl(query):
        if known := ContactFilterSet.base_filters.get(name):
            choices = {str(key): label for key, label in known.extra.get("choices", ())}
            # Nobody knows contacts by their keys.
            told = str(len(value.split(","))) if isinstance(known, KeysFilter) else choices.get(value, value)
            yield f"{known.label}: {told}"


def deed_in_words(deed: BulkDeed) -> Lines:
    """Say what a bulk edit does to each contact."""
    for name, value in deed.values.items():
        yield label_of(name), _("set to “%(value)s”") % {"value": value_in_words(name, value)}
    for name in deed.cleared:
        yield label_of(name), _("cleared")
    if deed.old:
        yield label_of(deed.searched), _("“%(old)s” becomes “%(new)s”") % {"old": deed.old, "new": deed.new}
    if deed.added_tags:
        yield _("Tags added"), ", ".join(deed.added_tags)
    if deed.removed_tags:
        yield _("Tags removed"), ", ".join(deed.removed_tags)
    for channel, reason in deed.optouts.items():
        yield Channel(channel).label, _("opted out, with the reason “%(reason)s”") % {"reason": reason}
    for channel in deed.optins:
        yield (
            Channel(channel).label,
            _("opted in; the consents come from: %(source)s") % {"source": deed.consent_source},
        )
