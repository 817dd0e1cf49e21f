"""What the operators look at beside the contacts: operations, imports, consent, workers, and what staff keep."""

import pytest
from django.contrib.auth.models import Group

from contacts.choices import OperationKind, OperationState, Via
from contacts.models import ConsentEvent, ImportDraft, Operation, SavedMapping, SavedView, Worker
from contacts.services import change_contact, create_contact
from contacts.services.background import beat
from contacts.services.saved_views import keep_view
from tests.factories import StaffMemberFactory
from tests.queries import statements

READ_ONLY = ["operation", "importdraft", "consentevent", "change", "worker"]


@pytest.fixture
def things(db):
    """One of everything, and what makes more of it."""
    made = []

    def more():
        by = StaffMemberFactory()
        operation = Operation.objects.create(
            kind=OperationKind.IMPORT,
            state=OperationState.DONE,
            via=Via.PAGE,
            by=by,
            source=f"customers{len(made)}.csv",
        )
        ImportDraft.objects.create(name=f"customers{len(made)}.csv", by=by, operation=operation)
        contact = create_contact({"type": "recipient", "email": f"r{len(made)}@example.com"}, via=Via.PAGE, by=by)
        change_contact(contact.pk, {"sms_optout_reason": "optout"}, via=Via.PAGE, by=by)
        beat(f"worker-{len(made)}")
        keep_view(by, name="Mine", query="type=user", columns=[], is_shared=True)
        SavedMapping.objects.create(name=f"Shop {len(made)}", columns={"Mail": "email"})
        made.append(operation)
        return operation

    more()
    return more


def address(name):
    return f"/admin/contacts/{name}/"


@pytest.mark.parametrize("name", [*READ_ONLY, "savedview", "savedmapping", "tag", "apiclient", "contact"])
def test_a_list_takes_as_many_queries_for_one_as_for_many(pages, things, name):
    with statements() as few:
        assert pages.client.get(address(name)).status_code == 200
    for _each in range(4):
        things()

    with statements() as many:
        pages.client.get(address(name))

    assert len(many) == len(few)


@pytest.mark.parametrize("name", READ_ONLY)
def test_what_has_happened_is_looked_at_and_not_touched(pages, things, name):
    models = {model._meta.model_name: model for model in (Operation, ImportDraft, ConsentEvent, Worker)}
    pk = models[name].objects.first().pk if name in models else things().changes.model.objects.first().pk

    page = pages.client.get(f"{address(name)}{pk}/change/")

    assert page.status_code == 200
    assert 'name="_save"' not in page.text
    assert pages.client.get(f"{address(name)}add/").status_code == 403
    assert pages.client.post(f"{address(name)}{pk}/change/", {}).status_code == 403
    assert pages.client.post(f"{address(name)}{pk}/delete/", {"post": "yes"}).status_code == 403


def test_an_operation_leads_to_its_page_where_it_can_be_undone(pages, things):
    operation = things()

    assert f'href="/staff/operations/{operation.pk}/"' in pages.client.get(address("operation")).text


@pytest.mark.parametrize("term", ["1" * 30, "x", "é"])
@pytest.mark.parametrize("name", ["consentevent", "change"])
def test_what_is_no_id_finds_nothing(pages, things, name, term):
    response = pages.client.get(address(name), {"q": term})

    assert response.status_code == 200
    assert response.context["cl"].result_count == 0


def test_the_ledger_is_searched_by_contact(pages, things):
    event = ConsentEvent.objects.get()
    things()

    response = pages.client.get(address("consentevent"), {"q": event.contact_id})

    assert [one.pk for one in response.context["cl"].result_list] == [event.pk]


def test_a_worker_that_was_not_seen_for_long_is_not_alive(pages, things):
    Worker.objects.update(seen_at="2001-01-01T00:00Z")
    beat("worker-9")

    page = pages.client.get(address("worker")).text
    assert page.count("icon-yes") == 1
    assert page.count("icon-no") == 1


def test_a_saved_view_is_handed_on(pages, things):
    view, heir = SavedView.objects.get(), StaffMemberFactory()

    pages.client.post(f"{address('savedview')}{view.pk}/change/", {"name": "Users", "owner": heir.pk})

    view.refresh_from_db()
    assert (view.name, view.owner, view.is_shared, view.query) == ("Users", heir, False, "type=user")


def test_the_admin_leads_back_to_the_pages_of_the_staff(pages):
    page = pages.client.get("/admin/").text

    for place in ("/staff/", "/staff/me/"):
        assert f'href="{place}"' in page
    assert 'action="/staff/sign-out/"' in page
    assert pages.client.get("/admin/password_change/").url == "/staff/me/password/"


def test_there_is_one_way_in(client, db):
    assert client.get("/admin/contacts/contact/").url == "/admin/login/?next=/admin/contacts/contact/"
    assert client.get("/admin/login/?next=/admin/contacts/contact/").url == (
        "/staff/sign-in/?next=/admin/contacts/contact/"
    )
    assert client.post("/admin/login/", {"username": "a", "password": "b"}).status_code == 302


def test_who_is_in_already_is_not_asked_again(pages):
    assert pages.client.get("/admin/login/").url == "/admin/"


def test_a_second_factor_that_is_required_is_required_here_too(pages, settings):
    settings.SECOND_FACTOR_REQUIRED = True

    assert pages.client.get("/admin/").url == "/admin/login/?next=/admin/"
    assert pages.client.get("/admin/login/?next=/admin/").url == "/staff/me/second-factor/"


@pytest.fixture
def reader(client, db):
    reader = StaffMemberFactory()
    reader.groups.add(Group.objects.get(name="Reader"))
    client.force_login(reader)
    return client


def test_a_reader_sees_no_deeds(reader, things):
    page = reader.get(address("contact")).text

    assert 'value="export"' not in page
    assert 'value="delete_selected"' not in page
    assert "/staff/imports/new/" not in page


@pytest.mark.parametrize("name", ["importdraft", "worker", "apiclient", "staffmember", "savedmapping"])
def test_a_reader_sees_no_more_than_elsewhere(reader, things, name):
    assert reader.get(address(name)).status_code == 403
