from datetime import UTC, datetime

import pytest

from contacts.choices import GrantStatus, Via
from contacts.forms import contact as contact_form
from contacts.models import Contact
from contacts.services import Grant, change_contact, create_contact, delete_contact
from tests.admin.browser import errors_of
from tests.factories import GUEST, AccessRoleFactory, ContactFactory

EVERYTHING = GUEST | {
    "type": "user",
    "title": "Dr",
    "company": "Brook & Sons",
    "department": "Sales",
    "more_emails": ["second@example.com", "third@example.com"],
    "phone": "020 7946 0000",
    "more_numbers": ["0800 111", "0800 222"],
    "address_line1": "20-22 Wenlock Road",
    "address_country": "GB",
    "reference": "R-1",
    "customer_number": "C-1",
    "website": "https://www.example.com",
    "biography": "One.\n\nTwo.",
    "date_of_birth": "1990-02-03",
    "sms_optout_reason": "optout",
    # In London, half past one comes twice that night: this is the second time.
    "sms_optout_date": datetime(2025, 10, 26, 1, 30, 15, 123456, tzinfo=UTC),
    "tags": ["one, two", "VIP"],
    "raw_password": "correct horse",
}


@pytest.fixture
def full_contact(db):
    AccessRoleFactory(reference="customer", name="Customer")
    end = datetime(2031, 1, 1, 23, 59, 59, 999999, tzinfo=UTC)
    return create_contact(EVERYTHING | {"grants": [Grant("customer", GrantStatus.PENDING, end)]}, via=Via.DIVENDO)


def test_a_new_contact_goes_through_the_door(pages, member):
    response = pages.add(**GUEST, reason="Met at the fair")

    contact = Contact.objects.get(email="ana@example.com")
    change = contact.changes.get()
    assert response.status_code == 302
    assert (change.via, change.by, change.reason) == (Via.ADMIN, member, "Met at the fair")
    assert change.after["first_name"] == "Ana"


def test_a_form_sent_back_as_it_is_writes_nothing(pages, full_contact):
    response = pages.change(full_contact)

    assert response.status_code == 302
    assert full_contact.changes.count() == 1


def test_a_change_holds_what_was_typed_over_alone(pages, member, full_contact):
    pages.change(full_contact, company="Other Ltd", reason="Sold")

    change = full_contact.changes.latest("pk")
    assert (change.before, change.after) == ({"company": "Brook & Sons"}, {"company": "Other Ltd"})
    assert (change.by, change.reason) == (member, "Sold")


def test_what_others_change_while_the_form_is_open_stays(pages, full_contact):
    shown = pages.shown(full_contact)
    changes = {"company": "Other Ltd", "tags": ["new"], "grants": [], "more_emails": []}
    change_contact(full_contact.pk, changes, via=Via.EVANCE)

    pages.send(full_contact, shown | {"department": "Service"})

    contact = Contact.objects.whole().get(pk=full_contact.pk)
    assert (contact.department, contact.company, contact.more_emails) == ("Service", "Other Ltd", [])
    assert (contact.tag_names, contact.website_grants) == (["new"], None)


def test_a_refused_form_still_remembers_what_it_showed_first(pages, full_contact):
    shown = pages.shown(full_contact)
    change_contact(full_contact.pk, {"company": "Other Ltd"}, via=Via.EVANCE)

    refused = pages.send(full_contact, shown | {"last_name": ""})
    pages.send(full_contact, pages.shown_by(refused) | {"last_name": "Moss"})

    contact = Contact.objects.get(pk=full_contact.pk)
    assert (contact.last_name, contact.company) == ("Moss", "Other Ltd")


def test_lists_are_written_one_in_each_line(pages, full_contact):
    pages.change(
        full_contact,
        more_emails="third@example.com\r\n\r\n Fourth@example.com ",
        more_numbers="0800 333",
        tag_names="vip\r\nx, y",
    )

    contact = Contact.objects.whole().get(pk=full_contact.pk)
    assert contact.more_emails == ["third@example.com", "fourth@example.com"]
    assert contact.more_numbers == ["0800 333"]
    assert set(contact.tag_names) == {"VIP", "x, y"}


