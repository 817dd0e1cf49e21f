"""The calls of the Divendo API 2.0 (contract §2)."""

import re
from http import HTTPStatus
from typing import Any, ClassVar

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from rest_framework.request import Request
from rest_framework.response import Response

from contacts import services
from contacts.choices import ContactType, Via
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
from contacts.dialects.once import answer_once
from contacts.dialects.views import DialectView, Nowhere, find_one, key_of
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
    def get(self, request: Request) -> Response:
        return list_response(request)

    def post(self, request: Request) -> HttpResponseBase:
        data = json_object(request)

        def prepare() -> services.Wish:
            return services.Wish(self.changes_in(data, Contact, type=ContactType.GUEST))

        return answer_once(request, prepare, lambda wish: self._create(wish, data), self.handle_exception)

    def _create(self, wish: services.Wish, data: dict[str, Any]) -> Response:
        with self.refusing(data):
            contact = services.create_contact(wish, **self.author)
        address = reverse("divendo:contact", args=[contact.object_id])
        return self.answer(contact, Location=self.request.build_absolute_uri(address))


class ContactView(DivendoView):
    def get(self, request: Request, public_id: str) -> Response:
        return self.answer_unless_known(request, **lookup(public_id))

    def put(self, request: Request, public_id: str) -> Response:
        key = key_of(**lookup(public_id))
        return self.answer(self.change(request, key, json_object(request)))

    def delete(self, request: Request, public_id: str) -> HttpResponse:
        self.remove(request, key_of(**lookup(public_id)))
        # The vendor's example names the media type of a body that is not there; a Response would leave it out.
        return HttpResponse(status=HTTPStatus.NO_CONTENT, content_type="application/json; charset=utf-8")


class PreferencesView(DivendoView):
    serializer = PreferencesSerializer()

    def written_out(self, contact: Contact) -> dict[str, Any]:
        return preferences_json(contact)

    def get(self, request: Request, public_id: str) -> Response:
        return self.answer_unless_known(request, **lookup(public_id))

    def put(self, request: Request, public_id: str) -> Response:
        contact = self.change(request, key_of(**lookup(public_id)), json_object(request))
        return Response({"updated": 1}, headers={"ETag": etag_of(contact.version)})


class ContactByEmailView(DivendoView):
    def get(self, request: Request) -> Response:
        email = request.query_params.get("search", "").strip()
        if not email:
            raise BadParameters(
                [Fault(("search",), "required", _("Name the e-mail address: ?search=name@example.com"))]
            )
        # A client that does not encode its "+" means one: an address holds no blanks.
        contacts = Contact.objects.with_email(email.replace(" ", "+"))
        return self.answer(find_one(contacts.order_by("created_at", "pk")))


class ContactByCustomerNumberView(DivendoView):
    def get(self, request: Request, customernumber: str) -> Response:
        return self.answer(find_one(Contact.objects.with_customer_number(customernumber)))


class NowhereView(Nowhere, DivendoView):
    pass


def lookup(public_id: str) -> dict[str, str]:
    """Give the condition that an id in a path means. Raises ``Http404`` for what can be none."""
    if not _ID.fullmatch(public_id):
        raise Http404
    return {"object_id": public_id}
