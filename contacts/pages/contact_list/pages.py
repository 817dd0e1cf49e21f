"""The page of the list, its suggestions, and how a person likes it."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe
from django.views.decorators.vary import vary_on_headers
from django_htmx.http import push_url

from contacts.models import SavedView, Tag
from contacts.pages.contact_list.builtin_views import BUILTIN_VIEWS
from contacts.pages.contact_list.chips import active_chips, chips_over
from contacts.pages.contact_list.display import Display, back_to, wishes_in
from contacts.pages.contact_list.lists import ContactList
from contacts.pages.contact_list.queries import ListQuery
from contacts.pages.guards import member_of, staff_page
from contacts.services.preferences import prefer, preferences_of

_TAGS_SUGGESTED = 500
_RIGHTS_OVER_MANY = ("bulk_change_contact", "export_contact")


@require_safe
@staff_page("view_contact")
@vary_on_headers("HX-Request")
def contacts(request: HttpRequest) -> HttpResponse:
    """Show a page of the list; to htmx the part of it that changes."""
    preferences = preferences_of(member_of(request))
    query = ListQuery(request.GET.dict(), preferences, _view_of(request))
    context = _told(ContactList(query, preferences["page_size"]), preferences)
    context["may_tick"] = any(member_of(request).has_perm(f"contacts.{right}") for right in _RIGHTS_OVER_MANY)
    if _is_for_a_part(request):
        response = render(request, "staff/contacts/_answer.html", context)
        return push_url(response, reverse("staff:contacts") + query.here)
    return render(request, "staff/contacts/list.html", context)


def _is_for_a_part(request: HttpRequest) -> bool:
    """Tell whether htmx asks for what changes; going back in the browser's history it asks for the whole."""
    htmx = request.htmx  # type: ignore[attr-defined]  # given by HtmxMiddleware
    return bool(htmx) and not htmx.history_restore_request


def _view_of(request: HttpRequest) -> SavedView | None:
    """Give the view that the address names: the person's own, or one that somebody shares. Others are not there."""
    if not (key := request.GET.get("view", "")):
        return None
    key = key if key.isascii() and key.isdigit() and len(key) < 19 else "0"
    return get_object_or_404(SavedView.objects.seen_by(member_of(request)), pk=key)


def _told(listed: ContactList, preferences: dict[str, Any]) -> dict[str, Any]:
    query = listed.query
    return {
        "list": listed,
        "query": query,
        "current_view": query.view,
        "builtin_views": BUILTIN_VIEWS,
        "chips": list(chips_over(listed.filters, query)),
        "active": active_chips(listed.filters, query),
        "display": Display(query, preferences),
    }


@require_POST
@staff_page("view_contact")
def display(request: HttpRequest) -> HttpResponse:
    """Keep how the person likes lists, and go back to the list."""
    wishes = wishes_in(request.POST)
    try:
        prefer(member_of(request), **wishes)
    except ValidationError as refusal:
        return HttpResponse(" ".join(refusal.messages), status=400, content_type="text/plain; charset=utf-8")
    return redirect(reverse("staff:contacts") + back_to(request.POST.get("back", ""), wishes["columns"]))


@require_safe
@staff_page("view_contact")
def tag_options(request: HttpRequest) -> HttpResponse:
    """Give the tags as choices of an input, for who is about to type one."""
    names = Tag.objects.order_by("slug").values_list("name", flat=True)[:_TAGS_SUGGESTED]
    return render(request, "staff/contacts/_tag_options.html", {"names": names})
