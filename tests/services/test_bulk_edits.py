"""Bulk edits: one deed for many contacts, through the law, once for each, and back again."""

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from contacts.choices import ConsentState, OperationState, Via
from contacts.models import Contact, Operation
from contacts.services import change_contact, delete_contact
from contacts.services.bulk_deeds import BulkDeed
from contacts.services.bulk_edits import begin_bulk, rehearse_bulk, run_bulk
from contacts.services.selections import Selection
from tests.factories import ContactFactory, StaffMemberFactory
from tests.queries import statements
from tests.services.bulk_edits import ACME, bulk, reasons_of, ticked
from tests.services.undos import Undo, fresh

pytestmark = pytest.mark.django_db


def test_fields_are_set_and_cleared_and_the_others_stay():
    ana = ContactFactory(website="/ana", department="Sales")
    ben = ContactFactory(company="ACME")
    staff = StaffMemberFactory()

    operation = bulk(ticked(ana, ben), ACME, by=staff)

    ana.refresh_from_db()
    assert (ana.company, ana.website, ana.department) == ("ACME", "", "Sales")
    assert operation.counts == {"changed": 1, "unchanged": 1}
    assert (operation.state, operation.done_rows, operation.total_rows) == (OperationState.DONE, 2, 2)
    change = ana.changes.get()
    assert (change.operation, change.by, change.reason, change.via) == (operation, staff, "Spring", Via.PAGE)


def test_of_all_that_a_filter_finds_some_are_left_out():
    contacts = ContactFactory.create_batch(3, website="/ana")

    operation = bulk(Selection(query=f"type=guest&without={contacts[0].pk},{contacts[2].pk}"), ACME)

    assert operation.counts == {"changed": 1}
    assert list(Contact.objects.filter(company="ACME")) == [contacts[1]]


def test_what_is_found_in_a_field_is_replaced_to_the_letter_and_back():
    ana, ben = ContactFactory(company="Acme Ltd, Acme House"), ContactFactory(company="ACME")
    deed = BulkDeed("replace", searched="company", old="Acme", new="Zeta")

    operation = bulk(ticked(ana, ben), deed)

    assert (fresh(ana).company, fresh(ben).company) == ("Zeta Ltd, Zeta House", "ACME")
    assert operation.counts == {"changed": 1, "unchanged": 1}
    Undo(operation)
    assert fresh(ana).company == "Acme Ltd, Acme House"


def test_a_replacement_that_breaks_a_rule_leaves_its_contact_as_it_was():
    branch = ContactFactory(branch=True, company="Acme")

    operation = bulk(ticked(branch), BulkDeed("replace", searched="company", old="Acme"))

    assert fresh(branch).company == "Acme"
    assert list(reasons_of(operation)) == [(branch.pk, "company")]


def test_values_of_every_shape_reach_their_fields():
    contact = ContactFactory(leave_date="2030-01-01")
    values = {"start_date": "2024-02-29", "address_country": "DE", "phone": "020 7946 0000", "type": "recipient"}

    bulk(ticked(contact), BulkDeed("edit", values=values, cleared=["leave_date"]))

    contact.refresh_from_db()
    assert (str(contact.start_date), contact.leave_date) == ("2024-02-29", None)
    assert (contact.address_country, contact.phone, contact.type) == ("DE", "020 7946 0000", "recipient")


def test_tags_are_added_and_removed_without_case_and_the_others_stay():
    contact = ContactFactory()
    change_contact(contact.pk, {"tags": ["Old", "vip", "stays"]}, via=Via.PAGE)

    bulk(ticked(contact), BulkDeed("tags", added_tags=["VIP", "new"], removed_tags=["OLD"]))

    assert fresh(contact).tag_names == ["new", "stays", "vip"]


def test_who_opts_out_gets_the_reason_and_who_is_out_keeps_his():
    open_one, out = ContactFactory(), ContactFactory(sms_optout_reason="moved")
    told_at = timezone.now()

    operation = bulk(
        ticked(open_one, out), BulkDeed("consent", optouts={"sms": "by letter"}, told_at=told_at.isoformat())
    )

    assert fresh(open_one).optout("sms") == ("by letter", told_at)
    assert fresh(out).optout("sms") == ("moved", None)
    assert operation.counts == {"changed": 1, "unchanged": 1}


def test_nobody_is_opted_in_without_a_source_and_a_reason():
    contact = ContactFactory(sms_optout_reason="moved")
    for deed, reason in [
        (BulkDeed("consent", optins=["sms"]), "Why"),
        (BulkDeed("consent", optins=["sms"], consent_source="Fair"), ""),
    ]:
        with pytest.raises(ValidationError, match="nobody is opted in"):
            bulk(ticked(contact), deed, reason=reason)
    assert fresh(contact).optout("sms")[0] == "moved"


