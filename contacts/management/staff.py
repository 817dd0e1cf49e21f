"""Who uses a command."""

from django.core.management.base import CommandError

from contacts.models import StaffMember
from contacts.texts import normal_email


def staff_member(email: str | None) -> StaffMember | None:
    """Give the staff member with this e-mail, ``None`` for none. Raises ``CommandError`` for one who is unknown."""
    if email is None:
        return None
    member = StaffMember.objects.filter(email=normal_email(email), is_active=True).first()
    if member is None:
        raise CommandError(
            f"No staff member has the e-mail “{email}”: name one who has, or leave --by out.", returncode=2
        )
    return member
