"""The only writers. Faces import the deeds from here."""

from contacts.reading import with_extras
from contacts.services.authors import Author
from contacts.services.bulk import create_contacts
from contacts.services.extras import Grant
from contacts.services.judging import Wish
from contacts.services.refusals import ProtectedContact, StaleContact
from contacts.services.writing import change_contact, create_contact, delete_contact, judge_changes, save_contact

__all__ = [
    "Author",
    "Grant",
    "ProtectedContact",
    "StaleContact",
    "Wish",
    "change_contact",
    "create_contact",
    "create_contacts",
    "delete_contact",
    "judge_changes",
    "save_contact",
    "with_extras",
]