def test_an_opt_in_is_written_into_the_ledger_with_its_source():
    contact = ContactFactory(sms_optout_reason="moved")

    bulk(ticked(contact), BulkDeed("consent", optins=["sms"], consent_source="Fair, folder 12"), reason="Signed forms")

    event = contact.consent_events.get()
    assert (event.channel, event.state, event.source) == ("sms", ConsentState.IN, "Fair, folder 12")
    assert fresh(contact).optout("sms") == ("", None)


def test_a_deed_that_does_nothing_is_refused():
    with pytest.raises(ValidationError, match="Nothing would change"):
        bulk(ticked(ContactFactory()), BulkDeed("edit"))


def test_the_refused_the_headquarters_and_the_deleted_are_left_over_with_reasons():
    good, refused, gone = ContactFactory(), ContactFactory(recipient=True, company=""), ContactFactory()
    headquarters = Contact.objects.get(type="hq")
    operation = begin_bulk(
        ticked(good, refused, gone, headquarters),
        BulkDeed("edit", values={"type": "guest"}, cleared=["company"]),
        via=Via.PAGE,
    )
    change_contact(good.pk, {"company": "Old"}, via=Via.PAGE)
    delete_contact(gone.pk, via=Via.PAGE)

    run_bulk(operation)

    assert operation.counts == {"changed": 1, "skipped": 3}
    reasons = reasons_of(operation)
    assert "needs it" in reasons[refused.pk, "first_name"]
    assert "needs it" in reasons[refused.pk, "last_name"]
    assert "meanwhile" in reasons[gone.pk, ""]
    assert "headquarters" in reasons[headquarters.pk, ""]


def test_contacts_are_deleted_but_for_the_headquarters():
    contact, headquarters = ContactFactory(), Contact.objects.get(type="hq")

    operation = bulk(ticked(contact, headquarters), BulkDeed("delete"))

    assert list(Contact.objects.all()) == [headquarters]
    assert operation.counts == {"deleted": 1, "skipped": 1}


def test_a_rehearsal_tells_everything_and_writes_nothing():
    ana, refused = ContactFactory(website="/ana"), ContactFactory(recipient=True)
    deed = BulkDeed("edit", values={"type": "guest", "company": "ACME"})

    outcomes = rehearse_bulk(ticked(ana, refused), deed, 10, via=Via.PAGE)

    assert outcomes.counts == {"changed": 1, "skipped": 1}
    assert outcomes.changed[ana.pk] == ({"company": ""}, {"company": "ACME"})
    assert fresh(ana).version == 1
    assert not Operation.objects.exists()
    assert not ana.changes.exists()


def test_an_undo_brings_fields_and_tags_back_and_leaves_opt_outs():
    contact = ContactFactory(website="/ana")
    edit = bulk(ticked(contact), ACME)
    tags = bulk(ticked(contact), BulkDeed("tags", added_tags=["vip"]))
    consent = bulk(ticked(contact), BulkDeed("consent", optouts={"sms": "by letter"}))

    undos = [Undo(deed) for deed in (consent, tags, edit)]

    contact = fresh(contact)
    assert (contact.company, contact.website, contact.tag_names) == ("", "/ana", [])
    assert contact.optout("sms")[0] == "by letter"
    assert [undo.counts for undo in undos] == [{"kept": 1}, {"reverted": 1}, {"reverted": 1}]
    assert reasons_of(undos[0].deed) == {(contact.pk, "sms_optout_reason"): "An opt-out stays."}


def test_an_undo_of_opt_ins_brings_the_opt_outs_back():
    contact = ContactFactory(sms_optout_reason="moved")
    edit = bulk(ticked(contact), BulkDeed("consent", optins=["sms"], consent_source="Fair"), reason="Forms")

    Undo(edit)

    assert fresh(contact).optout("sms")[0] == "moved"


def test_an_undo_of_a_bulk_deletion_brings_everybody_back():
    contacts = [ContactFactory() for _number in range(3)]
    edit = bulk(ticked(*contacts), BulkDeed("delete"))

    assert Undo(edit).counts == {"restored": 3}
    assert {contact.pk for contact in contacts} < set(Contact.objects.values_list("pk", flat=True))


def test_the_statements_of_a_batch_hardly_grow_with_it():
    """SQLite takes so many values in one statement, and no more."""
    counts = []
    for number in (2, 40):
        operation = begin_bulk(ticked(*[ContactFactory() for _ in range(number)]), ACME, via=Via.PAGE)
        with statements() as sent:
            run_bulk(operation)
        counts.append(len(sent))
    assert counts[1] <= counts[0] + 2
