from django.urls import path

from contacts.pages.content import content
from contacts.pages.health import livez, readyz
from contacts.pages.invitations import invitation

urlpatterns = [
    path("livez", livez),
    path("readyz", readyz),
    path("content/<path:path>", content),
    path("invitations/<str:token>/", invitation, name="invitation"),
]
