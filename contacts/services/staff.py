"""The logins of the people who work here."""

import secrets

from contacts.models import StaffMember


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
