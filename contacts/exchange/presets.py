"""The headers that are known: our own, those of address books, and those of the two API dialects."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from contacts.exchange.dialects import FLAT_DIVENDO, FLAT_EVANCE
from contacts.exchange.google import GOOGLE
from contacts.exchange.headers import key_of, own_columns
from contacts.exchange.interfaces import UnusableFile
from contacts.exchange.outlook import OUTLOOK
from contacts.exchange.places import Preset

OWN = Preset("own", "this store", headers={}, signature=())
PRESETS: dict[str, Preset] = {preset.name: preset for preset in (OWN, GOOGLE, OUTLOOK, FLAT_DIVENDO, FLAT_EVANCE)}


def preset_named(name: str) -> Preset:
    """Give the preset of this name. Raises ``UnusableFile`` where there is none."""
    try:
        return PRESETS[name]
    except KeyError:
        message = _("There is no preset “%(name)s”: choose one of %(names)s.")
        raise UnusableFile(message % {"name": name, "names": ", ".join(PRESETS)})


def find_preset(headers: Iterable[str]) -> Preset:
    """Give the preset whose signature is among the headers of a file; our own where none is."""
    keys = {key_of(header) for header in headers} - own_columns().keys()
    signs = {name: len(keys & {key_of(sign) for sign in preset.signature}) for name, preset in PRESETS.items()}
    best = max(PRESETS.values(), key=lambda preset: signs[preset.name])
    return best if signs[best.name] >= best.least else OWN
