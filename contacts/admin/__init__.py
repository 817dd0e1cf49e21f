"""The admin: contacts, their roles and history, staff and API clients."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from contacts.admin.access import AccessRoleAdmin
from contacts.admin.clients import ApiClientAdmin
from contacts.admin.contacts import ContactAdmin
from contacts.admin.history import ChangeAdmin
from contacts.admin.staff import StaffMemberAdmin
from contacts.admin.tagging import TagAdmin

__all__ = ["AccessRoleAdmin", "ApiClientAdmin", "ChangeAdmin", "ContactAdmin", "StaffMemberAdmin", "TagAdmin"]

admin.site.site_header = admin.site.site_title = _("Contacts")
admin.site.index_title = _("Administration")
