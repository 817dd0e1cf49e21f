"""An operation in plain words: what it is, how it was meant, what it has done."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from contacts.choices import OperationKind, OperationState
from contacts.models import Operation
from contacts.pages.operations.bulk_words import bulk_in_words
from contacts.services.bulk_deeds import Deed

# How each of the counts is told, in the order of the page; the second says where its contacts can be seen.
LISTED, LEFT_OVER, NOWHERE = "listed", "left over", ""
_COUNTS: dict[str, tuple[Any, str]] = {
    "created": (gettext_lazy("created"), LISTED),
    "changed": (gettext_lazy("changed"), LISTED),
    "deleted": (gettext_lazy("deleted"), NOWHERE),
    "reverted": (gettext_lazy("changed back"), LISTED),
    "restored": (gettext_lazy("restored"), LISTED),
    "exported": (gettext_lazy("exported"), NOWHERE),
    "unchanged": (gettext_lazy("unchanged"), NOWHERE),
    "kept": (gettext_lazy("left as they are"), LEFT_OVER),
    "skipped": (gettext_lazy("skipped"), LEFT_OVER),
    "held": (gettext_lazy("held for a person"), LEFT_OVER),
    "invalid": (gettext_lazy("invalid"), LEFT_OVER),
    "refused": (gettext_lazy("refused"), LEFT_OVER),
    "would_resubscribe": (gettext_lazy("opt-outs that rows asked to lift"), NOWHERE),
    "resubscribed": (gettext_lazy("opt-outs lifted"), NOWHERE),
}
ICONS = {
    OperationKind.IMPORT: "file-import",
    OperationKind.EXPORT: "file-export",
    OperationKind.UNDO: "arrow-back-up",
    OperationKind.BULK: "edit",
    OperationKind.TAGS: "tags",
    OperationKind.RESTORE: "restore",
    OperationKind.DEMO: "database",
}
MARKS = {
    OperationState.RUNNING: ("mark-accent", "refresh"),
    OperationState.DONE: ("mark-good", "check"),
    OperationState.FAILED: ("mark-bad", "alert-circle"),
    OperationState.UNDONE: ("", "arrow-back-up"),
    OperationState.PAUSED: ("mark-warn", "player-pause"),
    OperationState.CANCELLED: ("", "player-stop"),
}


@dataclass(frozen=True)
class Tile:
    """A count, and the address of what it counts, where there is one."""

    word: str
    number: int
    address: str

    @property
    def is_trouble(self) -> bool:
        return _COUNTS.get(self.word, ("", ""))[1] == LEFT_OVER

    @property
    def label(self) -> str:
        return str(_COUNTS[self.word][0]) if self.word in _COUNTS else self.word.replace("_", " ")


def facts_of(deed: Operation) -> dict[str, Any]:
    """Give what every page about an operation shows of it."""
    mark, state_icon = MARKS[OperationState(deed.state)]
    facts = {"mark": mark, "state_icon": state_icon, "kind_icon": ICONS[OperationKind(deed.kind)]}
    return {"deed": deed, "title": title_of(deed), "tiles": tiles_of(deed), **facts}


def tiles_of(deed: Operation) -> list[Tile]:
    """Give what the operation counts, the counts that are known to people first."""
    words = [*(word for word in _COUNTS if word in deed.counts), *sorted(deed.counts.keys() - _COUNTS.keys())]
    return [Tile(word, deed.counts[word], _address_of(deed, word)) for word in words if deed.counts[word]]


def _address_of(deed: Operation, word: str) -> str:
    where = _COUNTS.get(word, ("", NOWHERE))[1]
    if where == LISTED:
        return f"{reverse('staff:contacts')}?operation={deed.pk}"
    return f"{reverse('staff:operation', args=[deed.pk])}#leftovers" if where == LEFT_OVER else ""


def title_of(deed: Operation) -> str:
    """Give what the operation is, in one line."""
    if deed.kind == OperationKind.UNDO and deed.undoes:
        return _("Undo of %(operation)s") % {"operation": _plain_title_of(deed.undoes)}
    return _plain_title_of(deed)


def _plain_title_of(deed: Operation) -> str:
    if deed.kind == OperationKind.BULK and "deed" in deed.options:
        return str(Deed(deed.options["deed"]["kind"]).label)
    return f"{deed.get_kind_display()}: {deed.source}" if deed.source else deed.get_kind_display()


def lines_of(deed: Operation) -> list[tuple[str, str]]:
    """Give how the operation was meant: what it was told, each with its name."""
    return [(str(name), str(value)) for name, value in _TELLERS.get(deed.kind, _plain)(deed.options)]


Options = Mapping[str, Any]
Lines = Iterator[tuple[Any, Any]]


def _plain(options: Options) -> Lines:
    for name, value in options.items():
        if value not in (None, "", False, [], {}):
            yield capfirst(name.replace("_", " ")), _text(value)


def _text(value: Any) -> str:
    if isinstance(value, Mapping):
        return "; ".join(f"{name}: {_text(one)}" for name, one in value.items())
    if isinstance(value, list):
        return ", ".join(map(_text, value))
    return _("yes") if value is True else str(value)


def _tags(options: Options) -> Lines:
    words = {"rename": _("Renamed"), "merge": _("Merged"), "delete": _("Deleted")}
    yield words[options["deed"]], ", ".join(options["tags"])
    if options["name"]:
        yield _("Now"), options["name"]


_TELLERS: dict[str, Callable[[Options], Lines]] = {OperationKind.BULK: bulk_in_words, OperationKind.TAGS: _tags}
