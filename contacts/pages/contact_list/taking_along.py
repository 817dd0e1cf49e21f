"""From what is ticked in the list to the dialog that exports it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_POST

from contacts.pages.guards import staff_page


@require_POST
@staff_page("view_contact", "export_contact")
def export(request: HttpRequest) -> HttpResponse:
    """Lead to the dialog with the contacts that are ticked, or with the filter where all that it finds are."""
    if "filter" in request.POST:
        wish: dict[str, str | list[str]] = {"filter": request.POST["filter"]}
    else:
        wish = {"pk": request.POST.getlist("pk")}
    return redirect(f"{reverse('staff:exports-new')}?{urlencode(wish, doseq=True)}")
