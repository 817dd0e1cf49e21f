"""What stands around every page of the staff: the way to the others, and messages with a way back."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_htmx.http import HTMX_STOP_POLLING

from contacts.models import SavedView
from contacts.services.preferences import DEFAULTS, preferences_of
from contacts.texts import is_storable


@dataclass(frozen=True)
class Place:
    """An entry of the navigation: the area of the pages that it leads to, and the right that it takes."""

    name: str
    label: Any
    icon: str
    permission: str = ""
    # Other areas that one reaches from there.
    within: tuple[str, ...] = ()

    def holds(self, area: str) -> bool:
        return area in (self.name, self.name.removesuffix("s"), *self.within)


PLACES = (
    Place("dashboard", gettext_lazy("Overview"), "layout-dashboard"),
    Place(
        "contacts",
        gettext_lazy("Contacts"),
        "address-book",
        "contacts.view_contact",
        within=("bulk", "export", "exports", "views"),
    ),
    Place("imports", gettext_lazy("Imports"), "file-import", "contacts.import_contact"),
    Place("operations", gettext_lazy("Operations"), "history", "contacts.view_operation"),
    Place("tags", gettext_lazy("Tags"), "tags", "contacts.view_tag"),
    Place("trash", gettext_lazy("Trash"), "trash", "contacts.view_contact"),
)


class Frame:
    """What the templates ask of the frame; nothing is looked up before they do."""

    def __init__(self, request: HttpRequest):
        self.request, self.user = request, request.user

    @cached_property
    def area(self) -> str:
        """Give the place that the page belongs to: addresses of an area are named ``area`` or ``area-deed``."""
        match = self.request.resolver_match
        return match.url_name.split("-")[0] if match and match.namespace == "staff" and match.url_name else ""

    @cached_property
    def places(self) -> list[dict[str, Any]]:
        return list(self._places())

    def _places(self) -> Iterator[dict[str, Any]]:
        for place in PLACES:
            if place.permission and not self.user.has_perm(place.permission):
                continue
            try:
                address = reverse(f"staff:{place.name}")
            except NoReverseMatch:
                continue
            yield {"place": place, "address": address, "is_here": place.holds(self.area)}

    @cached_property
    def views(self) -> list[SavedView]:
        """Give the views that this person keeps, and those that others share."""
        return list(SavedView.objects.seen_by(self.user)) if self.user.is_authenticated else []

    @cached_property
    def preferences(self) -> dict[str, Any]:
        return preferences_of(self.user) if self.user.is_authenticated else DEFAULTS


def frame(request: HttpRequest) -> dict[str, Any]:
    """Give templates the ``frame`` around a page of the staff."""
    return {"frame": Frame(request)} if hasattr(request, "user") else {}


def way_back(request: HttpRequest, otherwise: str) -> str:
    """Give the address that a form wants to lead back to (``next``), if it is one of ours."""
    address = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(address, {request.get_host()}, require_https=request.is_secure())
    # What begins otherwise would be taken for the name of an address.
    return address if is_ours and address.startswith("/") else otherwise


def watched_page(request: HttpRequest, template: str, facts: dict[str, Any], *, is_running: bool) -> HttpResponse:
    """Show a page that looks again by itself (``_watching.html``) as long as something runs.

    A look leaves messages to the page that the person sees next: it may be one of another tab.
    """
    is_look = bool(request.htmx)  # type: ignore[attr-defined]  # given by HtmxMiddleware
    response = render(request, template, facts | {"leaves_messages": is_look})
    response.leaves_messages = is_look  # type: ignore[attr-defined]  # ``FragmentMessagesMiddleware`` asks for it
    if is_look and not is_running:
        response.status_code = HTMX_STOP_POLLING
    return response


def reason_in(request: HttpRequest) -> str:
    """Give why the person does it, as far as history has room for it and a database takes it."""
    return "".join(filter(is_storable, request.POST.get("reason", ""))).strip()[:200]


def tell(request: HttpRequest, text: str, *, undo: str = "", level: int = messages.SUCCESS) -> None:
    """Say what was done on the next page that the person sees; ``undo`` is the address to which its way back posts."""
    if undo:
        # The form stands once in every page (``staff/base.html``).
        button = '{} <button class="btn btn-sm ms-2" form="way-back" formaction="{}">{}</button>'
        text = format_html(button, text, undo, _("Undo"))
    messages.add_message(request, level, text)
