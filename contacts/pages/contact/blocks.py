"""The blocks of facts, each changed in place."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods
from django.views.decorators.vary import vary_on_headers

from contacts.choices import ContactType
from contacts.forms import ContactForm
from contacts.forms.blocks import BLOCKS, Block
from contacts.models import Contact
from contacts.models.law import REQUIRED_FIELDS
from contacts.pages.contact.answers import answer, saved
from contacts.pages.contact.facts import facts_of
from contacts.pages.contact.guards import author_of, came_from, contact_page, read_contact
from contacts.pages.contact.inputs import dressed


@vary_on_headers("HX-Request")
@sensitive_post_parameters("raw_password")
@contact_page("change_contact")
@require_http_methods(["GET", "HEAD", "POST"])
def block(request: HttpRequest, contact: Contact, name: str) -> HttpResponse:
    """Show the block as a form, and save it; to htmx with ``shown``, give the block as it is read."""
    if name not in BLOCKS:
        raise Http404
    chosen = BLOCKS[name]
    if "shown" in request.GET:
        return _read(request, contact, chosen)
    form = block_form(contact, chosen, request)
    if request.method == "POST":
        if form.is_valid() and form.store(**author_of(request)):
            return saved(request, contact, _("Saved: %(block)s.") % {"block": chosen.title}, "block", name)
        # The form has put on it what was typed.
        contact = read_contact(contact.pk)
    shown = {
        "contact": contact,
        "group": chosen,
        "form": form,
        "needed": REQUIRED_FIELDS[ContactType(contact.type)],
        "target": f"block-{name}",
        "cancel_address": f"{request.path}{came_from(request) or '?'}&shown",
    }
    return answer(request, "block_conflict" if form.conflicts else "block_form", shown)


def _read(request: HttpRequest, contact: Contact, chosen: Block) -> HttpResponse:
    shown = {"contact": contact, "group": chosen, "facts": facts_of(contact, chosen), "is_focused": True}
    return answer(request, "block", shown)


def block_form(contact: Contact, chosen: Block, request: HttpRequest) -> ContactForm:
    """Give the form of all that can be set of a contact, with the fields of the block alone."""
    data = request.POST if request.method == "POST" else None
    return dressed(ContactForm(data, instance=contact, only=chosen.fields, auto_id=f"{chosen.name}-%s"))
