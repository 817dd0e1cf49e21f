"""What the views of both dialects do alike: let in, read a body, knock at the door, answer."""

from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from functools import partial
from http import HTTPStatus
from typing import Any, ClassVar, TypeVar

from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.utils.cache import patch_vary_headers
from rest_framework.views import APIView

from contacts import reading, services
from contacts.choices import Via
from contacts.dialects.access import (
    ApiRequest,
    BearerAuthentication,
    ClientThrottle,
    HasScope,
    rate_headers,
    refuse_too_many,
)
from contacts.dialects.base import Changes, DialectSerializer
from contacts.dialects.bodies import etag_of, versions_in
from contacts.dialects.faults import Fault, Path, Refused
from contacts.dialects.json import Answer, JSONParser, JSONRenderer
from contacts.dialects.nearest import answer_from_nearest
from contacts.models import Contact

T = TypeVar("T")
# They hold nothing of a request, so one of each serves all.
_authentication, _scope = BearerAuthentication(), HasScope()


class DialectView(APIView):
    """A view of a dialect. The dialect names its serializer, its errors and how a contact is found and written out."""

    authentication_classes = [BearerAuthentication]
    permission_classes = [HasScope]
    throttle_classes = [ClientThrottle]
    parser_classes = [JSONParser]
    renderer_classes = [JSONRenderer]

    request: ApiRequest  # type: ignore[assignment]  # not wrapped, as REST framework does
    via: ClassVar[Via]
    serializer: ClassVar[DialectSerializer]

    def written_out(self, contact: Contact) -> Any:
        """Give the contact as the dialect writes it."""
        raise NotImplementedError

    @property
    def author(self) -> services.Author:
        return {"via": self.via, "client": self.request.auth.client}

    def dispatch(self, request, *args, **kwargs):
        """Let in, call, answer.

        REST framework's own way weighs parsers, renderers and versions first, of which there is one each.
        """
        try:
            self.initial(request, *args, **kwargs)
            method = request.method.lower()
            handler = getattr(self, method, None) if method in self.http_method_names else None
            call = partial(handler or self.http_method_not_allowed, request, *args, **kwargs)
            response = answer_from_nearest(request, call)
        except Exception as error:
            response = self.handle_exception(error)
        return self._labelled(response)

    def initial(self, request, *args, **kwargs):
        request.user, request.auth = _authentication.authenticate(request)
        _scope.has_permission(request, self)
        refuse_too_many(request)

    def _labelled(self, response: HttpResponse) -> HttpResponse:
        response.headers["Allow"] = ", ".join(self.allowed_methods)
        for name, value in rate_headers(self.request).items():
            response.headers[name] = value
        response.headers.setdefault("Cache-Control", "private, no-cache")
        patch_vary_headers(response, ["Authorization"])
        return response

    def options(self, request, *args, **kwargs):
        return Answer(status=HTTPStatus.NO_CONTENT)

    def answer(self, contact: Contact, status: int = HTTPStatus.OK, **headers: str) -> Answer:
        """Answer with the contact and its version."""
        return Answer(self.written_out(contact), status, {"ETag": etag_of(contact.version), **headers})

    def answer_unless_known(self, request: ApiRequest, **lookup: Any) -> Answer:
        """Answer a GET by id: 304 where the client has this version already (RFC 9110 §13.1.2)."""
        if "If-None-Match" in request.headers and self._is_known(request, lookup):
            return Answer(status=HTTPStatus.NOT_MODIFIED, headers={"ETag": self._etag})
        return self.answer(found(reading.find(**lookup)))

    def _is_known(self, request: ApiRequest, lookup: dict[str, Any]) -> bool:
        version = found(reading.column_of("version", **lookup))
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

    def change(self, request: ApiRequest, key: int, data: dict[str, Any]) -> Contact:
        """Change the contact as the client's object asks, if it has a version that ``If-Match`` allows."""
        changes = self.changes_in(data, lambda: Contact.objects.get(pk=key))
        with self.refusing(data):
            return services.change_contact(key, changes, versions=_expected(request), **self.author)

    def remove(self, request: ApiRequest, key: int) -> None:
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

    def initial(self, request, *args, **kwargs):
        super().initial(request, *args, **kwargs)
        raise Http404


def found(what: T | None) -> T:
    """Give what was looked for. Raises ``Http404`` for ``None``."""
    if what is None:
        raise Http404
    return what


def key_of(**lookup: Any) -> int:
    """Give the primary key of the contact with this id. Raises ``Http404``."""
    return found(reading.column_of("pk", **lookup))


def _expected(request: ApiRequest) -> Collection[int] | None:
    return versions_in(request.headers.get("If-Match"))


def _within(path: Path, shapes: list[Path]) -> bool:
    return any(path[: len(shape)] == shape for shape in shapes)
