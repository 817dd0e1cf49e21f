from django.urls import path

from contacts.pages.imports import columns, drafts, files, matching, review, running

urlpatterns = [
    path("imports/", drafts.imports, name="imports"),
    path("imports/new/", files.new, name="imports-new"),
    path("imports/template.csv", files.template, name="imports-template"),
    path("imports/<int:pk>/", running.result, name="import"),
    path("imports/<int:pk>/file/", files.file, name="imports-file"),
    path("imports/<int:pk>/columns/", columns.columns, name="imports-columns"),
    path("imports/<int:pk>/matching/", matching.matching, name="imports-matching"),
    path("imports/<int:pk>/review/", review.review, name="imports-review"),
    path("imports/<int:pk>/rehearsal/", review.rehearse, name="imports-rehearse"),
    path("imports/<int:pk>/rows/<int:line>/", review.row, name="imports-row"),
    path("imports/<int:pk>/problems.csv", review.problems, name="imports-problems"),
    path("imports/<int:pk>/run/", running.run, name="imports-run"),
    path("imports/<int:pk>/failed.csv", review.failed, name="imports-failed"),
    path("imports/<int:pk>/again/", drafts.again, name="imports-again"),
    path("imports/<int:pk>/discard/", drafts.discard, name="imports-discard"),
]
