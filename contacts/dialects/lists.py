"""Pages of a list, and the links between them (RFC 8288)."""

from django.core.exceptions import ValidationError
from django.http import HttpRequest

from contacts import reading
from contacts.dialects.faults import BadParameters, fault
from contacts.paging import Order, Page, page_after, page_at, page_before
from contacts.querysets import ContactQuerySet


def page_of(contacts: ContactQuerySet, order: Order, request: HttpRequest, limit: int, offset: int) -> Page:
    """Give the page that ``after=`` or ``before=`` leads to, else the one at the offset.

    Raises ``BadParameters`` for a cursor of another list.
    """
    page = _page_by_cursor(contacts, order, request, limit)
    return page or page_at(contacts, order, offset, limit, read=reading.read)


def _page_by_cursor(contacts: ContactQuerySet, order: Order, request: HttpRequest, limit: int) -> Page | None:
    for name, find in (("after", page_after), ("before", page_before)):
        if name in request.GET:
            try:
                return find(contacts, order, request.GET[name], limit, read=reading.read)
            except ValidationError as refusal:
                raise BadParameters([fault((name,), problem) for problem in refusal.error_list])
    return None


def links_of(request: HttpRequest, page: Page, *numbers: str) -> dict[str, str | None]:
    """Give the addresses of the pages beside this one. ``numbers`` are the parameters that a cursor replaces."""
    return {
        "previous": page.previous and _with_cursor(request, "before", page.previous, numbers),
        "next": page.next and _with_cursor(request, "after", page.next, numbers),
    }


def _with_cursor(request: HttpRequest, name: str, cursor: str, numbers: tuple[str, ...]) -> str:
    query = request.GET.copy()
    for other in ("after", "before", *numbers):
        query.pop(other, None)
    query[name] = cursor
    return request.build_absolute_uri(f"{request.path}?{query.urlencode()}")


def link_header(links: dict[str, str | None]) -> dict[str, str]:
    """Give the ``Link`` header; none where there is no page beside this one."""
    parts = [f'<{address}>; rel="{name}"' for name, address in links.items() if address]
    return {"Link": ", ".join(parts)} if parts else {}
