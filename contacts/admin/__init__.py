"""The admin: the operators' view of contacts, their history, the work with them, staff and API clients."""

from contacts.admin.access import AccessRoleAdmin
from contacts.admin.clients import ApiClientAdmin
from contacts.admin.contacts import ContactAdmin
from contacts.admin.history import ChangeAdmin, ConsentEventAdmin
from contacts.admin.keeping import SavedMappingAdmin, SavedViewAdmin
from contacts.admin.operations import ImportDraftAdmin, OperationAdmin, WorkerAdmin
from contacts.admin.staff import StaffMemberAdmin
from contacts.admin.tagging import TagAdmin

__all__ = [
    "AccessRoleAdmin",
    "ApiClientAdmin",
    "ChangeAdmin",
    "ConsentEventAdmin",
    "ContactAdmin",
    "ImportDraftAdmin",
    "OperationAdmin",
    "SavedMappingAdmin",
    "SavedViewAdmin",
    "StaffMemberAdmin",
    "TagAdmin",
    "WorkerAdmin",
]
