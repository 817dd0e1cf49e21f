"""The logins of the people who work here."""

import secrets
from typing import Any

import axes.utils
from django.db import transaction

from contacts.models import StaffMember
from contacts.services.preferences import prefer
from contacts.texts import normal_text


def renew_administrator(email: str) -> str:
    """Give the new random password of the login with this e-mail, which may do everything from now on.

    The login is made where there is none. Raises ``ValidationError``, keyed by model field, for an e-mail that is none.
    """
    password = secrets.token_urlsafe(12)
    member = StaffMember.objects.filter(email=email).first() or StaffMember(email=email)
    member.is_staff = member.is_superuser = member.is_active = True
    member.set_password(password)
    member.full_clean()
    member.save()
    return password


def opens_the_admin(email: str, password: str) -> bool:
    """Tell whether somebody can sign in with these."""
    member = StaffMember.objects.filter(email=email, is_active=True, is_staff=True).first()
    return member is not None and member.check_password(password)


def forgive_failures(member: StaffMember) -> None:
    """Forget that somebody has failed to sign in as this member: a new password opens at once."""
    axes.utils.reset(username=member.email)


def save_profile(member: StaffMember, *, name: str, **preferences: Any) -> None:
    """Keep what the member says about themselves, and how they like the pages.

    Raises ``ValidationError``, keyed by field, for what cannot be had; then nothing is kept.
    """
    with transaction.atomic():
        member.name = normal_text(name)
        member.full_clean(exclude=["password", "email"])
        prefer(member, **preferences)
        member.save(update_fields=["name"])
