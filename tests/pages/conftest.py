import pytest
from django.core.files.base import ContentFile

from contacts.choices import OperationKind, OperationState, Via
from contacts.exchange.drafting import review_now
from contacts.exchange.previews import find_plan
from contacts.models import Note, Operation, SavedView, Tag
from contacts.services import change_contact, create_contact, drafts
from contacts.services.drafts import keep_draft
from tests.factories import StaffMemberFactory
from tests.pages.managers import own_uploads  # noqa: F401  # a fixture


@pytest.fixture
def things(monkeypatch):
    """One of each thing that an address can name, by the name in the address's own words."""
    # A file that is gone does not come back with what the database takes back.
    monkeypatch.setattr(drafts, "_remove", lambda name: None)
    member = StaffMemberFactory(is_superuser=True, name="Sam")
    facts = {"type": "user", "first_name": "Ana", "last_name": "Brook", "email": "ana@example.com", "tags": ["vip"]}
    contact = create_contact(facts, via=Via.EVANCE)
    change_contact(contact.pk, {"company": "Brook & Sons", "sms_optout_reason": "no"}, via=Via.PAGE)
    content = ContentFile(b"type,email\nguest,a@example.com\n", name="a.csv")
    draft = keep_draft(content, "a.csv", find_plan(content) | {"defaults": {"type": "guest"}}, member)
    review_now(draft, member)
    return {
        "member": member,
        "contact": contact.pk,
        "change": contact.changes.last().pk,
        "note": Note.objects.create(contact=contact, text="Called", by=member).pk,
        "operation": Operation.objects.create(kind=OperationKind.BULK, state=OperationState.DONE, via=Via.PAGE).pk,
        "export": Operation.objects.create(
            kind=OperationKind.EXPORT, state=OperationState.DONE, via=Via.PAGE, by=member
        ).pk,
        "view": SavedView.objects.create(name="Users", query="type=user", owner=member).pk,
        "import": draft.pk,
        "tag": Tag.objects.get().pk,
        "line": 2,
        "name": "identity",
        "channel": "sms",
    }
