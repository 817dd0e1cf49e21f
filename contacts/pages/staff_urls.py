"""The addresses of the staff's pages: each area keeps a list of its own. Names are ``area`` or ``area-deed``."""

from contacts.pages.bulk.urls import urlpatterns as bulk
from contacts.pages.contact.urls import urlpatterns as contact
from contacts.pages.contact_edit.urls import urlpatterns as contact_edit
from contacts.pages.contact_list.urls import urlpatterns as contact_list
from contacts.pages.dashboard.views import urlpatterns as dashboard
from contacts.pages.entry.urls import urlpatterns as entry
from contacts.pages.exports.urls import urlpatterns as exports
from contacts.pages.imports.urls import urlpatterns as imports
from contacts.pages.operations.urls import urlpatterns as operations
from contacts.pages.tags.urls import urlpatterns as tags
from contacts.pages.trash.urls import urlpatterns as trash

app_name = "staff"
urlpatterns = [
    *contact,
    *contact_edit,
    *dashboard,
    *entry,
    *contact_list,
    *exports,
    *imports,
    *operations,
    *bulk,
    *tags,
    *trash,
]
