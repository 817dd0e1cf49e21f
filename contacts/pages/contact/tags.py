"""Tags, put on and taken off in place."""

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from contacts.models import Contact
from contacts.pages.contact.answers import answer, saved
from contacts.pages.contact.guards import author_of, contact_page
from contacts.services.labels import put_tag_on, take_tag_off


@contact_page("change_contact")
@require_POST
def tags(request: HttpRequest, contact: Contact) -> HttpResponse:
    """Put on the tag that is named as ``add``, and take off the one that is named as ``remove``."""
    typed = request.POST.get("add", "")
    try:
        if "remove" in request.POST:
            take_tag_off(contact.pk, request.POST["remove"], **author_of(request))
        elif typed.strip():
            put_tag_on(contact.pk, typed, **author_of(request))
    except ValidationError as refusal:
        return answer(request, "tags", {"contact": contact, "tag_errors": refusal.messages, "typed_tag": typed})
    return saved(request, contact, _("The tags are changed."), "tags")
