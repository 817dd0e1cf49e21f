"""The calls of the Evance Contacts API v1 (contract §3)."""

import re
from http import HTTPStatus
from typing import Any
from urllib.parse import unquote

from django.core.files.storage import default_storage
from django.db import transaction
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from rest_framework.exceptions import ParseError

from contacts import services
from contacts.choices import Via
from contacts.dialects.access import ApiRequest
from contacts.dialects.bodies import json_object
from contacts.dialects.evance.errors import error_response
from contacts.dialects.evance.paging import Search
from contacts.dialects.evance.serializers import CONTENT_URI, ContactSerializer, contact_json
from contacts.dialects.json import Answer
from contacts.dialects.lists import link_header
from contacts.dialects.once import answer_once
from contacts.dialects.views import DialectView, Nowhere, key_of
from contacts.models import Contact
from contacts.services.invitations import send_invitation

_ID = re.compile(r"[1-9][0-9]{9,15}")


class EvanceView(DialectView):
    via = Via.EVANCE
    serializer = ContactSerializer()

    def get_exception_handler(self):
        return error_response

    def written_out(self, contact: Contact) -> dict[str, Any]:
        return {"contact": contact_json(contact, self.request.build_absolute_uri)}

    def contact_in(self, request: ApiRequest) -> dict[str, Any]:
        """Give the contact object of the body, with its envelope or without."""
        data = json_object(request)
        contact = data.get("contact", data)
        if not isinstance(contact, dict):
            raise ParseError(_("“contact” must be an object."))
        return contact | self._own_picture(contact.get("thumbnail"))

    def _own_picture(self, thumbnail: Any) -> dict[str, str]:
        """Give a picture that the store itself answered by the name that it has here, so that it is not fetched."""
        own = self.request.build_absolute_uri(default_storage.url(""))
        if not isinstance(thumbnail, str) or not thumbnail.startswith(own):
            return {}
        return {"thumbnail": CONTENT_URI + unquote(thumbnail.removeprefix(own))}

    def invite(self, contact: Contact) -> None:
        """Mail an invitation when the request asked for one. A mail server that is down undoes nothing."""
        if contact.is_invited:
            transaction.on_commit(lambda: send_invitation(contact, self._invitation_link), robust=True)

    def _invitation_link(self, token: str) -> str:
        return self.request.build_absolute_uri(reverse("invitation", args=[token]))


class ContactsView(EvanceView):
    def post(self, request: ApiRequest) -> HttpResponse:
        data = self.contact_in(request)

        def prepare() -> services.Wish:
            return services.Wish(self.changes_in(data, Contact))

        return answer_once(request, prepare, lambda wish: self._create(wish, data), self.handle_exception)

    def _create(self, wish: services.Wish, data: dict[str, Any]) -> Answer:
        with self.refusing(data):
            contact = services.create_contact(wish, **self.author)
        self.invite(contact)
        address = reverse("evance:contact", args=[contact.pk])
        return self.answer(contact, HTTPStatus.CREATED, Location=self.request.build_absolute_uri(address))


class ContactView(EvanceView):
    def get(self, request: ApiRequest, public_id: str) -> Answer:
        return self.answer_unless_known(request, **lookup(public_id))

    def put(self, request: ApiRequest, public_id: str) -> Answer:
        contact = self.change(request, key_of(**lookup(public_id)), self.contact_in(request))
        self.invite(contact)
        return self.answer(contact)

    def delete(self, request: ApiRequest, public_id: str) -> Answer:
        self.remove(request, key_of(**lookup(public_id)))
        return Answer(status=HTTPStatus.NO_CONTENT)


class SearchView(EvanceView):
    def get(self, request: ApiRequest) -> Answer:
        search = Search(request)
        page = search.page()
        links = search.links(page)
        body = {
            "contacts": [contact_json(contact, request.build_absolute_uri) for contact in page.contacts],
            "pagination": search.pagination(page),
            "links": links,
        }
        return Answer(body, headers=link_header({name: links[name] for name in ("previous", "next")}))


class NowhereView(Nowhere, EvanceView):
    pass


def lookup(public_id: str) -> dict[str, int]:
    """Give the condition that an id in a path means. Raises ``Http404`` for what can be none."""
    if not _ID.fullmatch(public_id):
        raise Http404
    return {"pk": int(public_id)}
