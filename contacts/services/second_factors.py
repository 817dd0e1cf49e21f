"""Second factors: an authenticator app, and recovery codes for when it is lost. Both are kept by django-otp."""

import re
from math import ceil
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django_otp import verify_token
from django_otp.models import Device
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from contacts.models import StaffMember

RECOVERY_CODES = 10
_APP, _CODES = "app", "recovery"
_SIX_DIGITS = re.compile(r"[0-9]{6}")


def lacks_second_factor(member: Any) -> bool:
    """Tell whether the member has to show a second factor, and has not since signing in.

    That is where all need one, and where the member has set one up, be it after this sign-in and elsewhere.
    """
    return (settings.SECOND_FACTOR_REQUIRED or member.has_second_factor) and not member.is_verified()


def second_factor_of(member: StaffMember) -> TOTPDevice | None:
    """Give the authenticator app that the member has set up."""
    return TOTPDevice.objects.filter(user=member, confirmed=True).first()


def app_with(member: StaffMember, key: str) -> TOTPDevice:
    """Give an app that is not set up yet, with this secret key (hex)."""
    return TOTPDevice(user=member, name=_APP, key=key)


def set_up_second_factor(member: StaffMember, key: str, code: str) -> tuple[TOTPDevice, list[str]]:
    """Set up the app that has this key and shows this code; give it and new recovery codes.

    The code is used up by this. Raises an unkeyed ``ValidationError`` for a code that the app does not show now.
    """
    with transaction.atomic():
        TOTPDevice.objects.filter(user=member).delete()
        app = app_with(member, key)
        app.save()
        if not app.verify_token(_plain(code)):
            raise ValidationError(
                _("This is not the code that the app shows now. Check the clock of the phone, and type the next code."),
                code="invalid",
            )
        return app, renew_recovery_codes(member)


def renew_recovery_codes(member: StaffMember) -> list[str]:
    """Give new recovery codes, each of which opens once in place of the app; former ones are void."""
    with transaction.atomic():
        StaticDevice.objects.filter(user=member).delete()
        device = StaticDevice.objects.create(user=member, name=_CODES)
        codes = [StaticToken.random_token() for _each in range(RECOVERY_CODES)]
        StaticToken.objects.bulk_create(StaticToken(device=device, token=code) for code in codes)
    return codes


def recovery_codes_left(member: StaffMember) -> int:
    return StaticToken.objects.filter(device__user=member).count()


def remove_second_factor(member: StaffMember) -> None:
    """Take away the app and the recovery codes: the password alone opens from now on."""
    with transaction.atomic():
        TOTPDevice.objects.filter(user=member).delete()
        StaticDevice.objects.filter(user=member).delete()


def check_code(member: StaffMember, code: str) -> Device:
    """Give what has shown this code: the app, or the list of recovery codes. Either way the code is used up.

    Raises an unkeyed ``ValidationError`` that says what is wrong; after failures, for how long to wait.
    """
    code = _plain(code)
    kind = TOTPDevice if _SIX_DIGITS.fullmatch(code) else StaticDevice
    device = kind.objects.filter(user=member, confirmed=True).first()
    if device is None:
        raise _wrong_code()
    _check_may_try(device)
    verified = verify_token(member, device.persistent_id, code)
    if verified is None:
        raise _wrong_code()
    return verified


def _plain(code: str) -> str:
    """Give the code without what people put in to read it better."""
    return re.sub(r"[\s-]", "", code).lower()


def _check_may_try(device: Device) -> None:
    may_try, why_not = device.verify_is_allowed()
    if may_try:
        return
    until = (why_not or {}).get("locked_until") or timezone.now()
    seconds = max(1, ceil((until - timezone.now()).total_seconds()))
    wait = ngettext(
        "Too many wrong codes: wait %(seconds)d second, then type the code that is shown then.",
        "Too many wrong codes: wait %(seconds)d seconds, then type the code that is shown then.",
        seconds,
    )
    raise ValidationError(wait % {"seconds": seconds}, code="wait")


def _wrong_code() -> ValidationError:
    message = _("This code does not open. Each works once: wait for the next one, or use a recovery code.")
    return ValidationError(message, code="invalid")
