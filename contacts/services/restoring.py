"""The trash: contacts that were deleted lately, and the way back for each."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import chain
from math import ceil
from typing import Unpack

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from contacts.choices import ChangeKind, ContactType, OperationKind
from contacts.models import Change, Contact, Leftover
from contacts.models.law import EMAIL_GROUPS
from contacts.services.authors import Author
from contacts.services.bulk import create_contacts
from contacts.services.leftovers import keep_leftovers
from contacts.services.operations import operation
from contacts.services.returning import Note, State, last_states
from contacts.texts import is_storable, normal_text

_SEARCHED = ("first_name", "last_name", "company", "email", "reference", "customer_number")
_SHOWN = (*_SEARCHED, "type", "thumbnail")
_MOST_WORDS = 5


@dataclass(frozen=True)
class Restored:
    """What became of a deletion that was to be taken back: ``contact`` is there again, or else ``problems`` say why.

    ``lost`` are the fields that could not come back with it, and why; ``rivals`` the contacts that stand in the way.
    """

    change: Change
    contact: Contact | None = None
    lost: list[Note] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    rivals: list[Contact] = field(default_factory=list)


@dataclass(frozen=True)
class Deleted:
    """A deletion in the trash, and the contact as it was then, which is not stored."""

    change: Change
    contact: Contact

    @property
    def days_left(self) -> int:
        """Give for how many days it can still be had back; 1 on the last one."""
        return ceil((self.change.at - oldest_in_trash()) / timedelta(days=1))


def deleted_contact(change: Change) -> Deleted:
    """Give what is shown of a deletion."""
    contact = Contact(id=change.contact_id, object_id=change.object_id)
    for name in _SHOWN:
        setattr(contact, name, change.before.get(name, getattr(contact, name)))
    return Deleted(change, contact)


def trash_days() -> int:
    """Give for how many days a deleted contact can be had back."""
    return settings.TRASH_DAYS


def oldest_in_trash() -> datetime:
    """Give the instant since when a contact must have been deleted to be in the trash still."""
    return timezone.now() - timedelta(days=trash_days())


def trashed(text: str = "") -> QuerySet[Change]:
    """Give the deletions in the trash: of each contact that is not there, the latest one.

    Every word of the text must occur in a name, the company, the primary e-mail, the reference or the customer number.
    """
    deletions = Change.objects.filter(kind=ChangeKind.DELETED, at__gte=oldest_in_trash())
    # Of a contact that is not there, the last change is its deletion.
    later = Change.objects.filter(contact=OuterRef("contact"), pk__gt=OuterRef("pk"))
    there = Contact.objects.filter(pk=OuterRef("contact"))
    found = deletions.filter(~Exists(there), ~Exists(later))
    for word in normal_text(text).split()[:_MOST_WORDS]:
        found = found.filter(_holding(word)) if is_storable(word) else found.none()
    return found


def _holding(word: str) -> Q:
    return Q(*[Q(**{f"before__{name}__icontains": word}) for name in _SEARCHED], _connector=Q.OR)


def restore_contacts(pks: Iterable[int], **author: Unpack[Author]) -> list[Restored]:
    """Bring contacts back from the trash, whole, under their ids; give for each that is in it what became of it.

    One that a rule is against does not hold up the others. Several are one operation, which can be undone.
    """
    changes = list(trashed().filter(contact__in=list(pks)).order_by("pk"))
    if len(changes) < 2:
        return _restore(changes, author)
    with operation(OperationKind.RESTORE, **author) as deed:
        all_restored = _restore(changes, {**author, "operation": deed})
        left = [one for one in all_restored if one.problems]
        deed.counts = {"restored": len(all_restored) - len(left), "kept": len(left)}
        keep_leftovers(deed, chain.from_iterable(map(_leftovers_of, all_restored)))
    return all_restored


def _leftovers_of(one: Restored) -> Iterator[Leftover]:
    if one.problems:
        yield Leftover(contact_id=one.change.contact_id, reason=" ".join(one.problems))
    for name, reason in one.lost:
        yield Leftover(contact_id=one.change.contact_id, field=name, reason=reason)


def _restore(changes: Sequence[Change], author: Author) -> list[Restored]:
    states = dict(zip(changes, last_states(changes), strict=True))
    subscribed = _subscribed(state for state, _lost in states.values())
    # Made anew, a user would be merged into the recipient who has its address by now, and lose its ids.
    free = {one: state for one, (state, _lost) in states.items() if not _is_user_among(subscribed, state)}
    outcomes = dict(zip(free, create_contacts(free.values(), **author), strict=True))
    return [_told(change, *states[change], outcomes.get(change)) for change in changes]


def _subscribed(states: Iterable[State]) -> set[str]:
    emails = [state["email"] for state in states if state["type"] == ContactType.USER]
    recipients = Contact.objects.filter(type=ContactType.RECIPIENT, email__in=emails)
    return set(recipients.values_list("email", flat=True)) if emails else set()


def _is_user_among(emails: set[str], state: State) -> bool:
    return state["type"] == ContactType.USER and state["email"] in emails


def _told(change: Change, state: State, lost: list[Note], outcome: Contact | ValidationError | None) -> Restored:
    if isinstance(outcome, Contact):
        return Restored(change, outcome, lost)
    problem = _("A newsletter recipient has this e-mail address by now.")
    refusal = outcome or ValidationError({"email": ValidationError(problem, code="unique")})
    return Restored(change, problems=refusal.messages, rivals=_rivals(state, refusal))


def _rivals(state: State, refusal: ValidationError) -> list[Contact]:
    """Give the contacts that have what the refused one may not have as well."""
    rivals = (_HOLDERS[name](state) for name in refusal.error_dict if name in _HOLDERS)
    return list({rival.pk: rival for rival in chain.from_iterable(rivals)}.values())


def _with_same_email(state: State) -> QuerySet[Contact]:
    groups = [group for group in EMAIL_GROUPS if state["type"] in group]
    return Contact.objects.filter(email=state["email"], type__in=list(chain.from_iterable(groups)))


_HOLDERS: dict[str, Callable[[State], QuerySet[Contact]]] = {
    "email": _with_same_email,
    "reference": lambda state: Contact.objects.with_reference(state["reference"]),
    "customer_number": lambda state: Contact.objects.with_customer_number(state["customer_number"]),
    "type": lambda state: Contact.objects.filter(type=ContactType.HQ),
}
