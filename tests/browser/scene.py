"""A store with something on every page: what the pictures of the pages show. Run on a fresh demonstration store."""

from django.core.files.base import ContentFile

from contacts.choices import Via
from contacts.exchange.drafting import review_now
from contacts.exchange.previews import find_plan
from contacts.models import Contact, ImportDraft, Operation, StaffMember
from contacts.services import change_contact, delete_contact
from contacts.services.bulk_deeds import BulkDeed, Deed
from contacts.services.bulk_edits import begin_bulk, run_bulk
from contacts.services.drafts import keep_draft
from contacts.services.notes import write_note
from contacts.services.saved_views import keep_view
from contacts.services.selections import Selection

_FILE = """First name;Surname;Mail;Town;Date of birth;Shoe size
Nina;Newcomer;nina@example.org;Leeds;13/04/1990;39
Omar;Haddad;omar.haddad@example.org;York;02/11/1985;43
Ida;Lund;ida.lund@example;Hull;21/07/1979;38
Paul;Weber;;Bath;30/02/1991;44
"""
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
    keep_view(
        member, name="New this month, without a telephone number", query="has_number=no", columns=[], is_shared=False
    )
    colleague = StaffMember.objects.create_user("kim@example.com", name="Kim Adler")
    keep_view(colleague, name="Guests of the spring fair", query="type=guest", columns=[], is_shared=True)
    return {"contact": contact.pk, "operation": _bulk_edit(author).pk, "draft": _draft(member).pk}


def _draft(member: StaffMember) -> ImportDraft:
    file = ContentFile(_FILE.encode())
    draft = keep_draft(file, "spring fair.csv", find_plan(file) | {"defaults": {"type": "guest"}}, member)
    review_now(draft, member)
    return draft


def _bulk_edit(author) -> Operation:
    deed = BulkDeed(kind=Deed.TAGS, added_tags=["spring catalogue"])
    operation = begin_bulk(Selection(query="type=user"), deed, **author, reason="For the spring mailing")
    run_bulk(operation)
    return operation
