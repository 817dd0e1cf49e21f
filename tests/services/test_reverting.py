"""Taking single changes back."""

import pytest
from django.core.exceptions import ValidationError

from contacts.choices import Via
from contacts.models import Contact
from contacts.services import change_contact, create_contact, delete_contact
from contacts.services.reverting import NotRevertible, revert_change
from tests.factories import ContactFactory, StaffMemberFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def contact():
    return ContactFactory(company="Acme", position="Buyer")


def changed(contact, **changes):
    return change_contact(contact.pk, changes, via=Via.EVANCE).changes.latest("pk")


def test_a_change_is_taken_back_by_a_change_that_says_who_and_why(contact):
    member = StaffMemberFactory()
    change = changed(contact, company="Zeta", tags=["vip"])

    reverted = revert_change(change, via=Via.PAGE, by=member)

    contact.refresh_from_db()
    assert (contact.company, list(contact.tags.all())) == ("Acme", [])
    assert (reverted.change.by, reverted.change.via, reverted.kept) == (member, Via.PAGE, [])
    assert reverted.change.reason == f"Reverts version {change.version}."


def test_the_revert_can_be_reverted(contact):
    reverted = revert_change(changed(contact, company="Zeta"), via=Via.PAGE)

    revert_change(reverted.change, via=Via.PAGE)

    contact.refresh_from_db()
    assert contact.company == "Zeta"


def test_what_somebody_has_changed_since_stays_and_is_named(contact):
    change = changed(contact, company="Zeta", position="Director")
    changed(contact, company="Omega")

    reverted = revert_change(change, via=Via.PAGE)

    contact.refresh_from_db()
    assert (contact.company, contact.position) == ("Omega", "Buyer")
    assert reverted.kept == [("company", "It has been changed since.")]


def test_an_opt_out_stays_with_its_date(contact):
    change = changed(contact, sms_optout_reason="STOP", sms_optout_date="2026-01-02T03:04:05+00:00", company="Zeta")

    reverted = revert_change(change, via=Via.PAGE)

    contact.refresh_from_db()
    assert (contact.company, contact.sms_optout_reason) == ("Acme", "STOP")
    assert contact.sms_optout_date
    assert reverted.kept == [("sms_optout_reason", "An opt-out stays.")]


def test_an_opt_out_that_was_lifted_comes_back(contact):
    changed(contact, sms_optout_reason="STOP")
    lifted = changed(contact, sms_optout_reason=None)

    revert_change(lifted, via=Via.PAGE)

    contact.refresh_from_db()
    assert contact.sms_optout_reason == "STOP"


def test_where_all_stays_nothing_is_written(contact):
    change = changed(contact, company="Zeta")
    changed(contact, company="Omega")

    reverted = revert_change(change, via=Via.PAGE)

    assert (reverted.change, contact.changes.count()) == (None, 2)


def test_a_creation_is_not_reverted():
    contact = create_contact(
        {"type": "guest", "email": "a@example.com", "first_name": "A", "last_name": "B"}, via=Via.PAGE
    )

    with pytest.raises(NotRevertible, match="move it to the trash"):
        revert_change(contact.changes.get(), via=Via.PAGE)


def test_what_is_allowed_no_longer_is_refused(contact):
    change = changed(contact, reference="R-2") and changed(contact, reference="")
    ContactFactory(reference="r-2")

    with pytest.raises(ValidationError) as refusal:
        revert_change(change, via=Via.PAGE)

    assert refusal.value.message_dict == {"reference": ["Another contact has this reference."]}


def test_of_a_deleted_contact_nothing_is_reverted(contact):
    change = changed(contact, company="Zeta")
    delete_contact(contact.pk, via=Via.PAGE)

    with pytest.raises(Contact.DoesNotExist):
        revert_change(change, via=Via.PAGE)
