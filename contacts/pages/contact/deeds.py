"""What the menu of a contact does: inviting a person, and taking the contact along as a card."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from contacts.choices import OperationKind
from contacts.exchange.lens import card_of
from contacts.models import Contact
from contacts.pages.contact.answers import done
from contacts.pages.contact.guards import author_of, contact_page
from contacts.services.invitations import NotInvitable, invite_contact
from contacts.services.operations import operation


@contact_page("change_contact")
@require_POST
def invite(request: HttpRequest, contact: Contact) -> HttpResponse:
    """Mail the person a link by which to set a password."""

    def link_to(token: str) -> str:
        return request.build_absolute_uri(reverse("invitation", args=[token]))

    try:
        invite_contact(contact, link_to)
    except NotInvitable as refusal:
        return done(request, contact, str(refusal), level=messages.ERROR)
    told = _("An invitation is on its way to %(email)s. It holds for 7 days.")
    return done(request, contact, told % {"email": contact.email})


@contact_page("export_contact")
@require_POST
def card(request: HttpRequest, contact: Contact) -> HttpResponse:
    """Give the contact as a vCard. Like every export it leaves a trace."""
    name = f"contact-{contact.pk}.vcf"
    with operation(OperationKind.EXPORT, **author_of(request)) as deed:
        content = card_of(contact)
        deed.source, deed.options, deed.counts = name, {"format": "vcard", "contact": contact.pk}, {"exported": 1}
    response = HttpResponse(content, content_type="text/vcard; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
