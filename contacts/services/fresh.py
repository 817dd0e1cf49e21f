"""A change that depends on what the contact holds at the very moment."""

from typing import Unpack

from django.core.exceptions import ValidationError

from contacts.models import Contact
from contacts.services.authors import Author
from contacts.services.bulk_changes import Changed, ChangesFor, change_contacts


def change_fresh(contact_id: int, changes_for: ChangesFor, **author: Unpack[Author]) -> Changed:
    """Change the contact as the function says, which is handed it fresh and locked; give it, and whether it changed.

    Raises ``ValidationError`` keyed by model field (the function may, too) and ``Contact.DoesNotExist``.
    """
    outcome = change_contacts({contact_id: changes_for}, **author).get(contact_id)
    if outcome is None:
        raise Contact.DoesNotExist
    if isinstance(outcome, ValidationError):
        raise outcome
    return outcome
