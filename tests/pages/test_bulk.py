"""A bulk edit by pages, without a script: choose, say, look, apply, undo."""

import re

import pytest
from django.urls import reverse

from contacts import tasks
from contacts.choices import OperationState
from contacts.models import Contact, Operation
from tests.factories import ContactFactory, StaffMemberFactory
from tests.pages.bulk_flow import BULK, PREVIEW, Flow, company, messages_on, state_in
from tests.queries import statements
from tests.services.undos import fresh
from tests.workers import work_off

pytestmark = pytest.mark.django_db


@pytest.fixture
def member(client):
    member = StaffMemberFactory(is_superuser=True)
    client.force_login(member)
    return member


def test_ticked_contacts_are_edited_with_a_look_beforehand_and_an_undo_after(client, member):
    ana, ben = ContactFactory(website="/ana"), ContactFactory(first_name="Ben", company="ACME")
    flow = Flow(client, pk=[ana.pk, ben.pk])
    assert "of 2 contacts" in flow.form.text

    preview = flow.look(**company("ACME"), **{"website-how": "clear"})

    assert preview.context["counts"] == {"changed": 1, "unchanged": 1}
    assert ("<del>/ana</del>" in preview.text, "<ins>ACME</ins>" in preview.text) == (True, True)
    assert fresh(ana).version == 1

    done = flow.apply(reason="New name")

    assert done.redirect_chain[-1][0] == reverse("staff:contacts")
    assert "1 contact changed. 1 was so already." in messages_on(done)
    assert (fresh(ana).company, fresh(ana).website) == ("ACME", "")
    assert ana.changes.get().reason == "New name"

    undo = re.search(r'formaction="([^"]+)"', done.text)[1]
    undone = client.post(undo, {"next": reverse("staff:contacts")}, follow=True)
    assert undone.redirect_chain == [(reverse("staff:contacts"), 302)]
    assert "Undone." in messages_on(undone)
    assert fresh(ana).website == "/ana"


def test_a_filter_travels_and_leads_back_to_its_list(client, member):
    users = [ContactFactory(user=True) for _number in range(3)]
    ContactFactory()
    flow = Flow(client, filter="type=user", count="3")
    flow.look(**company("ACME"))

    done = flow.apply()

    assert done.redirect_chain[-1][0] == f"{reverse('staff:contacts')}?type=user"
    assert set(Contact.objects.filter(company="ACME")) == set(users)


def test_it_asks_again_when_many_more_match_by_now(client, member):
    ContactFactory.create_batch(3, user=True)
    flow = Flow(client, filter="type=user", count="40")
    assert "By now 3 contacts match; when you chose them it was 40." in flow.form.text
    assert "By now" not in flow.look(**company("ACME")).text
    ContactFactory.create_batch(9, user=True)

    flow.preview = flow.apply()

    assert "By now 12 contacts match; when you chose them it was 3." in flow.preview.text
    assert not Operation.objects.exists()
    flow.apply()
    assert Operation.objects.get().counts == {"changed": 12}


def test_what_was_typed_wrongly_stands_at_its_field_and_above(client, member):
    flow = Flow(client, pk=[ContactFactory().pk])

    page = flow.look(
        **{
            "company-how": "set",
            "website": "/x",
            "title-how": "set",
            "title": "<b>",
            "start_date-how": "set",
            "start_date": "x",
        }
    )

    errors = page.context["form"].errors
    assert set(errors) == {"company", "website", "title", "start_date"}
    assert 'href="#id_company"' in page.text
    assert 'aria-describedby="id_company_error"' in page.text
    assert 'value="/x"' in page.text


def test_find_and_replace_shows_what_it_would_do_and_can_be_said_otherwise(client, member):
    contact = ContactFactory(company="Acme Ltd")
    flow = Flow(client, deed="replace", pk=[contact.pk])

    page = flow.look(searched="company", old="Acme", new="Zeta").text
    again = client.post(BULK, {"state": state_in(flow.preview)}).text

    assert "“Acme” becomes “Zeta”" in page
    assert "<ins>Zeta Ltd</ins>" in page
    assert 'value="Acme"' in again
    flow.apply()
    contact.refresh_from_db()
    assert contact.company == "Zeta Ltd"


@pytest.mark.parametrize("said", [{"searched": "email", "old": "x"}, {"searched": "company", "old": ""}])
def test_a_field_that_is_nobody_elses_and_an_empty_search_are_refused(client, member, said):
    assert Flow(client, deed="replace", pk=[ContactFactory().pk]).look(**said).context["form"].errors


def test_saying_nothing_is_refused(client, member):
    page = Flow(client, pk=[ContactFactory().pk]).look()

    assert "Nothing would change" in page.text


