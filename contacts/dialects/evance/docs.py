"""The documentation of the Evance Contacts API, at /docs/evance/."""

from contacts.dialects.evance.openapi import SETTINGS
from contacts.dialects.openapi.documents import Document

document = Document("contacts.dialects.evance.urls", SETTINGS)
app_name = "evance-docs"
urlpatterns = document.urlpatterns
