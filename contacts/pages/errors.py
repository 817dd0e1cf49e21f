"""What people see when something goes wrong. The APIs answer for themselves.

The pages are written without a word from the database or the session: what is broken may be just these.
"""

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _

from contacts import tracing


def _page(request: HttpRequest, status: int, title: str, text: str) -> HttpResponse:
    context = {"status": status, "title": title, "text": text, "request_id": tracing.request_id.get()}
    response = HttpResponse(render_to_string("errors/page.html", context), status=status)
    add_never_cache_headers(response)
    return response


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    title = _("This request makes no sense to us")
    return _page(request, 400, title, _("Go back, load the page anew and try once more."))


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    title = _("You may not do this")
    return _page(request, 403, title, _("Your login lacks the right for it. An administrator can give it to you."))


def foreign_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Refuse a form that did not come from our own pages (called by Django's CSRF protection)."""
    title = _("This form has grown too old")
    text = _(
        "We cannot tell any more that it was you who filled it in: you may have signed in or out in another window, "
        "or your browser keeps no cookies. Go back, load the page anew and send it again."
    )
    return _page(request, 403, title, text)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    title = _("There is nothing here")
    return _page(request, 404, title, _("It may have been deleted, or the address has a mistake in it."))


def server_error(request: HttpRequest) -> HttpResponse:
    title = _("Something went wrong on our side")
    text = _("It has been written down. Try again in a moment; if it stays, tell an administrator the number below.")
    return _page(request, 500, title, text)
