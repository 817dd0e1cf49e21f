from django.urls import path

from contacts.pages.bulk.pages import apply, choose, preview

urlpatterns = [
    path("bulk/", choose, name="bulk"),
    path("bulk/preview/", preview, name="bulk-preview"),
    path("bulk/apply/", apply, name="bulk-apply"),
]
