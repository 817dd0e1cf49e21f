"""Who may see a page of the staff: people who work here, with the right that the page asks for."""

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django_htmx.http import HttpResponseClientRedirect

from contacts.models import StaffMember
from contacts.services.second_factors import lacks_second_factor

View = Callable[..., Any]


def member_of(request: HttpRequest) -> StaffMember:
    """Give who is signed in. On a page of the staff that is always somebody."""
    return cast(StaffMember, request.user)


def works_here(user: Any) -> bool:
    """Tell whether this is somebody who is signed in, and still works here."""
    return user.is_authenticated and user.is_active and user.is_staff


def staff_page(*permissions: str, before_second_factor: bool = False) -> Callable[[View], View]:
    """Let in who works here and has all of these rights of the app (``view_contact`` …).

    Others are asked to sign in, to show or set up the second factor that they lack, or get 403. The pages on which
    the second factor is set up and shown are open ``before_second_factor``.
    """

    def guard(view: View) -> View:
        @wraps(view)
        @never_cache
        def guarded(request: HttpRequest, *args, **kwargs) -> HttpResponse:
            if not works_here(request.user):
                return _to_sign_in(request)
            if lacks_second_factor(request.user) and not before_second_factor:
                return _to_second_factor(request)
            if not request.user.has_perms([f"contacts.{name}" for name in permissions]):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        guarded.permissions = permissions  # type: ignore[attr-defined]  # tests walk through all pages by it
        return guarded

    return guard


def _to_second_factor(request: HttpRequest) -> HttpResponse:
    if getattr(request, "htmx", False):
        return HttpResponseClientRedirect(reverse("staff:second-factor"))
    return redirect("staff:second-factor")


def _to_sign_in(request: HttpRequest) -> HttpResponse:
    """Lead to the sign-in and back; a fragment of a page is not to be replaced by it, but the page."""
    if getattr(request, "htmx", False):
        here = request.htmx.current_url_abs_path or "/"  # type: ignore[attr-defined]  # given by HtmxMiddleware
        return HttpResponseClientRedirect(redirect_to_login(here).url)
    return redirect_to_login(request.get_full_path())
