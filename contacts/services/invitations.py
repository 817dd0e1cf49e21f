"""Invitations: a person gets a link by mail, and sets the password of the contact (contract §3, ``invite``)."""

from collections.abc import Callable
from datetime import timedelta

from django.core import signing
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _

from contacts.choices import ContactType, Via
from contacts.models import Contact
from contacts.services.refusals import StaleContact
from contacts.services.writing import change_contact

VALID_FOR = timedelta(days=7)
_SALT = "contacts.invitation"


class NotInvitable(Exception):
    """Nobody was invited; the message says why."""


def make_invitation(contact: Contact) -> str:
    """Give a token that opens the set-password page for 7 days, once."""
    return signing.dumps([contact.pk, _state_of(contact)], salt=_SALT)


def invited_contact(token: str) -> Contact | None:
    """Give the contact that the token invites; ``None`` when it is forged, too old or used."""
    try:
        contact_id, state = signing.loads(token, salt=_SALT, max_age=VALID_FOR)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    contact = Contact.objects.filter(pk=contact_id, type=ContactType.USER).first()
    return contact if contact and constant_time_compare(state, _state_of(contact)) else None


def accept_invitation(token: str, password: str) -> Contact | None:
    """Set the invited person's password; ``None`` when the token is good no longer.

    Raises ``ValidationError`` keyed ``raw_password``.
    """
    while contact := invited_contact(token):
        # A hash made anew, also of the password that the contact had: it is what voids the invitation.
        changes = {"password": "", "raw_password": password}
        try:
            return change_contact(contact.pk, changes, versions={contact.version}, via=Via.INVITATION)
        except (StaleContact, Contact.DoesNotExist):
            # Somebody has written to the contact meanwhile: whether the token is good must be asked again.
            continue
    return None


def send_invitation(contact: Contact, link_to: Callable[[str], str]) -> None:
    """Mail the invitation; ``link_to`` makes the address of the page for a token."""
    context = {"contact": contact, "link": link_to(make_invitation(contact)), "days": VALID_FOR.days}
    text = render_to_string("invitations/mail.txt", context)
    send_mail(_("Set your password"), text, None, [contact.email], fail_silently=False)


def invite_contact(contact: Contact, link_to: Callable[[str], str]) -> None:
    """Mail the invitation to who can be invited. Raises ``NotInvitable``, also when the mail cannot be sent."""
    if contact.type != ContactType.USER:
        raise NotInvitable(_("Only a contact of the type user has a password: change its type first."))
    try:
        send_invitation(contact, link_to)
    except OSError as error:
        raise NotInvitable(_("The mail could not be sent: try again later, or tell who runs the store.")) from error


def _state_of(contact: Contact) -> str:
    # A password that is set, or an e-mail that is changed, makes every earlier invitation void.
    return salted_hmac(_SALT, f"{contact.pk} {contact.email} {contact.password}").hexdigest()[:32]
