"""The undo of an operation by its page: what would return and what would stay, then the undo itself."""

import pytest
from django.urls import reverse

from contacts.choices import OperationState, Via
from contacts.models import Operation
from contacts.services import change_contact
from contacts.services.bulk_deeds import BulkDeed
from tests.factories import ContactFactory, StaffMemberFactory
from tests.services.bulk_edits import ACME, bulk, ticked
from tests.services.undos import fresh

pytestmark = pytest.mark.django_db


@pytest.fixture
def member(client):
    member = StaffMemberFactory(is_superuser=True)
    client.force_login(member)
    return member


def address_of(deed, name="operation-undo"):
    return reverse(f"staff:{name}", args=[deed.pk])


def test_the_page_tells_what_returns_and_what_stays_and_writes_nothing(client, member):
    ana, ben = ContactFactory(), ContactFactory(first_name="Ben")
    deed = bulk(ticked(ana, ben), ACME)
    change_contact(ben.pk, {"company": "Mine"}, via=Via.PAGE)

    page = client.get(address_of(deed))

    assert page.context["counts"] == {"reverted": 1, "kept": 1}
    assert "It has been changed since." in page.text
    assert fresh(ana).company == "ACME"
    assert Operation.objects.get() == deed


def test_the_undo_leads_to_its_own_page_and_can_be_undone(client, member):
    contact = ContactFactory()
    deed = bulk(ticked(contact), ACME)

    page = client.post(address_of(deed), {"reason": "Wrong name"}, follow=True)

    undo = deed.undone_by.get()
    assert page.redirect_chain == [(address_of(undo, "operation"), 302)]
    assert (undo.by, undo.reason, fresh(contact).company) == (member, "Wrong name", "")
    client.post(address_of(undo))
    deed.refresh_from_db()
    assert (deed.state, fresh(contact).company) == (OperationState.DONE, "ACME")


def test_what_is_undone_already_is_not_undone_twice(client, member):
    deed = bulk(ticked(ContactFactory()), BulkDeed("tags", added_tags=["vip"]))
    client.post(address_of(deed))

    page = client.post(address_of(deed), {"next": reverse("staff:operations")}, follow=True)

    assert page.redirect_chain == [(reverse("staff:operations"), 302)]
    assert "undone already" in page.text
    assert deed.undone_by.count() == 1


def test_the_way_back_leads_to_addresses_of_ours_alone(client, member):
    deed = bulk(ticked(ContactFactory()), ACME)

    response = client.post(address_of(deed), {"next": "https://evil.example/"})

    assert response["Location"] == address_of(deed.undone_by.get(), "operation")
