"""Taking single changes back."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from contacts.differences import label_of
from contacts.models import Change, Contact
from contacts.pages.contact.answers import renewed
from contacts.pages.contact.guards import KEY_BITS, author_of, contact_page, read_contact, way_on
from contacts.pages.frame import tell
from contacts.pages.guards import staff_page
from contacts.services.reverting import NotRevertible, Reverted, revert_change


@staff_page("view_contact", "change_contact")
def revert(request: HttpRequest, pk: int) -> HttpResponse:
    """Revert the change, tell what stays and why, and offer the way back."""
    change = Change.objects.filter(pk=pk).first() if pk.bit_length() <= KEY_BITS else None
    return _revert(request, change.contact_id if change else 0, change=change)


@contact_page("change_contact")
@require_POST
def _revert(request: HttpRequest, contact: Contact, change: Change) -> HttpResponse:
    try:
        _tell(request, contact, revert_change(change, **author_of(request)))
    except NotRevertible as refusal:
        tell(request, str(refusal), level=messages.ERROR)
    except ValidationError as refusal:
        told = _("Nothing was reverted: what was is not allowed now. %(reasons)s")
        tell(request, told % {"reasons": " ".join(refusal.messages)}, level=messages.ERROR)
    return renewed(request, read_contact(contact.pk), way_on(request, contact), is_whole=True)


def _tell(request: HttpRequest, contact: Contact, reverted: Reverted) -> None:
    stays = " ".join(f"{label_of(name)}: {why}" for name, why in reverted.kept)
    kept = _("This stays as it is: %(fields)s") % {"fields": stays} if stays else ""
    if reverted.change:
        undo = reverse("staff:change-revert", args=[reverted.change.pk])
        tell(request, " ".join(filter(None, [_("The change is reverted."), kept])), undo=undo)
    else:
        told = kept or _("All is as it was before this change.")
        tell(request, " ".join([_("Nothing was reverted."), told]), level=messages.WARNING)
