from django.urls import path

from contacts.pages.contact.blocks import block
from contacts.pages.contact.changes import revert
from contacts.pages.contact.consent import consent
from contacts.pages.contact.deeds import card, invite
from contacts.pages.contact.lens import lens
from contacts.pages.contact.notes import delete, note, notes, restore
from contacts.pages.contact.page import contact
from contacts.pages.contact.tags import tags

urlpatterns = [
    path("contacts/<int:pk>/", contact, name="contact"),
    path("contacts/<int:pk>/blocks/<slug:name>/", block, name="contact-block"),
    path("contacts/<int:pk>/tags/", tags, name="contact-tags"),
    path("contacts/<int:pk>/consent/<slug:channel>/", consent, name="contact-consent"),
    path("contacts/<int:pk>/notes/", notes, name="contact-notes"),
    path("contacts/<int:pk>/notes/restore/", restore, name="contact-note-restore"),
    path("contacts/<int:pk>/notes/<int:note>/", note, name="contact-note"),
    path("contacts/<int:pk>/notes/<int:note>/delete/", delete, name="contact-note-delete"),
    path("changes/<int:pk>/revert/", revert, name="change-revert"),
    path("contacts/<int:pk>/lens/", lens, name="contact-lens"),
    path("contacts/<int:pk>/lens/<slug:name>/", lens, name="contact-lens"),
    path("contacts/<int:pk>/invite/", invite, name="contact-invite"),
    path("contacts/<int:pk>/card/", card, name="contact-card"),
]
