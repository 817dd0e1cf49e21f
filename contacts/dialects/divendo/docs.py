"""The documentation of the Divendo API, at /docs/divendo/."""

from contacts.dialects.divendo.openapi import SETTINGS
from contacts.dialects.openapi.documents import Document

document = Document("contacts.dialects.divendo.urls", SETTINGS)
app_name = "divendo-docs"
urlpatterns = document.urlpatterns
