"""Notes about a contact. All read them; each changes and deletes their own."""

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST
from django.views.decorators.vary import vary_on_headers

from contacts.models import Contact, Note
from contacts.pages.contact.answers import answer, renewed
from contacts.pages.contact.guards import address_of, came_from, contact_page, way_on
from contacts.pages.contact.inputs import dressed
from contacts.pages.frame import tell
from contacts.pages.guards import member_of
from contacts.services.notes import delete_note, rewrite_note, write_note

# Where a session keeps the note that was deleted last, so that it can come back.
_DELETED = "deleted_note"


class NoteForm(forms.Form):
    text = forms.CharField(label=gettext_lazy("Note"), widget=forms.Textarea(attrs={"rows": 3}), strip=False)


def _own_note(request: HttpRequest, contact: Contact, note: int) -> Note:
    return get_object_or_404(Note, pk=note, contact_id=contact.pk, by=request.user)


@contact_page("add_note")
@require_POST
def notes(request: HttpRequest, contact: Contact) -> HttpResponse:
    """Add a note."""
    form = NoteForm(request.POST, auto_id="note-%s")
    if form.is_valid():
        try:
            write_note(contact, form.cleaned_data["text"], member_of(request))
            tell(request, _("The note is added."))
            return renewed(request, contact, address_of(request, contact), "note_box")
        except ValidationError as refusal:
            form.add_error("text", refusal.messages)
    return answer(request, "note_box", {"contact": contact, "form": form})


@vary_on_headers("HX-Request")
@contact_page("change_note")
@require_http_methods(["GET", "HEAD", "POST"])
def note(request: HttpRequest, contact: Contact, note: int) -> HttpResponse:
    """Show a note of one's own as a form, and store it; to htmx with ``shown``, give the note as it is read."""
    own = _own_note(request, contact, note)
    if "shown" in request.GET:
        return _read(request, contact, own)
    form = _form_of(own, request)
    if form.is_valid():
        try:
            rewrite_note(own, form.cleaned_data["text"])
            tell(request, _("The note is changed."))
            return _read(request, contact, own)
        except ValidationError as refusal:
            form.add_error("text", refusal.messages)
    cancel_address = f"{request.path}{came_from(request) or '?'}&shown"
    shown = {"contact": contact, "note": own, "form": form, "cancel_address": cancel_address}
    return answer(request, "note_form", shown)


def _read(request: HttpRequest, contact: Contact, own: Note) -> HttpResponse:
    if not request.htmx:  # type: ignore[attr-defined]  # given by its middleware
        return redirect(address_of(request, contact))
    return answer(request, "note", {"contact": contact, "note": own, "focus": "note"})


def _form_of(own: Note, request: HttpRequest) -> NoteForm:
    data = request.POST if request.method == "POST" else None
    return dressed(NoteForm(data, initial={"text": own.text}, auto_id=f"note-{own.pk}-%s"))


@contact_page("delete_note")
@require_POST
def delete(request: HttpRequest, contact: Contact, note: int) -> HttpResponse:
    """Delete a note of one's own; the session holds it until the next is deleted."""
    own = _own_note(request, contact, note)
    request.session[_DELETED] = {"contact": contact.pk, "text": own.text, "at": own.at.isoformat()}
    delete_note(own)
    tell(request, _("The note is deleted."), undo=reverse("staff:contact-note-restore", args=[contact.pk]))
    return renewed(request, contact, address_of(request, contact), focus="timeline")


@contact_page("add_note")
@require_POST
def restore(request: HttpRequest, contact: Contact) -> HttpResponse:
    """Bring back the note that this person has just deleted."""
    kept = request.session.get(_DELETED, {})
    if kept.get("contact") == contact.pk:
        del request.session[_DELETED]
        write_note(contact, kept["text"], member_of(request), parse_datetime(kept["at"]))
        tell(request, _("The note is back."))
    return redirect(way_on(request, contact))
