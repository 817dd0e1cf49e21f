"""Who may see a page of the staff: people who work here, with the right that the page asks for."""

from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache

View = Callable[..., HttpResponse]


def staff_page(*permissions: str) -> Callable[[View], View]:
    """Let in who works here and has all of these rights of the app (``view_contact`` …).

    Others are asked to sign in, to set up their second factor where that is required, or get 403.
    """

    def guard(view: View) -> View:
        @wraps(view)
        @never_cache
        def guarded(request: HttpRequest, *args, **kwargs) -> HttpResponse:
            if not (request.user.is_authenticated and request.user.is_active and request.user.is_staff):
                return redirect_to_login(request.get_full_path())
            if settings.SECOND_FACTOR_REQUIRED and not request.user.is_verified():  # type: ignore[attr-defined]  # given by OTPMiddleware
                return redirect("staff:second-factor")
            if not request.user.has_perms([f"contacts.{name}" for name in permissions]):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return guarded

    return guard
