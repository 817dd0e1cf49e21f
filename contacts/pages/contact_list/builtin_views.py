"""The views that nobody has to save."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class BuiltinView:
    label: Any
    icon: str
    query: str = ""


BUILTIN_VIEWS = (
    BuiltinView(_("All contacts"), "address-book"),
    BuiltinView(_("Recently changed"), "clock", "sort=-modified"),
    BuiltinView(_("Newsletter recipients"), "mail", "type=recipient"),
    BuiltinView(_("Opted out of e-mail"), "mail-off", "email_consent=out"),
    BuiltinView(_("Needs fixing: no number"), "phone-off", "has_number=no"),
)