def test_what_was_said_can_be_said_otherwise(client, member):
    flow = Flow(client, pk=[ContactFactory().pk])
    flow.look(**company("ACME"))

    again = client.post(BULK, {"state": state_in(flow.preview)})

    assert 'value="ACME"' in again.text
    assert again.context["form"].initial["company-how"] == "set"


def test_tags_are_added_and_removed(client, member):
    contact = ContactFactory()
    flow = Flow(client, "tags", pk=[contact.pk])
    flow.look(added_tags="vip\ntrade fair", removed_tags="old")

    flow.apply()

    assert fresh(contact).tag_names == ["trade fair", "vip"]


def test_an_opt_in_needs_a_source_and_a_reason(client, member):
    contact = ContactFactory(sms_optout_reason="moved")
    flow = Flow(client, "consent", pk=[contact.pk])
    assert "consent_source" in flow.look(sms="in").context["form"].errors
    flow.look(sms="in", consent_source="Fair")

    flow.preview = flow.apply(reason="")
    assert "nobody is opted in else" in flow.preview.text
    assert fresh(contact).optout("sms")[0] == "moved"

    flow.apply(reason="Signed forms")
    assert fresh(contact).optout("sms")[0] == ""
    assert contact.consent_events.get().source == "Fair"


def test_an_opt_out_needs_a_reason(client, member):
    contact = ContactFactory()
    flow = Flow(client, "consent", pk=[contact.pk])
    assert "optout_reason" in flow.look(post="out").context["form"].errors

    flow.look(post="out", optout_reason="by letter")
    flow.apply()

    assert fresh(contact).optout("post")[0] == "by letter"


def test_contacts_are_deleted_and_who_stays_is_named(client, member):
    contact, headquarters = ContactFactory(), Contact.objects.get(type="hq")
    flow = Flow(client, "delete", pk=[contact.pk, headquarters.pk])

    preview = flow.look()
    assert preview.context["counts"] == {"deleted": 1, "skipped": 1}
    assert "The headquarters is left out" in preview.text

    assert "1 contact deleted. 1 was left out." in messages_on(flow.apply())
    assert list(Contact.objects.all()) == [headquarters]


@pytest.mark.django_db(transaction=True)
def test_many_are_edited_by_a_worker_and_the_page_of_the_operation_tells(client, member, monkeypatch):
    monkeypatch.setattr(tasks, "AT_ONCE", 2)
    ContactFactory.create_batch(3, user=True)
    flow = Flow(client, filter="type=user", count="3")
    flow.look(**company("ACME"))

    page = flow.apply()

    operation = Operation.objects.get()
    assert page.redirect_chain[-1][0] == reverse("staff:operation", args=[operation.pk])
    assert "0 of 3" in page.text
    assert "No worker runs" in page.text
    work_off()
    operation.refresh_from_db()
    assert (operation.state, operation.counts) == (OperationState.DONE, {"changed": 3})

    client.post(reverse("staff:operation-undo", args=[operation.pk]), {"next": "/staff/contacts/"})
    assert Contact.objects.filter(company="ACME").count() == 3
    work_off()
    operation.refresh_from_db()
    assert operation.state == OperationState.UNDONE
    assert not Contact.objects.filter(company="ACME").exists()


def test_a_form_of_somebody_else_or_of_yesterday_is_not_taken(client, member):
    flow = Flow(client, pk=[ContactFactory().pk])
    client.force_login(StaffMemberFactory(is_superuser=True))

    page = client.post(PREVIEW, {"state": state_in(flow.form), "deed": "edit", **company("ACME")}, follow=True)

    assert "This form is too old" in page.text


@pytest.mark.parametrize("chosen", [{}, {"pk": "x"}, {"filter": "type=nonsense"}])
def test_who_comes_with_nothing_is_led_back_to_the_list(client, member, chosen):
    page = client.post(BULK, {**chosen, "deed": "edit"}, follow=True)

    assert page.redirect_chain == [(reverse("staff:contacts"), 302)]
    assert 'role="status"' in page.text


def test_only_an_address_of_ours_is_led_back_to(client, member):
    contact = ContactFactory()
    for referer, wanted in [
        ("http://testserver/staff/contacts/?sort=email", "http://testserver/staff/contacts/?sort=email"),
        ("http://evil.example/staff/contacts/", "/staff/contacts/"),
    ]:
        page = client.post(BULK, {"pk": [contact.pk], "deed": "edit"}, headers={"Referer": referer})
        assert page.context["came_from"] == wanted


def test_the_previews_queries_do_not_grow(client, member):
    counts = []
    for number in (1, 40):
        flow = Flow(client, pk=[ContactFactory().pk for _ in range(number)])
        with statements() as sent:
            flow.look(**company("ACME"))
        counts.append(len(sent))
    assert counts[1] <= counts[0] + 2
