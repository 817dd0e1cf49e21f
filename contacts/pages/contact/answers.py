"""The page of a contact as a whole and in parts: a part is a fragment for htmx, and stands in a page without it."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse

from contacts.exchange.lens import LENSES
from contacts.forms.blocks import BLOCKS
from contacts.models import Contact
from contacts.pages.contact.facts import blocks_of, facts_of
from contacts.pages.contact.guards import address_of, came_from, list_of, read_contact
from contacts.pages.contact.ledger import Ledger, status_of
from contacts.pages.contact.origin import origin_of
from contacts.pages.contact.timeline import Timeline
from contacts.pages.contact_list.cells import Row
from contacts.pages.frame import tell


def whole_of(request: HttpRequest, contact: Contact) -> dict[str, Any]:
    """Give what the templates of the page ask for; nothing is looked up before they do."""
    return {
        **head_of(request, contact),
        "groups": blocks_of(contact),
        "timeline": Timeline(contact, request),
        "ledger": Ledger(contact, request),
        "origin": origin_of(contact),
    }


def head_of(request: HttpRequest, contact: Contact) -> dict[str, Any]:
    """Give what every page about the contact shows of it."""
    return {
        "contact": contact,
        "initials": Row(contact, ()).initials,
        "status": status_of(contact),
        "here": reverse("staff:contact", args=[contact.pk]),
        "back": address_of(request, contact),
        "came_from": came_from(request),
        "list_address": list_of(request),
        "lenses": LENSES,
    }


def answer(request: HttpRequest, part: str, context: dict[str, Any]) -> HttpResponse:
    """Give ``_part.html`` alone to htmx, and to others within a page of its own."""
    shown = {**head_of(request, context["contact"]), **context, "part": f"staff/contact/_{part}.html"}
    template = shown["part"] if request.htmx else "staff/contact/part.html"  # type: ignore[attr-defined]  # by its middleware
    return render(request, template, shown)


def saved(request: HttpRequest, contact: Contact, told: str, part: str, block: str = "") -> HttpResponse:
    """Say that it is done, with a way back where there is one, and show the contact as it is now."""
    now = read_contact(contact.pk)
    if now.version != contact.version:
        tell(request, told, undo=_way_back(now))
    facts = {"group": BLOCKS[block], "facts": facts_of(now, BLOCKS[block]), "is_focused": True} if block else {}
    return renewed(request, now, address_of(request, now), part, **facts)


def renewed(request: HttpRequest, contact: Contact, address: str, part: str = "", **facts: Any) -> HttpResponse:
    """Lead on to the address; to htmx, show the contact as it is now.

    htmx gets the part anew, and all else on the page that may look otherwise after a change of it: with ``is_whole``
    every block, and with ``focus`` the place that has the focus then.
    """
    if not request.htmx:  # type: ignore[attr-defined]  # given by its middleware
        return redirect(address)
    shown = {"part": f"staff/contact/_{part}.html" if part else "", "name": part}
    return render(request, "staff/contact/_saved.html", {**whole_of(request, contact), **shown, **facts})


def _way_back(contact: Contact) -> str:
    change = contact.changes.filter(version=contact.version).first()
    return reverse("staff:change-revert", args=[change.pk]) if change else ""


def done(request: HttpRequest, contact: Contact, told: str, **options: Any) -> HttpResponseRedirect:
    """Say what was done, and lead back to the page of the contact."""
    tell(request, told, **options)
    return redirect(address_of(request, contact))
