"""The page on which an invited person sets a password. It is open to who has the link."""

from django import forms
from django.core.exceptions import ValidationError
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from contacts.services.invitations import accept_invitation, invited_contact


def _password_input() -> forms.PasswordInput:
    return forms.PasswordInput(attrs={"autocomplete": "new-password", "class": "form-control"})


class PasswordForm(forms.Form):
    raw_password = forms.CharField(
        label=_("New password"),
        help_text=_("8 or more characters."),
        strip=False,
        widget=_password_input(),
    )
    again = forms.CharField(label=_("The same again"), strip=False, widget=_password_input())

    def clean_again(self):
        if self.cleaned_data["again"] != self.cleaned_data.get("raw_password"):
            raise ValidationError(_("The two passwords differ: type the same one twice."))
        return self.cleaned_data["again"]


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters()
def invitation(request, token):
    """Show the form, and set the password once; a link that is too old or used says so with 410."""
    contact = invited_contact(token)
    if contact is None:
        return _void(request)
    form = PasswordForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            accepted = accept_invitation(token, form.cleaned_data["raw_password"])
            return render(request, "invitations/done.html") if accepted else _void(request)
        except ValidationError as refusal:
            form.add_error("raw_password", refusal.messages)
    return render(request, "invitations/form.html", {"form": form, "contact": contact})


def _void(request):
    return render(request, "invitations/void.html", status=410)
