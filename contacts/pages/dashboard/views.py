from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils import timezone
from django.views.decorators.http import require_safe

from contacts.choices import OperationKind
from contacts.figures import current_figures
from contacts.models import Contact, Operation, Worker
from contacts.pages.dashboard import pictures
from contacts.pages.guards import staff_page

_IMPORTS, _CHANGED, _WAITING = 5, 6, 5
_FAILED_LATELY = timedelta(days=14)


@staff_page()
@require_safe
def dashboard(request: HttpRequest) -> HttpResponse:
    """Show what there is, what happens and what waits for somebody."""
    context: dict[str, Any] = {}
    if request.user.has_perm("contacts.view_contact"):
        context |= _contacts(request)
    if request.user.has_perm("contacts.view_operation"):
        context |= _work()
    return render(request, "staff/dashboard/page.html", context)


def _contacts(request):
    figures, per_week = current_figures(), request.GET.get("growth") == "weeks"
    return {
        "figures": figures,
        "types": pictures.bars_of_types(figures),
        "consent": list(pictures.rows_of_consent(figures)),
        "growth": pictures.chart_of_weeks(figures) if per_week else pictures.chart_of_months(figures),
        "per_week": per_week,
        "changed": list(Contact.objects.order_by("-modified_at", "-pk")[:_CHANGED]),
    }


def _work():
    latest = Operation.objects.order_by("-pk").select_related("by")
    return {
        "imports": list(latest.filter(kind=OperationKind.IMPORT)[:_IMPORTS]),
        "waiting": list(latest.unsettled(timezone.now() - _FAILED_LATELY)[:_WAITING]),
        "has_worker": Worker.objects.alive().exists(),
    }


urlpatterns = [path("", dashboard, name="dashboard")]
