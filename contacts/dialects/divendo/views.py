"""The calls of the Divendo API 2.0 (contract §2)."""

import re
from http import HTTPStatus
from typing import Any, ClassVar

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from contacts import reading, services
from contacts.choices import ContactType, Via
from contacts.dialects.access import ApiRequest
from contacts.dialects.base import DialectSerializer
from contacts.dialects.bodies import etag_of, json_object
from contacts.dialects.divendo.errors import error_response
from contacts.dialects.divendo.paging import list_response
from contacts.dialects.divendo.serializers import (
    ContactSerializer,
    PreferencesSerializer,
    contact_json,
    preferences_json,
)
from contacts.dialects.faults import BadParameters, Fault
from contacts.dialects.json import Answer
from contacts.dialects.once import answer_once
from contacts.dialects.views import DialectView, Nowhere, found, key_of
from contacts.models import Contact

_ID = re.compile(r"[0-9a-f]{24}")


class DivendoView(DialectView):
    via = Via.DIVENDO
    serializer: ClassVar[DialectSerializer] = ContactSerializer()

    def get_exception_handler(self):
        return error_response

    def written_out(self, contact):
        return contact_json(contact)


class ContactsView(DivendoView):
    def get(self, request: ApiRequest) -> Answer:
        return list_response(request)

    def post(self, request: ApiRequest) -> HttpResponse:
        data = json_object(request)

        def prepare() -> services.Wish:
            return services.Wish(self.changes_in(data, Contact, type=ContactType.GUEST))

        return answer_once(request, prepare, lambda wish: self._create(wish, data), self.handle_exception)

    def _create(self, wish: services.Wish, data: dict[str, Any]) -> Answer:
        with self.refusing(data):
            contact = services.create_contact(wish, **self.author)
        address = reverse("divendo:contact", args=[contact.object_id])
        return self.answer(contact, Location=self.request.build_absolute_uri(address))


class ContactView(DivendoView):
    def get(self, request: ApiRequest, public_id: str) -> Answer:
        return self.answer_unless_known(request, **lookup(public_id))

    def put(self, request: ApiRequest, public_id: str) -> Answer:
        key = key_of(**lookup(public_id))
        return self.answer(self.change(request, key, json_object(request)))

    def delete(self, request: ApiRequest, public_id: str) -> HttpResponse:
        self.remove(request, key_of(**lookup(public_id)))
        # The vendor's example names the media type of a body that is not there; a Response would leave it out.
        return HttpResponse(status=HTTPStatus.NO_CONTENT, content_type="application/json; charset=utf-8")


class PreferencesView(DivendoView):
    serializer = PreferencesSerializer()

    def written_out(self, contact: Contact) -> dict[str, Any]:
        return preferences_json(contact)

    def get(self, request: ApiRequest, public_id: str) -> Answer:
        return self.answer_unless_known(request, **lookup(public_id))

    def put(self, request: ApiRequest, public_id: str) -> Answer:
        contact = self.change(request, key_of(**lookup(public_id)), json_object(request))
        return Answer({"updated": 1}, headers={"ETag": etag_of(contact.version)})


class ContactByEmailView(DivendoView):
    def get(self, request: ApiRequest) -> Answer:
        email = request.GET.get("search", "").strip()
        if not email:
            raise BadParameters(
                [Fault(("search",), "required", _("Name the e-mail address: ?search=name@example.com"))]
            )
        # A client that does not encode its "+" means one: an address holds no blanks.
        return self.answer(found(reading.find_by_email(email.replace(" ", "+"))))


class ContactByCustomerNumberView(DivendoView):
    def get(self, request: ApiRequest, customernumber: str) -> Answer:
        return self.answer(found(reading.find_by_customer_number(customernumber)))


class NowhereView(Nowhere, DivendoView):
    pass


def lookup(public_id: str) -> dict[str, str]:
    """Give the condition that an id in a path means. Raises ``Http404`` for what can be none."""
    if not _ID.fullmatch(public_id):
        raise Http404
    return {"object_id": public_id}
