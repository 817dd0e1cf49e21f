"""Tags of one contact, put on and taken off one at a time, whatever others put on it meanwhile."""

from typing import Any, Unpack

from contacts.models import Contact
from contacts.services.authors import Author
from contacts.services.fresh import change_fresh
from contacts.texts import folded_case


def put_tag_on(contact_id: int, name: str, **author: Unpack[Author]) -> Contact:
    """Give the contact with this tag, too. Raises ``ValidationError`` keyed ``tags``, and ``Contact.DoesNotExist``."""

    def changes_for(contact: Contact) -> dict[str, Any]:
        return {"tags": [*contact.tag_names, name]}

    return change_fresh(contact_id, changes_for, **author).contact


def take_tag_off(contact_id: int, name: str, **author: Unpack[Author]) -> Contact:
    """Give the contact without this tag. Raises ``Contact.DoesNotExist``."""

    def changes_for(contact: Contact) -> dict[str, Any]:
        return {"tags": [one for one in contact.tag_names if folded_case(one) != folded_case(name)]}

    return change_fresh(contact_id, changes_for, **author).contact
