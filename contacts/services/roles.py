"""Access roles: what contacts can be granted."""

from contacts.choices import Portal
from contacts.models import AccessRole


def make_role(reference: str, name: str) -> AccessRole:
    """Give the website role with this reference; where there is none, make it with this name.

    Raises ``ValidationError``, keyed by model field, for what the model refuses.
    """
    if known := AccessRole.objects.filter(reference=reference).first():
        return known
    role = AccessRole(reference=reference, name=name, portal=Portal.WEBSITE)
    role.full_clean()
    role.save(force_insert=True)
    return role
