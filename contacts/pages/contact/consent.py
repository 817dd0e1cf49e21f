"""Taking down that a contact opts out of a channel, or in again."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods
from django.views.decorators.vary import vary_on_headers

from contacts.choices import Channel
from contacts.filters import DayField
from contacts.models import Contact
from contacts.pages.contact.answers import answer, saved
from contacts.pages.contact.guards import author_of, contact_page, read_contact
from contacts.pages.contact.inputs import dressed
from contacts.pages.contact.ledger import Ledger
from contacts.services import Author
from contacts.services.optouts import opt_in, opt_out
from contacts.times import start_of
from contacts.validators import validate_not_in_future


class OptOutForm(forms.Form):
    """``title`` is what its button says, ``told`` what will be written."""

    optout_reason = forms.CharField(label=gettext_lazy("Reason"), max_length=60)
    since = DayField(
        label=gettext_lazy("Since"),
        required=False,
        validators=[validate_not_in_future],
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=gettext_lazy("Now, where no day is given."),
    )
    title = gettext_lazy("Opt out")
    told = gettext_lazy("Written are the opt-out with its reason and day, and a line of the ledger with your name.")

    def store(self, contact: Contact, channel: str, author: Author) -> Contact:
        day = self.cleaned_data["since"]
        return opt_out(contact.pk, channel, self.cleaned_data["optout_reason"], day and start_of(day), **author)


class OptInForm(forms.Form):
    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=200)
    consent_source = forms.CharField(
        label=gettext_lazy("Source of the consent"),
        max_length=200,
        help_text=gettext_lazy("A form, a call, a letter: where one can look it up."),
    )
    title = gettext_lazy("Opt in")
    told = gettext_lazy(
        "The opt-out is lifted as of now. Written is a line of the ledger with the source and your name; "
        "the reason stands in the history."
    )

    def store(self, contact: Contact, channel: str, author: Author) -> Contact:
        return opt_in(contact.pk, channel, **{**author, **self.cleaned_data})


def form_for(contact: Contact, channel: str, data: Any = None) -> OptOutForm | OptInForm:
    """Give the form that turns the channel over."""
    form = OptInForm if contact.optout(channel)[0] else OptOutForm
    return dressed(form(data, auto_id=f"{channel}-%s"))


@vary_on_headers("HX-Request")
@contact_page("change_contact")
@require_http_methods(["GET", "HEAD", "POST"])
def consent(request: HttpRequest, contact: Contact, channel: str) -> HttpResponse:
    """Show the form for the channel, and take down what it says."""
    if channel not in Channel.values:
        raise Http404
    form = _form_in(request, contact, channel)
    if request.method == "POST" and form.is_valid():
        try:
            form.store(contact, channel, author_of(request))
            return saved(request, contact, _("Taken down."), "consent")
        except ValidationError as refusal:
            _tell(form, refusal, channel)
            contact = read_contact(contact.pk)
    shown = {"ledger": Ledger(contact, request), "consent_form": form, "open_channel": channel}
    return answer(request, "consent", {"contact": contact, **shown})


def _form_in(request: HttpRequest, contact: Contact, channel: str) -> OptOutForm | OptInForm:
    """Give the form that was sent. It says itself which it is: the channel may have been turned over meanwhile."""
    if request.method != "POST":
        return form_for(contact, channel)
    form = OptInForm if "consent_source" in request.POST else OptOutForm
    return dressed(form(request.POST, auto_id=f"{channel}-%s"))


def _tell(form: forms.Form, refusal: ValidationError, channel: str) -> None:
    by_field = refusal.message_dict if hasattr(refusal, "error_dict") else {None: refusal.messages}
    for name, problems in by_field.items():
        own = str(name).removeprefix(f"{channel}_")
        form.add_error(own if own in form.fields else None, problems)
