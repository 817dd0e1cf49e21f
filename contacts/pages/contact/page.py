"""The page of one contact, to be read."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from contacts.models import Contact
from contacts.pages.contact.answers import whole_of
from contacts.pages.contact.guards import contact_page
from contacts.pages.contact.neighbours import neighbours_of

# What htmx asks for anew by itself: the fragment by the element that it stands in.
_PARTS = {"timeline": "_timeline.html", "older": "_entries.html", "consent": "_consent.html"}


@vary_on_headers("HX-Request", "HX-Target")
@contact_page()
@require_safe
def contact(request: HttpRequest, contact: Contact) -> HttpResponse:
    """Show all of the contact; to htmx, the part that it asks for."""
    part = _PARTS.get(request.htmx.target or "", "page.html")  # type: ignore[attr-defined]  # given by its middleware
    shown = {**whole_of(request, contact), "neighbours": neighbours_of(contact, request)}
    return render(request, f"staff/contact/{part}", shown)
