from django.urls import path

from contacts.pages.tags.deeds import delete, delete_unused, merge, rename
from contacts.pages.tags.lists import tags

urlpatterns = [
    path("tags/", tags, name="tags"),
    path("tags/<int:pk>/rename/", rename, name="tags-rename"),
    path("tags/merge/", merge, name="tags-merge"),
    path("tags/delete/", delete, name="tags-delete"),
    path("tags/delete-unused/", delete_unused, name="tags-delete-unused"),
]
