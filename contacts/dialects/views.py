"""What the views of both dialects do alike: let in, read a body, knock at the door, answer."""

from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from typing import Any, ClassVar, cast

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest
from django.utils.cache import patch_vary_headers
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from contacts import services
from contacts.choices import Via
from contacts.dialects.access import BearerAuthentication, ClientThrottle, HasScope, rate_headers
from contacts.dialects.base import Changes, DialectSerializer
from contacts.dialects.bodies import etag_of, versions_in
from contacts.dialects.callers import Access
from contacts.dialects.faults import Fault, Path, Refused
from contacts.dialects.json import AlwaysJSON, JSONParser, JSONRenderer
from contacts.models import Contact


class DialectView(APIView):
    """A view of a dialect. The dialect names its serializer, its errors and how a contact is found and written out."""

    authentication_classes = [BearerAuthentication]
    permission_classes = [HasScope]
    throttle_classes = [ClientThrottle]
    parser_classes = [JSONParser]
    renderer_classes = [JSONRenderer]
    content_negotiation_class = AlwaysJSON

    via: ClassVar[Via]
    serializer: ClassVar[DialectSerializer]

    def written_out(self, contact: Contact) -> Any:
        """Give the contact as the dialect writes it."""
        raise NotImplementedError

    @property
    def author(self) -> services.Author:
        return {"via": self.via, "client": cast(Access, self.request.auth).client}

    def options(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Response:
        return Response(status=status.HTTP_204_NO_CONTENT, headers={"Allow": ", ".join(self.allowed_methods)})

    def finalize_response(self, request, response, *args, **kwargs):
        response = super().finalize_response(request, response, *args, **kwargs)
        for name, value in rate_headers(request).items():
            response[name] = value
        response.headers.setdefault("Cache-Control", "private, no-cache")
        patch_vary_headers(response, ["Authorization"])
        return response

    def answer(self, contact: Contact, status: int = status.HTTP_200_OK, **headers: str) -> Response:
        """Answer with the contact and its version."""
        return Response(self.written_out(contact), status, headers={"ETag": etag_of(contact.version), **headers})

    def answer_unless_known(self, request: Request, **lookup: Any) -> Response:
        """Answer a GET by id: 304 where the client has this version already (RFC 9110 §13.1.2)."""
        if "If-None-Match" in request.headers and self._is_known(request, lookup):
            return Response(status=status.HTTP_304_NOT_MODIFIED, headers={"ETag": self._etag})
        return self.answer(find_one(Contact.objects.filter(**lookup)))

    def _is_known(self, request: Request, lookup: dict[str, Any]) -> bool:
        version = Contact.objects.filter(**lookup).values_list("version", flat=True).first()
        if version is None:
            raise Http404
        self._etag = etag_of(version)
        known = versions_in(request.headers["If-None-Match"], weakly=True)
        return known is None or version in known

    def changes_in(self, data: dict[str, Any], judged: Callable[[], Contact], **fixed: Any) -> Changes:
        """Give the changes that the client's object asks for.

        Raises ``Refused`` when its shape is wrong, then with all that the law has against the rest of it, too:
        ``judged`` gives the contact to judge it on.
        """
        changes, faults = self.serializer.read(data)
        changes |= fixed
        if faults:
            shapes = [fault.path for fault in faults]
            law = [fault for fault in self._law_on(judged(), changes, data) if not _within(fault.path, shapes)]
            raise Refused(faults + law)
        return changes

    def _law_on(self, contact: Contact, changes: Changes, data: dict[str, Any]) -> list[Fault]:
        try:
            services.judge_changes(contact, changes)
        except ValidationError as refusal:
            return self.serializer.faults_of(refusal, data)
        return []

    def change(self, request: Request, key: int, data: dict[str, Any]) -> Contact:
        """Change the contact as the client's object asks, if it has a version that ``If-Match`` allows."""
        changes = self.changes_in(data, lambda: Contact.objects.get(pk=key))
        with self.refusing(data):
            return services.change_contact(key, changes, versions=_expected(request), **self.author)

    def remove(self, request: Request, key: int) -> None:
        """Delete the contact, if it has a version that ``If-Match`` allows."""
        services.delete_contact(key, versions=_expected(request), **self.author)

    @contextmanager
    def refusing(self, data: dict[str, Any]) -> Iterator[None]:
        """Turn the door's refusal into faults at the client's keys."""
        try:
            yield
        except ValidationError as refusal:
            raise Refused(self.serializer.faults_of(refusal, data)) from refusal


class Nowhere(DialectView):
    """An address that none of the dialect's calls has: as unknown as an id that nobody has."""

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        raise Http404


def find_one(contacts) -> Contact:
    """Give the contact with its tags and grants. Raises ``Http404``."""
    contact = contacts.whole().first()
    if contact is None:
        raise Http404
    return services.with_extras(contact)


def key_of(**lookup: Any) -> int:
    """Give the primary key of the contact with this id. Raises ``Http404``."""
    key = Contact.objects.filter(**lookup).values_list("pk", flat=True).first()
    if key is None:
        raise Http404
    return key


def _expected(request: Request) -> Collection[int] | None:
    return versions_in(request.headers.get("If-Match"))


def _within(path: Path, shapes: list[Path]) -> bool:
    return any(path[: len(shape)] == shape for shape in shapes)
