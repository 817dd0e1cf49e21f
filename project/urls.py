from django.contrib import admin
from django.urls import include, path
from django.views.generic import RedirectView, TemplateView

urlpatterns = [
    # The token addresses of Evance lie below /admin/, so the dialects come first.
    path("", include("contacts.dialects.divendo.urls")),
    path("", include("contacts.dialects.evance.urls")),
    path("docs/", TemplateView.as_view(template_name="docs/index.html"), name="docs"),
    path("docs/divendo/", include("contacts.dialects.divendo.docs")),
    path("docs/evance/", include("contacts.dialects.evance.docs")),
    path("", include("contacts.pages.urls")),
    path("admin/", admin.site.urls),
    path("", RedirectView.as_view(pattern_name="staff:dashboard")),
]

handler400 = "contacts.pages.errors.bad_request"
handler403 = "contacts.pages.errors.forbidden"
handler404 = "contacts.pages.errors.not_found"
handler500 = "contacts.pages.errors.server_error"
