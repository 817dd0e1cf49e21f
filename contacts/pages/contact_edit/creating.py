"""The pages on which a contact is added: quickly, or with all of its fields."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from contacts.choices import ContactType
from contacts.pages.contact.guards import author_of
from contacts.pages.contact_edit.forms import QUICK, EditForm
from contacts.pages.contact_edit.saving import next_page, tell_created
from contacts.pages.guards import staff_page

_METHODS = ["GET", "HEAD", "POST"]


@require_http_methods(_METHODS)
@staff_page("view_contact", "add_contact")
def add_quickly(request: HttpRequest) -> HttpResponse:
    form = EditForm(request.POST, only=QUICK) if request.method == "POST" else _begun(request.GET, only=QUICK)
    return _added(request, form, "staff/contact_edit/quick.html")


@require_http_methods(_METHODS)
@sensitive_post_parameters("raw_password")
@staff_page("view_contact", "add_contact")
def add_with_all_fields(request: HttpRequest) -> HttpResponse:
    """Show all fields. What the quick form held comes along unjudged: nobody has said yet that it is whole."""
    is_sent = request.method == "POST" and "more" not in request.POST
    form = EditForm(request.POST, request.FILES) if is_sent else _begun(request.POST or request.GET)
    return _added(request, form, "staff/contact_edit/full.html")


def _begun(values: Any, **options: Any) -> EditForm:
    """Give a form that nobody has sent yet, with the values that the quick form has fields for."""
    form = EditForm(**options)
    form.initial.update({"type": ContactType.GUEST} | {name: values[name] for name in QUICK if name in values})
    return form


def _added(request: HttpRequest, form: EditForm, template: str) -> HttpResponse:
    if form.is_bound and form.is_ready() and form.store(**author_of(request)):
        tell_created(request, form.instance)
        return next_page(request, form.instance)
    form.keep_picture()
    return render(request, template, {"form": form})
