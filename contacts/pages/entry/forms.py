"""The forms of the way in. What they look like is the template's; what may be stored the services'."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth import authenticate
from django.contrib.auth.forms import (
    AuthenticationForm,
    PasswordChangeForm,
    PasswordResetForm,
    SetPasswordForm,
    UsernameField,
)
from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from contacts.models import StaffMember
from contacts.services.second_factors import check_code

_CURRENT_PASSWORD = {"autocomplete": "current-password"}


class Looks:
    """Gives the fields of a form the classes that their looks hang on."""

    _CLASSES = {"checkbox": "form-check-input", "select": "form-select"}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():  # type: ignore[attr-defined]  # it stands before a form
            field.widget.attrs["class"] = self._CLASSES.get(getattr(field.widget, "input_type", ""), "form-control")


class SignInForm(Looks, AuthenticationForm):
    """Whoever may not sign in hears the same as who mistypes: the form tells nobody which logins there are."""

    error_messages = AuthenticationForm.error_messages | {
        "invalid_login": _("This e-mail address and password do not open. Check both: capitals count in the password.")
    }

    username = UsernameField(
        widget=forms.EmailInput(attrs={"autocomplete": "username", "autofocus": True, "maxlength": 255})
    )

    def __init__(self, request=None, *args, **kwargs):
        super().__init__(request, *args, **kwargs)
        self.fields["username"].label = _("E-mail")

    def confirm_login_allowed(self, user):
        if not (user.is_active and user.is_staff):
            raise self.get_invalid_login_error()


class CodeField(forms.CharField):
    """A code of the authenticator app, or a recovery code."""

    def __init__(self, **options):
        widget = forms.TextInput(
            attrs={"autocomplete": "one-time-code", "inputmode": "text", "autofocus": True, "spellcheck": "false"}
        )
        super().__init__(label=_("Code"), max_length=20, widget=widget, **options)


class CodeForm(Looks, forms.Form):
    """Asks for the second factor; valid once the code has opened, which uses it up."""

    code = CodeField(help_text=_("6 digits from your authenticator app, or one of your recovery codes."))

    def __init__(self, *args, member: StaffMember, **kwargs):
        super().__init__(*args, **kwargs)
        self.member = member
        self.device: Any = None

    def clean_code(self):
        self.device = check_code(self.member, self.cleaned_data["code"])
        return self.cleaned_data["code"]


class SetUpForm(Looks, forms.Form):
    code = CodeField(help_text=_("6 digits that the app shows now."))


class PasswordForm(Looks, forms.Form):
    """Asks for the password once more, before something that matters. Failures count as failures to sign in do."""

    password = forms.CharField(
        label=_("Your password"), strip=False, widget=forms.PasswordInput(attrs=_CURRENT_PASSWORD)
    )

    def __init__(self, request, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.request = request

    def clean_password(self):
        given = self.cleaned_data["password"]
        if authenticate(self.request, username=self.request.user.email, password=given) != self.request.user:
            raise ValidationError(_("This is not your password. Type the one that you sign in with."))
        return given


class ResetForm(Looks, PasswordResetForm):
    """Asks for a mail with a link; only who works here gets one."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["email"].label = _("E-mail")
        self.fields["email"].widget.attrs |= {"autocomplete": "username", "autofocus": True}

    def get_users(self, email):
        return (member for member in super().get_users(email) if member.is_staff)


class NewPasswordForm(Looks, SetPasswordForm):
    """Sets a password without the former one: by the link of a mail."""


class ChangedPasswordForm(Looks, PasswordChangeForm):
    """Sets a password in place of the former one."""


def _with_system(choices) -> list[tuple[str, Any]]:
    return [("", _("As the browser says")), *choices]


class ProfileForm(Looks, forms.Form):
    """What people set for themselves."""

    name = forms.CharField(
        label=capfirst(StaffMember._meta.get_field("name").verbose_name),
        max_length=120,
        required=False,
        help_text=_("What colleagues see beside what you did."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    theme = forms.ChoiceField(
        label=_("Theme"), required=False, choices=_with_system([("light", _("Light")), ("dark", _("Dark"))])
    )
    language = forms.ChoiceField(label=_("Language"), required=False, choices=_with_system(settings.LANGUAGES))
    times = forms.ChoiceField(
        label=_("Times"),
        choices=[("relative", _("How long ago: 3 hours ago")), ("exact", _("When: 15 June 2027, 14:05"))],
    )
    keyboard = forms.BooleanField(
        label=_("Keyboard shortcuts"),
        required=False,
        help_text=_("Single keys such as / and n. Press ? on any page to see them all."),
    )
