"""Passwords: another one, and a new one by a link in a mail for who has forgotten it."""

import logging
from concurrent.futures import ThreadPoolExecutor

from django.contrib.auth import views
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse_lazy
from django.utils import translation
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from contacts.pages.entry.callers import address_of, is_too_often
from contacts.pages.entry.forms import ChangedPasswordForm, NewPasswordForm, ResetForm
from contacts.pages.entry.lockout import wait_page
from contacts.pages.frame import tell
from contacts.pages.guards import staff_page
from contacts.services.preferences import preferences_of
from contacts.services.staff import forgive_failures

_HOUR = 60 * 60
_MAILS_FROM_ONE_MACHINE, _MAILS_TO_ONE_ADDRESS = 20, 3
# Mails go out behind the answer, which so takes as long whether or not there is a login to write to.
postman = ThreadPoolExecutor(1, "mail")
logger = logging.getLogger(__name__)


class MailedResetForm(ResetForm):
    def save(self, *args, **kwargs):
        address = self.cleaned_data["email"].lower()
        if not is_too_often("reset-to", address, limit=_MAILS_TO_ONE_ADDRESS, seconds=_HOUR):
            super().save(*args, **kwargs)

    def send_mail(self, subject_template_name, email_template_name, context, from_email, to_email, *args, **kwargs):
        """Write the mail in the language of its reader."""
        with translation.override(preferences_of(context["user"])["language"] or translation.get_language()):
            subject = render_to_string(subject_template_name, context).strip()
            text = render_to_string(email_template_name, context)
        postman.submit(_deliver, EmailMessage(subject, text, from_email, [to_email]))


def _deliver(mail: EmailMessage) -> None:
    try:
        mail.send()
    except Exception:
        logger.exception("A mail with a link to a new password could not be sent")


@method_decorator(never_cache, name="dispatch")
class ResetView(views.PasswordResetView):
    """Answers the same whoever asks; who asks too often from one machine is told to wait."""

    form_class = MailedResetForm
    template_name = "entry/password_reset.html"
    subject_template_name = "entry/mails/password_reset_subject.txt"
    email_template_name = "entry/mails/password_reset.txt"
    success_url = reverse_lazy("staff:password-reset-sent")

    def post(self, request, *args, **kwargs):
        if is_too_often("reset-from", address_of(request), limit=_MAILS_FROM_ONE_MACHINE, seconds=_HOUR):
            return wait_page(request, _HOUR)
        return super().post(request, *args, **kwargs)


@method_decorator(never_cache, name="dispatch")
class ResetSentView(views.PasswordResetDoneView):
    template_name = "entry/password_reset_sent.html"


class NewPasswordView(views.PasswordResetConfirmView):
    """Where the link of the mail leads. It works once; the second factor, if there is one, is asked for afterwards."""

    form_class = NewPasswordForm
    template_name = "entry/password_new.html"
    success_url = reverse_lazy("staff:sign-in")

    def form_valid(self, form):
        response = super().form_valid(form)
        forgive_failures(form.user)
        tell(self.request, _("Your new password is set: sign in with it."))
        return response

    def render_to_response(self, context, **options):
        return super().render_to_response(context, status=200 if self.validlink else 410, **options)


@method_decorator(staff_page(), name="dispatch")
class ChangeView(views.PasswordChangeView):
    form_class = ChangedPasswordForm
    template_name = "entry/password_change.html"
    success_url = reverse_lazy("staff:profile")

    def form_valid(self, form):
        tell(self.request, _("Your password is changed. Wherever else you were signed in, you are not any more."))
        return super().form_valid(form)
