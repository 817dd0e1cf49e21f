"""What travels from step to step of a bulk edit, signed for the person who takes them: nothing is kept in between."""

from dataclasses import dataclass, replace

from django.core import signing
from django.core.exceptions import ValidationError
from django.http import HttpRequest, QueryDict
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from contacts.services.bulk_deeds import BulkDeed
from contacts.services.selections import Selection

_A_DAY = 24 * 60 * 60


@dataclass(frozen=True)
class State:
    """Whom it is about, how many of them the person has seen, where the person came from, and what is to be done."""

    selection: Selection
    seen: int | None
    came_from: str
    deed: BulkDeed | None = None

    def signed(self, request: HttpRequest) -> str:
        """Give it as a text for a form."""
        facts = [self.selection.stored(), self.seen, self.came_from, self.deed and self.deed.stored()]
        return signing.dumps(facts, salt=_salt(request), compress=True)

    @classmethod
    def carried_by(cls, request: HttpRequest) -> "State":
        """Give what a step before has signed. Raises an unkeyed ``ValidationError`` for anything else."""
        try:
            facts = signing.loads(request.POST.get("state", ""), salt=_salt(request), max_age=_A_DAY)
        except signing.BadSignature:
            raise ValidationError(_("This form is too old: choose the contacts anew."))
        selection, seen, came_from, deed = facts
        return cls(Selection.of(selection), seen, came_from, BulkDeed(**deed) if deed else None)

    @classmethod
    def chosen_in(cls, request: HttpRequest) -> "State":
        """Give what was ticked in the list, or the filter that stands for all that match.

        Raises an unkeyed ``ValidationError`` where that is nothing.
        """
        said = request.POST if request.method == "POST" else request.GET
        selection = _selection_of(said)
        count = said.get("count", "") if selection.query is not None else str(len(selection.pks))
        return cls(
            selection, int(count) if count.isdecimal() and len(count) < 12 else None, _came_from(request, selection)
        )

    @property
    def meant(self) -> BulkDeed:
        """Give what is to be done. Raises an unkeyed ``ValidationError`` where that was not said yet."""
        if self.deed is None:
            raise ValidationError(_("Say first what is to be done with the contacts."))
        return self.deed

    def seeing(self, count: int) -> "State":
        return replace(self, seen=count)


def _selection_of(said: QueryDict) -> Selection:
    if "filter" in said:
        return Selection(query=str(said["filter"]))
    pks = {int(pk) for pk in said.getlist("pk") if pk.isdecimal() and len(pk) < 19}
    if not pks:
        raise ValidationError(_("Tick the contacts first that it is about."))
    return Selection(pks=sorted(pks))


def _came_from(request: HttpRequest, selection: Selection) -> str:
    address, contacts = request.headers.get("Referer", ""), reverse("staff:contacts")
    is_list = address.split("?")[0].endswith(contacts)
    if is_list and url_has_allowed_host_and_scheme(address, {request.get_host()}, request.is_secure()):
        return address
    return f"{contacts}?{selection.query}" if selection.query else contacts


def _salt(request: HttpRequest) -> str:
    return f"contacts.bulk.{request.user.pk}"
