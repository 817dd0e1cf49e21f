"""All addresses of the staff's pages, as the walks through them need them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import Resolver404, resolve, reverse
from django.urls.converters import IntConverter

from contacts.pages.staff_urls import urlpatterns

# What has to be open: whoever asks is not signed in yet, or is just going out.
OPEN = {
    *("sign-in", "sign-in-code", "sign-out"),
    *("password-reset", "password-reset-sent", "password-reset-new"),
}
NO_KEY = 2**62


@dataclass(frozen=True)
class Address:
    """An address of the staff's pages. Where it names a thing, it names one that is not there."""

    name: str
    path: str
    has_key: bool
    view: Any

    @property
    def permissions(self) -> set[str]:
        return {f"contacts.{name}" for name in self.view.permissions}


def all_addresses() -> list[Address]:
    return list(_addresses())


def guarded_addresses() -> list[Address]:
    return [address for address in _addresses() if address.name not in OPEN]


def _addresses() -> Iterator[Address]:
    for pattern in urlpatterns:
        parts = pattern.pattern.converters
        values = {name: NO_KEY if isinstance(part, IntConverter) else "x" for name, part in parts.items()}
        yield Address(pattern.name, reverse(f"staff:{pattern.name}", kwargs=values), "pk" in parts, pattern.callback)


def offered_by(page: str) -> set[str]:
    """Give the paths that a page offers: its links, forms, and what scripts fetch."""
    found = re.findall(r'(?:href|action|formaction|hx-(?:get|post|put|patch|delete))="(/[^"#?]*)', page)
    return {path for path in found if not path.startswith("/static/")}


def asked_for_by(path: str) -> set[str]:
    """Give the rights that a path asks for; of an address outside the staff's pages, none."""
    try:
        view = resolve(path).func
    except Resolver404:
        return {f"nothing is at {path}"}
    return {f"contacts.{name}" for name in getattr(view, "permissions", ())}
