from contacts.models.access import AccessGrant, AccessRole
from contacts.models.clients import ApiClient, IdempotentRequest
from contacts.models.contact import Contact
from contacts.models.history import Change, ConsentEvent, Operation
from contacts.models.staff import StaffMember
from contacts.models.tagging import Tag, TaggedContact
from contacts.models.work import ImportDraft, Leftover, Note, SavedMapping, SavedView, Worker

__all__ = [
    "AccessGrant",
    "AccessRole",
    "ApiClient",
    "Change",
    "ConsentEvent",
    "Contact",
    "IdempotentRequest",
    "ImportDraft",
    "Leftover",
    "Note",
    "Operation",
    "SavedMapping",
    "SavedView",
    "StaffMember",
    "Tag",
    "TaggedContact",
    "Worker",
]
