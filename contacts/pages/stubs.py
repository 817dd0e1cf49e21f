"""Places that are not built yet."""

from django.shortcuts import render
from django.urls import path

from contacts.pages.guards import staff_page


def _stub(title):
    @staff_page()
    def stub(request, **kwargs):
        return render(request, "staff/stub.html", {"title": title})

    return stub


urlpatterns = [
    path("", _stub("Overview"), name="dashboard"),
    path("contacts/<int:pk>/", _stub("Contact"), name="contact"),
    path("contacts/new/", _stub("New contact"), name="contacts-new"),
    path("contacts/<int:pk>/edit/", _stub("Edit"), name="contact-edit"),
    path("contacts/<int:pk>/delete/", _stub("Delete"), name="contact-delete"),
    path("contacts/bulk/", _stub("Many contacts"), name="bulk"),
    path("exports/new/", _stub("Export"), name="exports-new"),
    path("tags/", _stub("Tags"), name="tags"),
    path("trash/", _stub("Trash"), name="trash"),
    path("trash/<int:pk>/restore/", _stub("Restore"), name="trash-restore"),
]
