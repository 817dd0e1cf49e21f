"""What every request passes, whichever face it is for."""

import re
import secrets
from typing import Any

from django.conf import settings
from django.contrib.messages import get_messages
from django.core.handlers.exception import convert_exception_to_response
from django.template.loader import render_to_string
from django.urls import resolve
from django.utils import translation
from django.utils.cache import patch_vary_headers

from contacts import tracing
from contacts.services.preferences import preferences_of

_SANE_ID = re.compile(r"[A-Za-z0-9._:-]{1,128}")
_APIS = re.compile(settings.API_ADDRESSES)
# What they answer is data: no browser shall show it as a page, or in one.
_API_HEADERS = {"Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'", "X-Frame-Options": "DENY"}
_LEADS_ELSEWHERE = ("HX-Redirect", "HX-Refresh", "HX-Location", "Location")


class ApisApartMiddleware:
    """Answer the APIs at once: what stands below in ``MIDDLEWARE`` is for people and their browsers."""

    def __init__(self, get_response):
        self.get_response = get_response
        self._answer: Any = convert_exception_to_response(_answer_by_view)

    def __call__(self, request):
        if not _APIS.match(request.path_info):
            return self.get_response(request)
        language = _language_for(request)
        translation.activate(language)
        response = self._answer(request)
        for name, value in _API_HEADERS.items():
            response.headers[name] = value
        response.headers["Content-Language"] = language
        response.headers["Content-Length"] = str(len(response.content))
        patch_vary_headers(response, ["Accept-Language"])
        return response


def _language_for(request):
    # Few programs ask for a language, and to find out which one they are answered in by default takes a while.
    asks = "HTTP_ACCEPT_LANGUAGE" in request.META
    return translation.get_language_from_request(request) if asks else settings.LANGUAGE_CODE


def _answer_by_view(request):
    # Refuses a host that is not ours.
    request.get_host()
    request.resolver_match = match = resolve(request.path_info)
    return match.func(request, *match.args, **match.kwargs)


class RequestIdMiddleware:
    """Take the client's ``X-Request-Id`` if it is sane, else make one; answer with it (contract §1)."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.request_id = _id_for(request)
        token = tracing.request_id.set(request.request_id)
        try:
            response = self.get_response(request)
        finally:
            tracing.request_id.reset(token)
        response["X-Request-Id"] = request.request_id
        return response


def _id_for(request):
    given = request.META.get("HTTP_X_REQUEST_ID", "")
    return given if _SANE_ID.fullmatch(given) else secrets.token_hex(16)


class PreferredLanguageMiddleware:
    """Speak the language that the person has chosen, where they have; else Django does as the browser asks."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        # Without its cookie there is no session to ask, and programs have none.
        if settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated:
            language = preferences_of(request.user)["language"]
            if language:
                translation.activate(language)
                request.LANGUAGE_CODE = language
        return self.get_response(request)


class FragmentMessagesMiddleware:
    """Let messages reach the person with the next fragment of a page, as they do with the next page."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if request.htmx and not request.htmx.boosted and _is_fragment(response):
            messages = get_messages(request)
            if len(messages) and not messages.used:  # type: ignore[union-attr]  # the list is for requests without any
                context = {"messages": messages, "is_fragment": True}
                response.content += render_to_string("staff/_messages.html", context).encode()
        return response


def _is_fragment(response):
    return (
        not response.streaming
        and not getattr(response, "leaves_messages", False)
        and response.headers.get("Content-Type", "").startswith("text/html")
        and not any(name in response.headers for name in _LEADS_ELSEWHERE)
        and response.status_code != 204
    )
