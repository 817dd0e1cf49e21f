from django.urls import path

from contacts.pages.exports import dialog, files

urlpatterns = [
    path("exports/new/", dialog.new, name="exports-new"),
    path("exports/<int:pk>/", files.export, name="export"),
    path("exports/<int:pk>/file/", files.download, name="exports-file"),
]
