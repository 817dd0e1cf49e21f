"""Views of the list that staff keep, and how each likes lists to look."""

import pytest
from django.contrib.auth.models import Group

from contacts.models import SavedView, StaffMember
from tests.factories import ContactFactory, StaffMemberFactory
from tests.pages.saved_views import keep

pytestmark = pytest.mark.django_db
LIST, NEW = "/staff/contacts/", "/staff/views/new/"


def member_of(group):
    member = StaffMemberFactory()
    member.groups.add(Group.objects.get(name=group))
    return member


@pytest.fixture
def member():
    return member_of("Editor")


@pytest.fixture
def staff(client, member):
    client.force_login(member)
    return client


def query_of(response):
    assert response.status_code == 200
    return response.context["query"]


def test_a_list_is_kept_with_its_filters_order_and_columns(staff, member):
    facts = {"name": "Guests", "query": "type=guest&sort=name", "columns": "email,type", "is_shared": "on"}

    response = staff.post(NEW, facts)

    view = SavedView.objects.get()
    assert response["Location"] == f"{LIST}?view={view.pk}"
    assert (view.owner, view.name, view.query, view.is_shared) == (member, "Guests", "type=guest&sort=name", True)
    assert view.columns == ["email", "type"]


def test_a_view_loads_what_it_keeps(staff, member):
    view = keep(member, columns=["email", "type"])

    query = query_of(staff.get(LIST, {"view": view.pk}))

    assert (query.conditions, query.sort, query.column_names) == ({"type": "guest"}, "name", ["email", "type"])
    assert not query.has_changed


@pytest.mark.parametrize(
    "change", [{"sort": "-name"}, {"type": "user"}, {"columns": "email"}, {"type": "guest", "q": "x"}]
)
def test_a_view_that_is_left_offers_to_be_saved(staff, member, change):
    view = keep(member, columns=["email", "type"])

    response = staff.get(LIST, {"view": view.pk, "sort": "name", **change})

    assert query_of(response).has_changed
    assert f"/staff/views/{view.pk}/update/" in response.content.decode()


def test_a_view_whose_filters_are_all_lifted_does_not_take_them_back(staff, member):
    view = keep(member)
    query = query_of(staff.get(LIST, {"view": view.pk}))

    assert query_of(staff.get(LIST + query.cleared)).conditions == {}


def test_a_view_of_somebody_else_is_there_only_where_it_is_shared(staff):
    other = member_of("Editor")
    private, shared = keep(other), keep(other, name="Theirs", is_shared=True)

    assert staff.get(LIST, {"view": private.pk}).status_code == 404
    assert staff.get(LIST, {"view": shared.pk}).status_code == 200
    assert staff.get(LIST, {"view": "x"}).status_code == 404
    for deed in ("", "update/", "delete/"):
        assert staff.post(f"/staff/views/{private.pk}/{deed}").status_code == 404
        assert staff.post(f"/staff/views/{shared.pk}/{deed}").status_code == 403
    assert SavedView.objects.count() == 2


def test_a_reader_keeps_no_views(client):
    reader = member_of("Reader")
    client.force_login(reader)

    assert client.post(NEW, {"name": "x"}).status_code == 403
    assert "Save view" not in client.get(LIST, {"type": "guest"}).content.decode()


def test_a_name_is_needed_and_may_be_taken_once(staff, member):
    keep(member, name="Mine")

    for name in ("", "Mine", "<b>"):
        response = staff.post(NEW, {"name": name, "query": "type=guest"})
        assert 'role="alert"' in response.content.decode(), name
    assert SavedView.objects.count() == 1


def test_a_view_is_renamed_shared_and_updated(staff, member):
    view = keep(member)

    staff.post(f"/staff/views/{view.pk}/", {"name": "Better", "is_shared": "on"})
    staff.post(f"/staff/views/{view.pk}/update/", {"query": "type=user&sort=email", "columns": "tags,nothing"})

    view.refresh_from_db()
    assert (view.name, view.is_shared, view.query, view.columns) == ("Better", True, "type=user&sort=email", ["tags"])


def test_a_deleted_view_comes_back_by_its_undo(staff, member):
    view = keep(member, columns=["email"], is_shared=True)

    page = staff.post(f"/staff/views/{view.pk}/delete/", follow=True).content.decode()
    assert not SavedView.objects.exists()
    undo = page.split('formaction="')[1].split('"')[0].replace("&amp;", "&")
    staff.post(undo, {"next": "/staff/views/"})

    again = SavedView.objects.get()
    assert (again.name, again.query, again.columns, again.is_shared) == (view.name, view.query, ["email"], True)


def test_columns_density_length_and_order_are_remembered(staff, member):
    ContactFactory()
    wishes = {"columns": ["tags", "email"], "density": "compact", "page_size": "100", "sort": "name", "back": "?q=a"}

    response = staff.post("/staff/contacts/display/", wishes)

    assert response["Location"] == f"{LIST}?q=a"
    query = query_of(staff.get(LIST))
    assert (query.column_names, query.sort) == (["tags", "email"], "name")
    member = StaffMember.objects.get(pk=member.pk)
    assert (member.preferences["density"], member.preferences["page_size"]) == ("compact", 100)


def test_a_button_moves_a_column_without_script(staff):
    wishes = {
        "columns": ["email", "type", "tags"],
        "density": "cosy",
        "page_size": "50",
        "sort": "-created",
        "back": "",
    }

    staff.post("/staff/contacts/display/", {**wishes, "up": "tags"})

    assert query_of(staff.get(LIST)).column_names == ["email", "tags", "type"]


def test_columns_that_differ_from_the_views_stand_in_the_address(staff, member):
    view = keep(member, columns=["email"])
    wishes = {"columns": ["type"], "density": "cosy", "page_size": "50", "sort": "name", "back": f"?view={view.pk}"}

    response = staff.post("/staff/contacts/display/", wishes)

    assert response["Location"] == f"{LIST}?view={view.pk}&columns=type"
    assert query_of(staff.get(response["Location"])).has_changed


@pytest.mark.parametrize("wish", [{"page_size": "7"}, {"density": "loose"}, {"sort": "shoe size"}])
def test_a_wish_that_cannot_be_had_is_refused(staff, wish):
    wishes = {"columns": ["type"], "density": "cosy", "page_size": "50", "sort": "name", **wish}

    assert staff.post("/staff/contacts/display/", wishes).status_code == 400


def test_the_address_to_go_back_to_leads_nowhere_else(staff):
    wishes = {"columns": [], "density": "cosy", "page_size": "50", "sort": "name", "back": "//evil.example/?x=1"}

    assert staff.post("/staff/contacts/display/", wishes)["Location"].startswith(LIST)
