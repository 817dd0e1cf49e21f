"""A store with something on every page: what the pictures of the pages show. Run on a fresh demonstration store."""

from contacts.choices import Via
from contacts.models import Contact, Operation, StaffMember
from contacts.services import change_contact, delete_contact
from contacts.services.bulk_deeds import BulkDeed, Deed
from contacts.services.bulk_edits import begin_bulk, run_bulk
from contacts.services.notes import write_note
from contacts.services.saved_views import keep_view
from contacts.services.selections import Selection

PASSWORD = "a password for pictures"
EMAIL = "robin@example.com"


def set_scene() -> dict[str, int]:
    """Give staff a day's work, and give the keys of what it is about by the names that addresses have for it."""
    member = StaffMember.objects.create_superuser(EMAIL, PASSWORD, name="Robin Vale")
    author = {"via": Via.PAGE, "by": member}
    contact = Contact.objects.filter(type="user").exclude(thumbnail="").order_by("created_at").first()
    change_contact(contact.pk, {"position": "Head of purchasing", "tags": ["vip", "trade"]}, **author)
    change_contact(contact.pk, {"sms_optout_reason": "asked us to stop"}, **author)
    write_note(contact, "Prefers calls in the afternoon. Asked for the spring catalogue.", member)
    for other in Contact.objects.filter(type="guest").order_by("created_at")[:3]:
        delete_contact(other.pk, **author)
    keep_view(member, name="Trade, open to e-mail", query="tag=trade&email_consent=open", columns=[], is_shared=True)
    return {"contact": contact.pk, "operation": _bulk_edit(author).pk}


def _bulk_edit(author) -> Operation:
    deed = BulkDeed(kind=Deed.TAGS, added_tags=["spring catalogue"])
    operation = begin_bulk(Selection(query="type=user"), deed, **author, reason="For the spring mailing")
    run_bulk(operation)
    return operation
