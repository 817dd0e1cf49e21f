"""A contact as others see it."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from contacts.exchange.lens import LENSES
from contacts.models import Contact
from contacts.pages.contact.answers import answer
from contacts.pages.contact.guards import contact_page


@vary_on_headers("HX-Request")
@contact_page()
@require_safe
def lens(request: HttpRequest, contact: Contact, name: str = "divendo") -> HttpResponse:
    """Show the contact in one of its forms, and what is not to be seen in it."""
    if name not in LENSES:
        raise Http404
    shown = {"contact": contact, "lenses": LENSES, "chosen": name, "sight": LENSES[name].see(contact)}
    return answer(request, "lens", shown)
