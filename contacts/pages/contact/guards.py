"""Who may be at the page of a contact, and what is said where the contact is not."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode

from contacts.choices import Via
from contacts.models import Contact
from contacts.pages.frame import way_back
from contacts.pages.guards import member_of, staff_page
from contacts.services import Author, with_extras
from contacts.services.restoring import trashed

# No database takes a number that is larger than its keys.
KEY_BITS = 63


def contact_page(*permissions: str) -> Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]:
    """Hand the view the contact, whole, in place of its key; who works here and has these rights is let in.

    Where it is not, also when somebody deletes it meanwhile, the answer is 404 and tells of the trash.
    """

    def guard(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @staff_page("view_contact", *permissions)
        @wraps(view)
        def guarded(request: HttpRequest, pk: int, **names: Any) -> HttpResponse:
            try:
                return view(request, read_contact(pk), **names)
            except Contact.DoesNotExist:
                return _gone(request, pk)

        return guarded

    return guard


def read_contact(pk: int) -> Contact:
    """Give the contact with its tags and grants, in one query. Raises ``Contact.DoesNotExist``."""
    if pk.bit_length() > KEY_BITS:
        raise Contact.DoesNotExist
    return with_extras(Contact.objects.whole().get(pk=pk))


def _gone(request: HttpRequest, pk: int) -> HttpResponse:
    deletion = trashed().filter(contact=pk).first() if pk.bit_length() <= KEY_BITS else None
    return render(request, "staff/contact/gone.html", {"deletion": deletion}, status=404)


def author_of(request: HttpRequest) -> Author:
    return Author(via=Via.PAGE, by=member_of(request))


def address_of(request: HttpRequest, contact: Contact) -> str:
    """Give the address of the contact's page, within the list that the person came from."""
    return reverse("staff:contact", args=[contact.pk]) + came_from(request)


def came_from(request: HttpRequest) -> str:
    """Give the query that tells the list that the person came from, "" where it is none."""
    return f"?{urlencode({'from': request.GET['from']})}" if "from" in request.GET else ""


def list_of(request: HttpRequest) -> str:
    """Give the address of the list that the person came from, or else of all contacts."""
    query = request.GET.get("from", "")
    return reverse("staff:contacts") + (f"?{query}" if query else "")


def way_on(request: HttpRequest, contact: Contact) -> str:
    """Give where a form wants to lead on; where it does not say, or leads astray, the page of the contact."""
    return way_back(request, address_of(request, contact))
