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
    path("tags/", _stub("Tags"), name="tags"),
    path("trash/", _stub("Trash"), name="trash"),
    path("trash/<int:pk>/restore/", _stub("Restore"), name="trash-restore"),
]
