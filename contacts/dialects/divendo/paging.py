"""The list of contacts, in the shape of the vendor's other lists (contract §2)."""

from typing import Any

from django.http import HttpRequest

from contacts.dialects.divendo.serializers import contact_json
from contacts.dialects.json import Answer
from contacts.dialects.lists import link_header, links_of, page_of
from contacts.dialects.queries import Parameters
from contacts.models import Contact
from contacts.paging import Order, total_of

DEFAULT_COUNT, MAX_COUNT = 50, 250


def list_response(request: HttpRequest) -> Answer:
    """Answer ``GET /contacts``, oldest first."""
    parameters = Parameters(request.GET)
    count = parameters.number("count", DEFAULT_COUNT, least=1, most=MAX_COUNT)
    offset = parameters.number("offset", 0, least=0)
    parameters.keep_within_reach("offset", offset)
    is_exact = parameters.choice("total", {"exact": True, "": False}, default="")
    parameters.raise_any()
    contacts = Contact.objects.all()
    page = page_of(contacts, Order(), request, count, offset)
    body: dict[str, Any] = {
        "total": total_of(contacts, page, exact=is_exact),
        "count": count,
        "offset": offset,
        "results": [contact_json(contact) for contact in page.contacts],
    }
    return Answer(body, headers=link_header(links_of(request, page, "offset")))
