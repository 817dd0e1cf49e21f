"""What may be typed: the names of tags that there are."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from contacts.models import Tag
from contacts.pages.guards import staff_page

_MOST = 12


@require_safe
@staff_page("view_contact", "view_tag")
def tag_names(request: HttpRequest) -> HttpResponse:
    """Give the options of a list of tags in whose names the text occurs."""
    tags = Tag.objects.matching(request.GET.get("q", "")[:100]).order_by("slug")[:_MOST]
    return render(request, "staff/contact_edit/_tag_names.html", {"tags": tags})
