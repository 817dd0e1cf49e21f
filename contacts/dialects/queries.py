"""Parameters of a query string, read and refused one by one."""

from collections.abc import Collection, Mapping
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from contacts import paging
from contacts.dialects.faults import BadParameters, Fault


class Parameters:
    """The parameters of a list; asking for one notes what is wrong with it."""

    def __init__(self, query: QueryDict):
        self._query = query
        self.faults: list[Fault] = []

    def text(self, name: str) -> str:
        return self._query.get(name, "")

    def number(self, name: str, default: int, *, least: int, most: int | None = None) -> int:
        """Give a whole number that is not less than the one bound, nor more than the other."""
        text = self.text(name)
        if not text:
            return default
        number = int(text) if text.isascii() and text.isdigit() and len(text) < 19 else -1
        if number >= least and (most is None or number <= most):
            return number
        bounds = {"least": least, "most": most}
        between = _("Give a whole number from %(least)s to %(most)s.") % bounds
        self.add(name, "invalid", between if most else _("Give a whole number from %(least)s up.") % bounds)
        return default

    def keep_within_reach(self, name: str, rows: int) -> None:
        """Note that the numbered pages end before these rows; where a cursor leads, numbers say nothing."""
        if rows > paging.REACH and not self._query.keys() & {"after", "before"}:
            message = _("Numbered pages end at 10,000 contacts: follow the links to go on.")
            self.add(name, "invalid", message)

    def choice(self, name: str, choices: Mapping[str, Any], *, default: str) -> Any:
        """Give what the chosen word stands for."""
        chosen = self.text(name) or default
        if chosen not in choices:
            words = ", ".join(filter(None, choices))
            self.add(name, "invalid", _("Choose one of: %(words)s.") % {"words": words})
        return choices.get(chosen, choices[default])

    def only(self, known: Collection[str]) -> None:
        """Note the parameters that are not known."""
        for name in self._query:
            if name not in known:
                self.add(name, "unknown-parameter", _("There is no parameter “%(name)s” here.") % {"name": name})

    def add(self, name: str, code: str, message: str) -> None:
        self.faults.append(Fault((name,), code, message))

    def raise_any(self) -> None:
        if self.faults:
            raise BadParameters(self.faults)
