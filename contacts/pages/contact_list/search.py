"""The search that stands beside every page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from contacts.filters import MAX_TEXT_LENGTH
from contacts.models import Contact, SavedView, Tag
from contacts.pages.contact_list.cells import Row
from contacts.pages.guards import member_of, staff_page
from contacts.paging import Order, page_at
from contacts.texts import folded_case, normal_text

_CONTACTS_SUGGESTED, _OTHERS_SUGGESTED = 8, 4


@require_safe
@staff_page("view_contact")
@vary_on_headers("HX-Request")
def search(request: HttpRequest) -> HttpResponse:
    """Suggest to htmx what the text may mean; otherwise lead to the list of the contacts that it finds."""
    text = normal_text(request.GET.get("q", ""))[:MAX_TEXT_LENGTH]
    if not request.htmx:  # type: ignore[attr-defined]  # given by HtmxMiddleware
        return redirect(f"{reverse('staff:contacts')}?{urlencode({'q': text})}" if text else reverse("staff:contacts"))
    return render(request, "staff/contacts/_suggestions.html", _suggestions(request, text) if text else {})


def _suggestions(request: HttpRequest, text: str) -> dict[str, object]:
    newest = Order("created_at", descending=True)
    found = page_at(Contact.objects.search(text), newest, 0, _CONTACTS_SUGGESTED).contacts
    tags = Tag.objects.filter(slug__contains=folded_case(text)).order_by("slug")
    views = SavedView.objects.seen_by(member_of(request)).filter(name__icontains=text)
    return {
        "text": text,
        "rows": [Row(contact, []) for contact in found],
        "tags": list(tags[:_OTHERS_SUGGESTED]),
        "views": list(views[:_OTHERS_SUGGESTED]),
    }