def test_line_ends_do_not_count_twice_in_a_biography(pages, full_contact):
    pages.change(full_contact, biography="a\r\n" * 999 + "ab")

    assert len(Contact.objects.get(pk=full_contact.pk).biography) == 2000


def test_an_instant_is_typed_in_the_time_of_the_store(pages, full_contact):
    pages.change(full_contact, post_optout_reason="moved", post_optout_date="2031-07-01 10:00")

    assert Contact.objects.get(pk=full_contact.pk).post_optout_date == datetime(2031, 7, 1, 9, tzinfo=UTC)


def test_a_refusal_stands_at_its_field(pages, full_contact):
    response = pages.change(
        full_contact,
        last_name="",
        more_emails="somebody@example.com\nnobody",
        tag_names="good\n<b>bad",
        date_of_birth="2999-01-01",
        post_optout_date="soon",
    )

    assert errors_of(response) == {
        "last_name": ["Enter the last name: a contact of the type user needs it."],
        "more_emails": ["nobody: Enter an e-mail address such as name@example.com."],
        "date_of_birth": ["Enter a day that is not in the future."],
        "post_optout_date": ["Give a day, or an instant such as 2031-01-01T00:00:00+00:00."],
    }
    assert full_contact.changes.count() == 1


def test_what_only_the_door_refuses_stands_at_its_field_too(pages, full_contact):
    ContactFactory(reference="Taken")

    response = pages.change(full_contact, reference="taken", tag_names="good\n<b>bad", company="Other Ltd")

    assert errors_of(response) == {
        "reference": ["Another contact has this reference."],
        "tag_names": ["<b>bad: Remove the HTML: write plain text, without tags."],
    }
    assert full_contact.changes.count() == 1


def test_a_rival_who_comes_first_is_told_at_the_field(pages, full_contact, monkeypatch):
    def save_second(contact, **options):
        ContactFactory(customer_number=contact.customer_number)
        return save_contact(contact, **options)

    save_contact = contact_form.save_contact
    monkeypatch.setattr(contact_form, "save_contact", save_second)
    response = pages.change(full_contact, customer_number="C-2", company="Other Ltd")

    assert errors_of(response) == {"customer_number": ["Another contact has this customer number."]}
    assert Contact.objects.get(pk=full_contact.pk).company == "Brook & Sons"


def test_a_contact_that_was_deleted_meanwhile_is_not_a_crash(pages, full_contact, monkeypatch):
    def save_too_late(contact, **options):
        delete_contact(contact.pk, via=Via.EVANCE)
        return save_contact(contact, **options)

    save_contact = contact_form.save_contact
    monkeypatch.setattr(contact_form, "save_contact", save_too_late)
    response = pages.change(full_contact, company="Other Ltd")

    assert errors_of(response) == {
        "__all__": ["Somebody has deleted this contact meanwhile. Its history still holds all of it."]
    }


def test_a_new_user_takes_over_the_recipient_with_the_same_address(pages):
    recipient = ContactFactory(recipient=True, email="ana@example.com", opted_out_of_sms=True)

    response = pages.add(**GUEST | {"type": "user"})

    assert response.url == pages.address(recipient)
    contact = Contact.objects.get(email="ana@example.com")
    assert (contact.pk, contact.type, contact.sms_optout_reason) == (recipient.pk, "user", "optout")


def test_a_user_may_change_to_the_address_of_a_recipient(pages, full_contact):
    ContactFactory(recipient=True, email="news@example.com")

    response = pages.change(full_contact, email="news@example.com")

    assert response.status_code == 302
    assert Contact.objects.get(email="news@example.com").pk == full_contact.pk


def test_the_headquarters_keeps_its_type(pages):
    headquarters = Contact.objects.get(type="hq")

    response = pages.change(headquarters, type="branch", company="Main Office")

    headquarters.refresh_from_db()
    assert response.status_code == 302
    assert (headquarters.type, headquarters.company) == ("hq", "Main Office")


def test_nobody_becomes_the_headquarters(pages, full_contact):
    response = pages.change(full_contact, type="hq")

    assert errors_of(response) == {"type": ["Select a valid choice. hq is not one of the available choices."]}
