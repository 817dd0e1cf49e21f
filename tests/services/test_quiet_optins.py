"""Where staff write, an opt-out is lifted only where it is asked wherefrom the consent is."""

import pytest
from django.core.exceptions import ValidationError

from contacts.choices import Via
from contacts.services import change_contact
from contacts.services.bulk_changes import change_contacts
from tests.factories import ContactFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def contact():
    return ContactFactory(opted_out_of_sms=True)


@pytest.mark.parametrize("face", [Via.PAGE, Via.ADMIN])
def test_staff_lift_no_opt_out_without_a_source(contact, face):
    changes = {"sms_optout_reason": " ", "email": "no e-mail", "company": "New"}

    with pytest.raises(ValidationError) as refusal:
        change_contact(contact.pk, changes, via=face)

    assert set(refusal.value.message_dict) == {"sms_optout_reason", "email"}
    contact.refresh_from_db()
    assert (contact.sms_optout_reason, contact.company) == ("optout", "")


def test_nor_where_many_are_changed(contact):
    other = ContactFactory()
    wanted = dict.fromkeys([contact.pk, other.pk], lambda _contact: {"sms_optout_reason": None, "company": "New"})

    outcomes = change_contacts(wanted, via=Via.PAGE)

    assert set(outcomes[contact.pk].message_dict) == {"sms_optout_reason"}
    assert outcomes[other.pk].contact.company == "New"


def test_another_reason_lifts_nothing(contact):
    change_contact(contact.pk, {"sms_optout_reason": "moved"}, via=Via.PAGE)

    contact.refresh_from_db()
    assert contact.sms_optout_reason == "moved"


def test_with_a_source_it_is_lifted(contact):
    change_contact(contact.pk, {"sms_optout_reason": ""}, via=Via.PAGE, consent_source="Call of 12 May")

    assert contact.consent_events.get().source == "Call of 12 May"
