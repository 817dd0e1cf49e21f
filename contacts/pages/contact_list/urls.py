from django.urls import path

from contacts.pages.contact_list import pages, saved_views, search, taking_along

urlpatterns = [
    path("search/", search.search, name="search"),
    path("contacts/", pages.contacts, name="contacts"),
    path("contacts/display/", pages.display, name="contacts-display"),
    path("contacts/tag-options/", pages.tag_options, name="contacts-tag-options"),
    path("contacts/export/", taking_along.export, name="contacts-export"),
    path("views/", saved_views.views, name="views"),
    path("views/new/", saved_views.new, name="views-new"),
    path("views/<int:pk>/", saved_views.edit, name="views-edit"),
    path("views/<int:pk>/update/", saved_views.update, name="views-update"),
    path("views/<int:pk>/delete/", saved_views.delete, name="views-delete"),
]
