"""What is to be said of a file of vCards as a whole."""

from django.utils.functional import Promise
from django.utils.translation import gettext as _

# A file may hold any number of properties that somebody made up.
_MOST = 100


class Notes:
    """What was left out or guessed, each kind once: how often, and where first."""

    def __init__(self) -> None:
        self._found: dict[str | Promise, tuple[int, int]] = {}

    def add(self, what: str | Promise, line: int) -> None:
        if what in self._found or len(self._found) < _MOST:
            count, first = self._found.get(what, (0, line))
            self._found[what] = (count + 1, first)

    def sentences(self) -> list[str]:
        """Give a sentence for each kind, in the order in which they were met."""
        form = _("%(what)s (%(count)s in all, first on line %(line)s).")
        return [form % {"what": what, "count": count, "line": line} for what, (count, line) in self._found.items()]
