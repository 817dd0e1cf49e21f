"""What follows when a form was stored: a message with the way back, and the next page."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from contacts.models import Contact
from contacts.pages.contact.guards import address_of, came_from
from contacts.pages.frame import tell


def tell_created(request: HttpRequest, contact: Contact) -> None:
    """Say that the contact is there; who may delete it may take that back."""
    if contact.version > 1:
        tell(request, _("The newsletter recipient with this e-mail address is this user now."))
        return
    may_undo = request.user.has_perm("contacts.delete_contact")
    undo = reverse("staff:contact-delete", args=[contact.pk]) if may_undo else ""
    tell(request, _("%(contact)s is saved.") % {"contact": contact}, undo=undo)


def tell_changed(request: HttpRequest, contact: Contact, version: int) -> None:
    """Say that the contact has changed since this version, with the way back to it."""
    change = contact.changes.filter(version=contact.version, version__gt=version).order_by("-pk").first()
    if change is None:
        tell(request, _("Nothing was changed."), level=messages.INFO)
    else:
        undo = reverse("staff:change-revert", args=[change.pk])
        tell(request, _("The changes to %(contact)s are saved.") % {"contact": contact}, undo=undo)


def next_page(request: HttpRequest, contact: Contact) -> HttpResponse:
    """Lead to the contact; where it was asked for, to the empty form for the next one, or back to the form of this."""
    then = request.POST.get("then")
    if then == "another":
        return redirect(request.get_full_path())
    if then == "stay":
        return redirect(reverse("staff:contact-edit", args=[contact.pk]) + came_from(request))
    return redirect(address_of(request, contact))
