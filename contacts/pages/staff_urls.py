"""The addresses of the staff's pages: each area keeps a list of its own. Names are ``area`` or ``area-deed``."""

from contacts.pages import stubs

app_name = "staff"
urlpatterns = [
    *stubs.urlpatterns,
]
