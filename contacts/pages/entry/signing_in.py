"""Signing in by e-mail and password, then, for who has one set up, by the second factor."""

from dataclasses import dataclass
from time import time

import django_otp
from django.conf import settings
from django.contrib.auth import load_backend, login
from django.contrib.auth.views import LoginView, LogoutView
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.crypto import constant_time_compare
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from contacts.models import StaffMember
from contacts.pages.entry.callers import address_of, is_too_often
from contacts.pages.entry.forms import CodeForm, SignInForm
from contacts.pages.entry.lockout import wait_page
from contacts.pages.guards import member_of, works_here
from contacts.services.second_factors import second_factor_of

_STEP, _STEP_SECONDS = "second_step", 5 * 60
# From one machine, whatever logins it tries: an office behind one address signs in more seldom than that.
_TRIES, _TRIES_SECONDS = 100, 10 * 60


@method_decorator(never_cache, name="dispatch")
class SignInView(LoginView):
    template_name = "entry/sign_in.html"
    authentication_form = SignInForm

    def dispatch(self, request, *args, **kwargs):
        if works_here(request.user):
            return HttpResponseRedirect(self.get_success_url())
        return super().dispatch(request, *args, **kwargs)

    def post(self, request, *args, **kwargs):
        if is_too_often("sign-in", address_of(request), limit=_TRIES, seconds=_TRIES_SECONDS):
            return wait_page(request, _TRIES_SECONDS)
        return super().post(request, *args, **kwargs)

    def form_valid(self, form):
        member = form.get_user()
        if second_factor_of(member) is None:
            return super().form_valid(form)
        _begin_second_step(self.request, member, self.get_success_url())
        return redirect("staff:sign-in-code")


class SignOutView(LogoutView):
    http_method_names = ["post", "options"]
    next_page = "staff:sign-in"


@dataclass(frozen=True)
class SecondStep:
    """Somebody whose password was right, and who is not in before the code is as well."""

    member: StaffMember
    backend: str
    next: str


def _begin_second_step(request: HttpRequest, member: StaffMember, address: str) -> None:
    request.session.cycle_key()
    request.session[_STEP] = {
        "pk": member.pk,
        "backend": member.backend,
        "hash": member.get_session_auth_hash(),
        "at": time(),
        "next": address,
    }


def _second_step(request: HttpRequest) -> SecondStep | None:
    """Give the step that waits for its code. It waits for 5 minutes, and not for who has another password since."""
    if works_here(request.user):
        return _step_of_who_is_in(request)
    kept = request.session.get(_STEP)
    if not kept or time() - kept["at"] > _STEP_SECONDS:
        return None
    member = load_backend(kept["backend"]).get_user(kept["pk"])
    if member is None or not constant_time_compare(kept["hash"], member.get_session_auth_hash()):
        return None
    return SecondStep(member, kept["backend"], kept["next"])


def _step_of_who_is_in(request: HttpRequest) -> SecondStep | None:
    """Give the step of a session that was open before a second factor was set up elsewhere."""
    member = member_of(request)
    if member.is_verified() or second_factor_of(member) is None:  # type: ignore[attr-defined]  # given by OTPMiddleware
        return None
    return SecondStep(member, "", reverse(settings.LOGIN_REDIRECT_URL))


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@sensitive_post_parameters("code")
def sign_in_code(request: HttpRequest) -> HttpResponse:
    """Ask for the code that completes a sign-in."""
    step = _second_step(request)
    if step is None:
        return redirect("staff:sign-in")
    form = CodeForm(request.POST if request.method == "POST" else None, member=step.member)
    if form.is_valid():
        return _let_in(request, step, form.device)
    return render(request, "entry/sign_in_code.html", {"form": form, "member": step.member})


def _let_in(request, step, device):
    request.session.pop(_STEP, None)
    if step.backend:
        login(request, step.member, backend=step.backend)
    request.session.cycle_key()
    django_otp.login(request, device)
    return HttpResponseRedirect(step.next)
