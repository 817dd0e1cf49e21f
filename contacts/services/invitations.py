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
from contacts.services.writing import change_contact

VALID_FOR = timedelta(days=7)
_SALT = "contacts.invitation"


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


def accept_invitation(contact: Contact, password: str) -> Contact:
    """Set the invited person's password. Raises ``ValidationError`` keyed ``raw_password``."""
    return change_contact(contact.pk, {"raw_password": password}, via=Via.INVITATION)


def send_invitation(contact: Contact, link_to: Callable[[str], str]) -> None:
    """Mail the invitation; ``link_to`` makes the address of the page for a token."""
    context = {"contact": contact, "link": link_to(make_invitation(contact)), "days": VALID_FOR.days}
    text = render_to_string("invitations/mail.txt", context)
    send_mail(_("Set your password"), text, None, [contact.email], fail_silently=False)


def _state_of(contact: Contact) -> str:
    # A password that is set, or an e-mail that is changed, makes every earlier invitation void.
    return salted_hmac(_SALT, f"{contact.pk} {contact.email} {contact.password}").hexdigest()[:32]
