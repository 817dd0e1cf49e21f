from django.urls import include, path

from contacts.pages.content import content
from contacts.pages.health import livez, readyz
from contacts.pages.invitations import invitation

urlpatterns = [
    path("staff/", include("contacts.pages.staff_urls")),
    path("livez", livez),
    path("readyz", readyz),
    path("content/<path:path>", content),
    path("invitations/<str:token>/", invitation, name="invitation"),
]
