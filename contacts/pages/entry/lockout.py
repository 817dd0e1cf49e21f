"""What is answered to who has failed to sign in too often."""

from math import ceil

from axes.helpers import get_cool_off
from axes.models import AccessAttempt
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache

from contacts.models.staff import login_name_of
from contacts.pages.entry.callers import address_of


def locked_out(request: HttpRequest, response: HttpResponse | None, credentials: dict | None) -> HttpResponse:
    """Say for how long this login stays locked for this machine (called by django-axes)."""
    attempts = AccessAttempt.objects.filter(
        username=login_name_of(request, credentials), ip_address=address_of(request)
    )
    latest = attempts.order_by("-attempt_time").values_list("attempt_time", flat=True).first() or timezone.now()
    return wait_page(request, (latest + get_cool_off(request) - timezone.now()).total_seconds())


@never_cache
def wait_page(request: HttpRequest, seconds: float) -> HttpResponse:
    """Answer 429 with a page that says after how many minutes to come back."""
    seconds = max(1, ceil(seconds))
    response = render(request, "entry/locked_out.html", {"minutes": ceil(seconds / 60)}, status=429)
    response["Retry-After"] = str(seconds)
    return response
