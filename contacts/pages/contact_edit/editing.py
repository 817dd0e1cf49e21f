"""The page on which a contact is edited with all of its fields."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST
from django.views.decorators.vary import vary_on_headers

from contacts.models import Contact
from contacts.pages.contact.guards import address_of, author_of, came_from, contact_page
from contacts.pages.contact_edit.forms import GROUPS, EditForm
from contacts.pages.contact_edit.saving import next_page, tell_changed
from contacts.pages.guards import staff_page

# What a new contact may bring to one that is here already: what people can see and judge.
_CARRIED = tuple(dict.fromkeys(name for group in GROUPS if not group.is_folded for name in group.names))


@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters("raw_password")
@contact_page("change_contact")
def edit(request: HttpRequest, contact: Contact) -> HttpResponse:
    if "use" in request.POST:
        return _used(request, contact)
    name, version = str(contact), contact.version
    form = EditForm(request.POST or None, request.FILES or None, instance=contact)
    if request.method == "POST" and form.is_ready() and form.store(**author_of(request)):
        tell_changed(request, form.instance, version)
        return next_page(request, form.instance)
    form.keep_picture()
    template = "staff/contact/conflict.html" if form.conflicts else "staff/contact_edit/full.html"
    return render(request, template, _facts(request, contact, form) | {"name": name})


def _used(request: HttpRequest, contact: Contact) -> HttpResponse:
    """Show the contact in place of a new one, with what was typed of that where this one has nothing."""
    form = EditForm(instance=contact)
    filled = [form[name].label for name in form.fill_blanks({name: request.POST.get(name) for name in _CARRIED})]
    return render(request, "staff/contact_edit/full.html", _facts(request, contact, form) | {"filled": filled})


def _facts(request: HttpRequest, contact: Contact, form: EditForm) -> dict[str, Any]:
    facts = {"form": form, "contact": contact, "name": str(contact), "back": address_of(request, contact)}
    return facts | {"came_from": came_from(request)}


@require_POST
@vary_on_headers("HX-Request")
@staff_page("view_contact", "add_contact")
def check_new(request: HttpRequest) -> HttpResponse:
    """Tell of what was typed so far: who may be the same, and how the numbers are read. Nothing is judged."""
    return _checked(request, EditForm(request.POST))


@require_POST
@vary_on_headers("HX-Request")
@contact_page("change_contact")
def check(request: HttpRequest, contact: Contact) -> HttpResponse:
    return _checked(request, EditForm(request.POST, instance=contact))


def _checked(request: HttpRequest, form: EditForm) -> HttpResponse:
    return render(request, "staff/contact_edit/_check.html", {"form": form})
