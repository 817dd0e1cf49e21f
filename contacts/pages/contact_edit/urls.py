from django.urls import path

from contacts.pages.contact_edit.creating import add_quickly, add_with_all_fields
from contacts.pages.contact_edit.deleting import delete
from contacts.pages.contact_edit.editing import check, check_new, edit
from contacts.pages.contact_edit.suggesting import tag_names

urlpatterns = [
    path("contacts/new/", add_quickly, name="contacts-new"),
    path("contacts/new/full/", add_with_all_fields, name="contacts-new-full"),
    path("contacts/new/check/", check_new, name="contacts-new-check"),
    path("contacts/<int:pk>/edit/", edit, name="contact-edit"),
    path("contacts/<int:pk>/edit/check/", check, name="contact-check"),
    path("contacts/<int:pk>/delete/", delete, name="contact-delete"),
    path("tags/names/", tag_names, name="tags-names"),
]
