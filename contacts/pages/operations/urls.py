from django.urls import path

from contacts.pages.operations.lists import operations
from contacts.pages.operations.pages import cancel, leftovers, operation, pause, resume
from contacts.pages.operations.undos import undo

urlpatterns = [
    path("operations/", operations, name="operations"),
    path("operations/<int:pk>/", operation, name="operation"),
    path("operations/<int:pk>/undo/", undo, name="operation-undo"),
    path("operations/<int:pk>/pause/", pause, name="operation-pause"),
    path("operations/<int:pk>/resume/", resume, name="operation-resume"),
    path("operations/<int:pk>/cancel/", cancel, name="operation-cancel"),
    path("operations/<int:pk>/leftovers.csv", leftovers, name="operation-leftovers"),
]
