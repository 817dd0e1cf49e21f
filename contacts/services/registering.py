"""How a newsletter subscriber becomes a user: the recipient is turned into the user rather than doubled."""

from contacts.choices import CHANNELS, ContactType
from contacts.models import Contact
from contacts.services.judging import Wish


def recipient_in_the_way(contact: Contact | None) -> Contact | None:
    """Give the newsletter recipient who has the e-mail address that this user wants."""
    if contact is None or contact.type != ContactType.USER:
        return None
    rivals = Contact.objects.whole().filter(type=ContactType.RECIPIENT, email=contact.email)
    return rivals.exclude(pk=contact.pk).first()


def give_way(recipient: Contact, wish: Wish) -> None:
    """Add to what is wanted of a user what must outlive the recipient: its opt-outs and its tags."""
    for channel in CHANNELS:
        reason, date = recipient.optout(channel)
        if reason:
            wish.columns[f"{channel}_optout_reason"] = reason
            wish.columns[f"{channel}_optout_date"] = date
    wish.added_tags += recipient.tag_names or []
