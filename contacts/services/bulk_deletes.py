"""Many deleted contacts, with few statements."""

from collections.abc import Iterable
from typing import Unpack

from contacts.choices import ChangeKind, ContactType
from contacts.models import Contact
from contacts.services.authors import Author
from contacts.services.bulk_changes import locked_many
from contacts.services.history import last_values_of, record_many
from contacts.services.pictures import writing
from contacts.services.rivals import persistent


@persistent
def delete_contacts(pks: Iterable[int], **author: Unpack[Author]) -> list[int]:
    """Delete the contacts that are still there, but for the headquarters; give their primary keys.

    All that they were stays in their history.
    """
    with writing():
        contacts = [contact for contact in locked_many(pks) if contact.type != ContactType.HQ]
        for contact in contacts:
            contact.version += 1
        record_many(ChangeKind.DELETED, ((one, last_values_of(one), {}) for one in contacts), author)
        deleted = [contact.pk for contact in contacts]
        Contact.objects.filter(pk__in=deleted).delete()
    return deleted
