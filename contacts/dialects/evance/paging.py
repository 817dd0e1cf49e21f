"""Finding contacts: the parameters of a search, its pages and links (contract §3, §4)."""

from typing import Any

from django.http import HttpRequest, QueryDict

from contacts import reading
from contacts.dialects.faults import fault
from contacts.dialects.lists import links_of, page_of
from contacts.dialects.queries import Parameters
from contacts.filters import MAX_TEXT_LENGTH, some_filters
from contacts.models import Contact
from contacts.paging import Order, Page, total_of
from contacts.querysets import ContactQuerySet
from contacts.texts import is_storable

DEFAULT_LIMIT, MAX_LIMIT = 100, 250
FILTERS = {
    "q": "q",
    "reference": "reference",
    "email": "email",
    "leaveDate": "leave_date",
    "type": "type",
    "tag": "tag",
    "company": "company",
    "created:min": "created_min",
    "created:max": "created_max",
    "modified:min": "modified_min",
    "modified:max": "modified_max",
}
COLUMNS = {
    "created": "created_at",
    "modified": "modified_at",
    "lastname": "last_name",
    "company": "company",
    "email": "email",
}
SORTS = {f"{sign}{name}": Order(column, bool(sign)) for name, column in COLUMNS.items() for sign in ("", "-")}
_PAGING = ("sort", "limit", "page", "after", "before", "total")
# The vendor's client does not encode what it puts into an address: a "+" of these arrives as a blank.
_MAY_HOLD_PLUS = ("email", "created:min", "created:max", "modified:min", "modified:max")


class Search:
    """A search as the query asks for it. Raises ``BadParameters`` with every fault of the query."""

    def __init__(self, request: HttpRequest):
        self._request = request
        parameters = Parameters(request.GET)
        parameters.only({*FILTERS, *_PAGING})
        self.limit = parameters.number("limit", DEFAULT_LIMIT, least=1, most=MAX_LIMIT)
        self.number = parameters.number("page", 1, least=1)
        parameters.keep_within_reach("page", self.number * self.limit)
        self.order = parameters.choice("sort", SORTS, default="created")
        self._is_exact = bool(parameters.choice("total", {"exact": True, "": False}, default=""))
        self._only_reference = _only_reference(request.GET)
        self.contacts = Contact.objects.none() if self._only_reference else _narrowed(parameters)
        parameters.raise_any()

    def page(self) -> Page:
        """Give the page. Raises ``BadParameters`` for a cursor of another list."""
        if self._only_reference:
            contact = reading.find_by_reference(self._only_reference)
            return Page([contact] if contact else [], None, None, total=1 if contact else 0)
        return page_of(self.contacts, self.order, self._request, self.limit, (self.number - 1) * self.limit)

    def pagination(self, page: Page) -> dict[str, int | None]:
        """Say how far the list goes. A page that a cursor leads to has no number."""
        total = total_of(self.contacts, page, exact=self._is_exact)
        by_cursor = "after" in self._request.GET or "before" in self._request.GET
        return {
            "limit": self.limit,
            "page": None if by_cursor else self.number,
            "total": total,
            "totalPages": None if total is None else -(-total // self.limit),
        }

    def links(self, page: Page) -> dict[str, Any]:
        return {"self": self._request.build_absolute_uri(), **links_of(self._request, page, "page")}


def _only_reference(query: QueryDict) -> str:
    """Give the reference where nothing else is asked for: it is unique, so there is no list to narrow and to sort."""
    text = query.get("reference", "").strip() if query.keys() == {"reference"} else ""
    return text if len(text) <= MAX_TEXT_LENGTH and is_storable(text) else ""


def _narrowed(parameters: Parameters) -> ContactQuerySet:
    given = {name: _mended(name, text) for name in FILTERS if (text := parameters.text(name))}
    if not given:
        return Contact.objects.all()
    values = {FILTERS[name]: text for name, text in given.items()}
    filters = some_filters(*values)(values, Contact.objects.all())
    names = {filter_name: name for name, filter_name in FILTERS.items()}
    for filter_name, problems in filters.errors.as_data().items():
        for problem in problems:
            parameters.faults.append(fault((names[filter_name],), problem))
    return filters.qs if not parameters.faults else Contact.objects.none()


def _mended(name: str, text: str) -> str:
    return text.strip().replace(" ", "+") if name in _MAY_HOLD_PLUS else text
