"""The admin as a whole: who comes in, and by which door."""

from django.contrib.admin import AdminSite
from django.contrib.auth.views import redirect_to_login
from django.shortcuts import redirect
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext_lazy as _

from contacts.services.second_factors import lacks_second_factor


class OperatorsSite(AdminSite):
    """Django's admin, behind the sign-in of the staff's pages: one way in, with one lock and one second factor."""

    site_header = site_title = _("Contacts")
    index_title = _("Administration")
    site_url = reverse_lazy("staff:dashboard")  # type: ignore[assignment]  # a text in the end

    def has_permission(self, request):
        return super().has_permission(request) and not lacks_second_factor(request.user)

    def login(self, request, extra_context=None):
        if super().has_permission(request):
            return redirect("staff:second-factor" if lacks_second_factor(request.user) else "admin:index")
        return redirect_to_login(request.GET.get("next") or reverse("admin:index"))

    def password_change(self, request, extra_context=None):
        return redirect("staff:password")
