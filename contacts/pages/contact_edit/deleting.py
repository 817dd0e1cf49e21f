"""Moving a contact to the trash."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from contacts.models import Contact
from contacts.pages.contact.guards import address_of, author_of, contact_page, list_of
from contacts.pages.frame import reason_in, tell
from contacts.services import ProtectedContact, delete_contact


@require_http_methods(["GET", "HEAD", "POST"])
@contact_page("delete_contact")
def delete(request: HttpRequest, contact: Contact) -> HttpResponse:
    """Delete the contact, which the trash keeps for a while; who only comes to look is asked first."""
    if request.method != "POST":
        facts = {"contact": contact, "days": settings.TRASH_DAYS, "back": address_of(request, contact)}
        return render(request, "staff/contact_edit/delete.html", facts)
    try:
        delete_contact(contact.pk, **author_of(request) | {"reason": reason_in(request)})
    except ProtectedContact:
        problem = _("The headquarters stays: there must be one. Change its details instead.")
        tell(request, problem, level=messages.ERROR)
        return redirect(address_of(request, contact))
    undo = reverse("staff:trash-restore", args=[contact.pk])
    tell(request, _("%(contact)s is in the trash.") % {"contact": contact}, undo=undo)
    return redirect(list_of(request))
