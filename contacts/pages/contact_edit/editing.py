"""The page on which a contact is edited with all of its fields."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST
from django.views.decorators.vary import vary_on_headers

from contacts.models import Contact
from contacts.pages.contact.guards import address_of, author_of, contact_page
from contacts.pages.contact_edit.forms import EditForm
from contacts.pages.contact_edit.saving import next_page, tell_changed
from contacts.pages.guards import staff_page


@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters("raw_password")
@contact_page("change_contact")
def edit(request: HttpRequest, contact: Contact) -> HttpResponse:
    name, version = str(contact), contact.version
    form = EditForm(request.POST or None, request.FILES or None, instance=contact)
    if request.method == "POST" and form.is_ready() and form.store(**author_of(request)):
        tell_changed(request, form.instance, version)
        return next_page(request, form.instance)
    form.keep_picture()
    template = "staff/contact/conflict.html" if form.conflicts else "staff/contact_edit/full.html"
    facts = {"form": form, "contact": contact, "name": name, "back": address_of(request, contact)}
    return render(request, template, facts)


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
