"""Which columns the headers of a file mean."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from contacts.columns import COLUMNS
from contacts.exchange.days import check_day_order
from contacts.exchange.headers import OURS_ONLY, key_of, own_columns, suggestions_for
from contacts.exchange.interfaces import Reading, UnknownHeaders, UnusableFile
from contacts.exchange.places import READABLE, Place, Preset, alike_columns, place_of_column
from contacts.exchange.presets import OWN, find_preset, preset_named


@dataclass(frozen=True)
class Slot:
    """A place of a row, and the cells that fill it: the index of each by the header that its preset has for it."""

    place: Place
    indexes: Mapping[str, int]


@dataclass
class Layout:
    """What a line of headers says: the slots of each row, and what is to be said of the file."""

    preset: Preset
    slots: list[Slot]
    nameless: list[int]
    notes: list[str]

    def places(self, headers: Sequence[str]) -> dict[str, str]:
        """Give the file's header by our column; of several the first."""
        found: dict[str, str] = {}
        for slot in self.slots:
            header = headers[min(slot.indexes.values())]
            filled = [alike for column in slot.place.fills for alike in alike_columns(column)]
            found |= dict.fromkeys([slot.place.name, *filled], header)
        return found


@dataclass
class Meanings:
    """What each header means: the place it fills by its index, under which name, and the headers that mean nothing."""

    places: dict[int, tuple[str, str]] = field(default_factory=dict)
    left_out: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)


def layout_of(headers: Sequence[str], reading: Reading) -> Layout:
    """Give what the headers mean: by the reading's own mapping first, then by its preset, then by our names and labels.

    Without a preset the file's signature tells it. Raises ``UnknownHeaders`` for headers that nobody knows (unless the
    reading ignores them), and ``UnusableFile`` for a header that stands twice or a column that is not ours.
    """
    check_day_order(reading.day_order)
    preset = preset_named(reading.preset) if reading.preset else find_preset(headers)
    meanings = meanings_of(headers, reading, preset)
    if meanings.unknown and not reading.ignore_unknown:
        raise _unknown(meanings.unknown)
    _check_doubles(headers, meanings, preset, reading)
    nameless = [] if reading.ignore_unknown else [index for index, header in enumerate(headers) if not header]
    return Layout(preset, _slots(meanings, preset, reading), nameless, _notes(meanings, preset))


def meanings_of(headers: Sequence[str], reading: Reading, preset: Preset) -> Meanings:
    """Give what each header means. Raises ``UnusableFile`` for a mapping of what is no column or header."""
    meant_by_caller = _checked(reading.mapping, headers)
    of_preset = {key_of(header): (header, place) for header, place in preset.headers.items()}
    found = Meanings()
    for index, header in enumerate(headers):
        key = key_of(header)
        if key in meant_by_caller:
            if column := meant_by_caller[key]:
                found.places[index] = column, header
        elif key in of_preset:
            name, place = of_preset[key]
            found.places[index] = place, name
        elif preset.left_out(header):
            found.left_out.append(header)
        elif key in own_columns():
            found.places[index] = own_columns()[key], header
        elif header and header not in OURS_ONLY:
            found.unknown.append(header)
    return found


def _checked(mapping: Mapping[str, str], headers: Sequence[str]) -> dict[str, str]:
    """Give the caller's columns by the keys of headers. Raises ``UnusableFile`` for what is no column or header."""
    columns = {key_of(header): column for header, column in mapped_columns(mapping).items()}
    keys = {key_of(header) for header in headers}
    if missing := [header for header in mapping if key_of(header) not in keys]:
        message = _("The file has no header “%(missing)s”: its headers are %(headers)s.")
        raise UnusableFile(message % {"missing": "”, “".join(missing), "headers": ", ".join(headers)})
    return columns


def mapped_columns(mapping: Mapping[str, str]) -> dict[str, str]:
    """Give the mapping with our columns by their names. Raises ``UnusableFile`` for what is none."""
    columns = {header: own_columns().get(key_of(column), column) for header, column in mapping.items()}
    for column in columns.values():
        if column and column not in READABLE:
            raise UnusableFile(about_unknown_column(column))
    return columns


def about_unknown_column(name: str) -> str:
    """Say that there is no such column, and which there are like it."""
    return f"{_('There is no column “%(name)s”.') % {'name': name}} {_advice(suggestions_for(name))}"


def _advice(suggestions: Sequence[str]) -> str:
    if suggestions:
        return _("Did you mean %(names)s?") % {"names": ", ".join(suggestions)}
    return _("The columns are: %(names)s.") % {"names": ", ".join(COLUMNS)}


def _unknown(headers: Sequence[str]) -> UnknownHeaders:
    suggestions = {header: suggestions_for(header) for header in headers}
    sentences = [_about_unknown_header(header, names) for header, names in suggestions.items()]
    way_out = _("Say which columns they are, or that they are to be left out.")
    known = [] if all(suggestions.values()) else [_advice([])]
    return UnknownHeaders(" ".join([*sentences, way_out, *known]), suggestions)


def _about_unknown_header(header: str, suggestions: Sequence[str]) -> str:
    message = _("There is no column “%(name)s”.") % {"name": header}
    return f"{message} {_advice(suggestions)}" if suggestions else message


def _check_doubles(headers: Sequence[str], meanings: Meanings, preset: Preset, reading: Reading) -> None:
    """Refuse headers that are the same, and two that are one column of ours though nobody has put them together."""
    taken = [headers[index] for index in meanings.places]
    together = {key_of(header) for header in (*reading.mapping, *preset.headers)}
    alone = [place for index, (place, _name) in meanings.places.items() if key_of(headers[index]) not in together]
    all_places = [place for place, _name in meanings.places.values()]
    doubled = {header for header in taken if taken.count(header) > 1}
    doubled |= {place for place in alone if all_places.count(place) > 1}
    if doubled:
        raise UnusableFile(_("Name each column once: %(names)s.") % {"names": ", ".join(sorted(doubled))})


def _slots(meanings: Meanings, preset: Preset, reading: Reading) -> list[Slot]:
    indexes: dict[str, dict[str, int]] = {}
    for index, (place, name) in meanings.places.items():
        indexes.setdefault(place, {})[name] = index
    return [Slot(_place(name, preset, reading, len(found)), found) for name, found in indexes.items()]


def _place(name: str, preset: Preset, reading: Reading, headers: int) -> Place:
    return preset.places.get(name) or place_of_column(name, preset.tidy.get(name), reading.day_order, headers)


def _notes(meanings: Meanings, preset: Preset) -> list[str]:
    notes = [_("Read as a file of %(label)s.") % {"label": preset.label}] if preset is not OWN else []
    left_out = meanings.left_out + meanings.unknown
    if left_out:
        message = _("Left out, as the store has no place for them: %(headers)s.")
        notes.append(message % {"headers": ", ".join(left_out)})
    return notes + [str(note) for note in preset.notes]
