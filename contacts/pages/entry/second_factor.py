"""The page on which a second factor is set up, renewed and turned off."""

import base64
from base64 import b32encode
from binascii import unhexlify
from io import BytesIO

import django_otp
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST
from django_otp.qr import write_qrcode_image
from django_otp.util import random_hex

from contacts.pages.entry.forms import PasswordForm, SetUpForm
from contacts.pages.frame import tell
from contacts.pages.guards import member_of, staff_page
from contacts.services.second_factors import (
    app_with,
    recovery_codes_left,
    remove_second_factor,
    renew_recovery_codes,
    second_factor_of,
    set_up_second_factor,
)

_KEY = "second_factor_key"


@staff_page(before_second_factor=True)
@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters("code")
def second_factor(request: HttpRequest) -> HttpResponse:
    """Show the second factor that is set up, or what an app needs to become it."""
    member = member_of(request)
    app = second_factor_of(member)
    if app is None:
        return _set_up(request)
    if not member.is_verified():  # type: ignore[attr-defined]  # given by OTPMiddleware
        return redirect("staff:sign-in-code")
    return _page(request, app, PasswordForm(request))


def _set_up(request):
    key = request.session.setdefault(_KEY, random_hex(20))
    form = SetUpForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            app, codes = set_up_second_factor(request.user, key, form.cleaned_data["code"])
        except ValidationError as refusal:
            form.add_error("code", refusal)
        else:
            del request.session[_KEY]
            request.session.cycle_key()
            django_otp.login(request, app)
            return _recovery_codes(request, codes)
    secret = b32encode(unhexlify(key)).decode()
    context = {"form": form, "picture": _picture(app_with(request.user, key).config_url), "secret": secret}
    context["is_required"] = settings.SECOND_FACTOR_REQUIRED
    return render(request, "entry/second_factor_set_up.html", context)


def _picture(text: str) -> str:
    """Give a QR code of the text as the address of a picture."""
    out = BytesIO()
    write_qrcode_image(text, out)
    return f"data:image/svg+xml;base64,{base64.b64encode(out.getvalue()).decode()}"


def _page(request, app, form, *, deed=""):
    context = {
        "app": app,
        "form": form,
        "deed": deed,
        "codes_left": recovery_codes_left(request.user),
        "is_required": settings.SECOND_FACTOR_REQUIRED,
    }
    return render(request, "entry/second_factor.html", context)


@sensitive_variables("codes")
def _recovery_codes(request, codes):
    return render(request, "entry/recovery_codes.html", {"codes": codes, "text": "\n".join(codes)})


@staff_page()
@require_POST
@sensitive_post_parameters("password")
def new_recovery_codes(request: HttpRequest) -> HttpResponse:
    """Show new recovery codes, once, to who knows the password."""
    return _after_password(request, "codes", _renewed)


@staff_page()
@require_POST
@sensitive_post_parameters("password")
def turn_off(request: HttpRequest) -> HttpResponse:
    """Turn the second factor off for who knows the password; where it is required, the next page asks for a new one."""
    return _after_password(request, "off", _turned_off)


def _after_password(request, deed, do):
    """Do it for who is in with the second factor and types the password once more."""
    app, form = second_factor_of(request.user), PasswordForm(request, request.POST)
    if app is None or not request.user.is_verified():
        return redirect("staff:second-factor")
    return do(request) if form.is_valid() else _page(request, app, form, deed=deed)


def _renewed(request):
    return _recovery_codes(request, renew_recovery_codes(request.user))


def _turned_off(request):
    remove_second_factor(request.user)
    tell(request, _("The second factor is turned off: your password alone opens now."))
    return redirect("staff:profile")
