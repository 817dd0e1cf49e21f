"""Moving a contact to the trash."""

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from contacts.choices import Via
from contacts.models import Contact
from contacts.pages.frame import tell
from contacts.pages.guards import member_of, staff_page
from contacts.services import ProtectedContact, delete_contact


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page("view_contact", "delete_contact")
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    """Delete the contact, which the trash keeps for a while; who only comes to look is asked first."""
    contact = get_object_or_404(Contact, pk=pk)
    if request.method != "POST":
        return render(request, "staff/contact_edit/delete.html", {"contact": contact, "days": settings.TRASH_DAYS})
    try:
        delete_contact(pk, via=Via.PAGE, by=member_of(request), reason=request.POST.get("reason", "")[:200])
    except ProtectedContact:
        problem = _("The headquarters stays: there must be one. Change its details instead.")
        tell(request, problem, level=messages.ERROR)
        return redirect("staff:contact", pk)
    except Contact.DoesNotExist:
        raise Http404
    undo = reverse("staff:trash-restore", args=[pk])
    tell(request, _("%(contact)s is in the trash.") % {"contact": contact}, undo=undo)
    return redirect("staff:contacts")
