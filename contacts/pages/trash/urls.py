from django.urls import path

from contacts.pages.trash.lists import trash
from contacts.pages.trash.restoring import restore, restore_ticked

urlpatterns = [
    path("trash/", trash, name="trash"),
    path("trash/restore/", restore_ticked, name="trash-restore-ticked"),
    path("trash/<int:pk>/restore/", restore, name="trash-restore"),
]
