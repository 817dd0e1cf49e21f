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

from contacts.models import Contact, Note
from contacts.pages.contact.answers import answer, done
from contacts.pages.contact.guards import contact_page, way_on
from contacts.pages.frame import tell
from contacts.pages.guards import member_of
from contacts.services.notes import delete_note, rewrite_note, write_note

# Where a session keeps the note that was deleted last, so that it can come back.
_DELETED = "deleted_note"


class NoteForm(forms.Form):
    text = forms.CharField(
        label=gettext_lazy("Note"), widget=forms.Textarea(attrs={"rows": 3, "class": "form-control"}), strip=False
    )


def _own_note(request: HttpRequest, contact: Contact, note: int) -> Note:
    return get_object_or_404(Note, pk=note, contact_id=contact.pk, by=request.user)


@contact_page("add_note")
@require_POST
def notes(request: HttpRequest, contact: Contact) -> HttpResponse:
    """Add a note."""
    form = NoteForm(request.POST)
    if form.is_valid():
        try:
            write_note(contact, form.cleaned_data["text"], member_of(request))
            return done(request, contact, _("The note is added."))
        except ValidationError as refusal:
            form.add_error("text", refusal.messages)
    return _form(request, contact, form)


@contact_page("change_note")
@require_http_methods(["GET", "HEAD", "POST"])
def note(request: HttpRequest, contact: Contact, note: int) -> HttpResponse:
    """Show a note of one's own as a form, and store it."""
    own = _own_note(request, contact, note)
    form = NoteForm(request.POST if request.method == "POST" else None, initial={"text": own.text})
    if form.is_valid():
        try:
            rewrite_note(own, form.cleaned_data["text"])
            return done(request, contact, _("The note is changed."))
        except ValidationError as refusal:
            form.add_error("text", refusal.messages)
    return _form(request, contact, form)


def _form(request: HttpRequest, contact: Contact, form: NoteForm) -> HttpResponse:
    return answer(request, "note_form", {"contact": contact, "form": form})


@contact_page("delete_note")
@require_POST
def delete(request: HttpRequest, contact: Contact, note: int) -> HttpResponse:
    """Delete a note of one's own; the session holds it until the next is deleted."""
    own = _own_note(request, contact, note)
    request.session[_DELETED] = {"contact": contact.pk, "text": own.text, "at": own.at.isoformat()}
    delete_note(own)
    return done(
        request, contact, _("The note is deleted."), undo=reverse("staff:contact-note-restore", args=[contact.pk])
    )


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
