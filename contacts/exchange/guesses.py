"""What the columns of a file may mean, for a person to agree to: our guess, and where it comes from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from contacts.exchange.headers import called, key_of, suggestions_for
from contacts.exchange.interfaces import Reading
from contacts.exchange.mapping import meanings_of
from contacts.exchange.places import READABLE, Preset
from contacts.exchange.presets import find_preset, preset_named
from contacts.models import SavedMapping


class Why(TextChoices):
    """Where a guess comes from."""

    CHOSEN = "chosen", _("chosen")
    PRESET = "preset", _("known program")
    NAME = "name", _("same name")
    LIKELY = "likely", _("likely")
    NOWHERE = "nowhere", _("not known")


@dataclass(frozen=True)
class Guess:
    """What a header means: the columns of ours that it ``fills``, none where it is left out.

    ``preset`` names whose header it is. ``column`` is what a mapping has for it: "" where none of our columns alone is
    meant.
    """

    header: str
    fills: Sequence[str]
    why: Why
    column: str = ""
    preset: str = ""
    suggestions: Sequence[str] = ()


def guesses_for(headers: Sequence[str], reading: Reading) -> list[Guess]:
    """Give for each header what it means by the reading. Raises ``UnusableFile`` for a mapping that cannot be."""
    preset = preset_named(reading.preset) if reading.preset else find_preset(headers)
    places = meanings_of(headers, reading, preset).places
    mapped = {key_of(header) for header in reading.mapping}
    return [_guess(header, places.get(index, ("", ""))[0], preset, mapped) for index, header in enumerate(headers)]


def likely_mapping(headers: Sequence[str], reading: Reading) -> dict[str, str]:
    """Give a column to each header that we do not know, but people use for it, where no other header has that."""
    guesses = own_guesses(headers, reading)
    taken = {column for guess in guesses for column in guess.fills}
    found: dict[str, str] = {}
    for guess in guesses:
        column = called().get(key_of(guess.header), "")
        if guess.why == Why.NOWHERE and column and column not in taken:
            found[guess.header] = column
            taken.add(column)
    return found


def own_guesses(headers: Sequence[str], reading: Reading) -> list[Guess]:
    """Give what we take the headers to mean where nobody has said anything."""
    return guesses_for(headers, replace(reading, mapping={}))


def _guess(header: str, place: str, preset: Preset, mapped: set[str]) -> Guess:
    key = key_of(header)
    is_of_preset = key in {key_of(name) for name in preset.headers} or preset.left_out(header)
    fills = list(preset.places[place].fills) if place in preset.places else [place] if place else []
    why = Why.NOWHERE
    if key in mapped:
        why = Why.LIKELY if place and called().get(key) == place else Why.CHOSEN
    elif is_of_preset:
        why = Why.PRESET
    elif place:
        why = Why.NAME
    suggestions = suggestions_for(header) if why == Why.NOWHERE and header else ()
    column = "" if place in preset.places or place not in READABLE else place
    return Guess(header, fills, why, column, preset.label, suggestions)


def mapping_of(chosen: Mapping[str, str], guesses: Sequence[Guess]) -> dict[str, str]:
    """Give the mapping by which the headers mean what was chosen; what was guessed alike needs no word."""
    return {
        guess.header: chosen[guess.header]
        for guess in guesses
        if guess.header in chosen and chosen[guess.header] not in (guess.column, "auto")
    }


def fitting_mappings(headers: Sequence[str]) -> list[SavedMapping]:
    """Give the saved mappings all of whose headers the file has, those that know most of them first."""
    keys = {key_of(header) for header in headers}
    saved = SavedMapping.objects.all()
    fitting = [one for one in saved if one.columns and {key_of(header) for header in one.columns} <= keys]
    return sorted(fitting, key=lambda one: -len(one.columns))
