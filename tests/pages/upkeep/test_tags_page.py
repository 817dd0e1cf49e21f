"""The page of the tags: how many contacts have each, renaming, merging, deleting, with one-click undo."""

import pytest

from contacts.choices import Via
from contacts.models import Operation, Tag
from contacts.services import create_contact
from contacts.services.extras import find_or_make_tags
from tests.admin.browser import messages_of
from tests.pages.groups import a_member_of
from tests.queries import statements
from tests.services.imports import guest
from tests.services.undos import fresh

pytestmark = pytest.mark.django_db

TAGS = "/staff/tags/"


@pytest.fixture(autouse=True)
def manager(client):
    member = a_member_of("Manager")
    client.force_login(member)
    return member


@pytest.fixture
def ana(db):
    return create_contact(guest(email="ana@example.com", tags=["vip", "R&D <3"]), via=Via.PAGE)


@pytest.fixture
def bo(db):
    return create_contact(guest(email="bo@example.com", tags=["vip", "key"]), via=Via.PAGE)


def pk_of(name):
    return Tag.objects.get(name=name).pk


def names():
    return sorted(Tag.objects.values_list("name", flat=True))


def test_all_tags_are_listed_with_a_count_that_leads_to_their_contacts(client, ana, bo):
    find_or_make_tags(["unused"])

    response = client.get(TAGS)

    assert {tag.name: tag.uses for tag in response.context["tags"]} == {"key": 1, "R&D <3": 1, "unused": 0, "vip": 2}
    assert 'href="/staff/contacts/?tag=R%26D%20%3C3"' in response.text
    assert "R&amp;D &lt;3" in response.text


def test_tags_are_searched_and_the_unused_shown_alone(client, ana):
    find_or_make_tags(["unused"])

    assert [tag.name for tag in client.get(f"{TAGS}?q=VI").context["tags"]] == ["vip"]
    assert [tag.name for tag in client.get(f"{TAGS}?unused=1").context["tags"]] == ["unused"]
    assert "No tag has “&lt;b&gt;” in its name" in client.get(f"{TAGS}?q=<b>").text
    assert client.get(f"{TAGS}?q=%00").status_code == 200


def test_an_empty_store_says_where_tags_come_from(client):
    assert "There are no tags yet" in client.get(TAGS).text


def test_a_tag_is_renamed_with_a_reason_and_an_undo(client, manager, ana, bo):
    response = client.post(
        f"{TAGS}{pk_of('vip')}/rename/", {"name": " Key customer ", "reason": "Clearer"}, follow=True
    )

    deed = Operation.objects.get()
    assert (fresh(ana).tag_names, fresh(bo).tag_names) == (["Key customer", "R&D <3"], ["key", "Key customer"])
    assert (deed.by, deed.reason, deed.changes.count()) == (manager, "Clearer", 2)
    (message,) = messages_of(response)
    assert "“vip” is “Key customer” now." in message
    assert f'formaction="/staff/operations/{deed.pk}/undo/"' in message
    client.post(f"/staff/operations/{deed.pk}/undo/")
    assert fresh(bo).tag_names == ["key", "vip"]


@pytest.mark.parametrize(("old", "new"), [("vip", "VIP"), ("unused", "idle")], ids=["case alone", "unused"])
def test_a_rename_that_changes_no_contact_is_undone_as_well(client, ana, old, new):
    find_or_make_tags(["unused"])
    tag = Tag.objects.get(name=old)

    response = client.post(f"{TAGS}{tag.pk}/rename/", {"name": new}, follow=True)

    (message,) = messages_of(response)
    assert new in names()
    assert f'formaction="/staff/tags/{tag.pk}/rename/?name={old}"' in message
    client.post(f"{TAGS}{tag.pk}/rename/?name={old}", {"next": TAGS})
    assert old in names()
    assert new not in names()


def test_the_page_of_the_operation_names_the_tags(client, ana):
    client.post(f"{TAGS}{pk_of('vip')}/rename/", {"name": "key"})

    page = client.get(f"/staff/operations/{Operation.objects.get().pk}/").text

    assert all(words in page for words in ("Renamed", "vip", "Now", "key"))


def test_the_name_of_another_tag_offers_to_merge(client, ana, bo):
    page = client.post(f"{TAGS}{pk_of('vip')}/rename/", {"name": "KEY"}).text

    assert "There is a tag “key” already: merge this one into it." in page
    assert "Merge “vip” into “key”" in page
    client.post(f"{TAGS}merge/", {"pk": pk_of("vip"), "into": "key"})
    assert (fresh(ana).tag_names, fresh(bo).tag_names) == (["key", "R&D <3"], ["key"])


@pytest.mark.parametrize("name", ["", " "])
def test_an_emptied_name_is_refused(client, ana, name):
    assert 'role="alert"' in client.post(f"{TAGS}{pk_of('vip')}/rename/", {"name": name}).text


def test_a_name_that_is_none_is_refused_at_its_field(client, ana):
    page = client.post(f"{TAGS}{pk_of('vip')}/rename/", {"name": "<b>"}).text

    assert 'role="alert"' in page
    assert 'value="&lt;b&gt;"' in page
    assert names() == ["R&D <3", "vip"]


def test_the_ticked_are_merged(client, ana, bo):
    chosen = {"pk": [pk_of("vip"), pk_of("R&D <3"), "x", "9" * 30], "into": "Key", "next": f"{TAGS}?q=x"}

    response = client.post(f"{TAGS}merge/", chosen)

    assert (response.url, names()) == (f"{TAGS}?q=x", ["key"])


def test_a_merge_needs_tags_and_a_tag_to_merge_into(client, ana):
    nobody = client.post(f"{TAGS}merge/", {"pk": pk_of("vip"), "into": "\0nobody"}, follow=True)
    nothing = client.post(f"{TAGS}merge/", {"into": "vip"}, follow=True)
    itself = client.post(f"{TAGS}merge/", {"pk": pk_of("vip"), "into": "vip"}, follow=True)

    assert "name one that is here to merge into" in messages_of(nobody)[0]
    for answer in (nothing, itself):
        assert messages_of(answer) == ["Tick the tags that are to be merged into another."]
    assert names() == ["R&D <3", "vip"]


def test_the_ticked_are_deleted_with_an_undo(client, ana, bo):
    response = client.post(f"{TAGS}delete/", {"pk": [pk_of("vip"), pk_of("key")]}, follow=True)

    assert names() == ["R&D <3"]
    assert "2 tags are deleted." in messages_of(response)[0]
    client.post(f"/staff/operations/{Operation.objects.get().pk}/undo/")
    assert fresh(bo).tag_names == ["key", "vip"]


def test_unused_tags_go_together(client, ana):
    find_or_make_tags(["one", "two"])
    assert "Delete all unused tags" in client.get(f"{TAGS}?unused=1").text

    response = client.post(f"{TAGS}delete-unused/", follow=True)

    assert messages_of(response) == ["2 unused tags are deleted."]


def test_a_big_deed_goes_on_in_the_background(client, ana, bo, monkeypatch):
    monkeypatch.setattr("contacts.tasks.AT_ONCE", 1)

    response = client.post(f"{TAGS}delete/", {"pk": pk_of("vip")}, follow=True)

    deed = Operation.objects.get()
    assert (deed.state, deed.total_rows) == ("running", 2)
    assert f'<a href="/staff/operations/{deed.pk}/">Watch it</a>' in messages_of(response)[0]


def test_pages_follow_each_other(client, monkeypatch):
    monkeypatch.setattr("contacts.pages.tags.lists.PAGE", 2)
    find_or_make_tags(["a", "B", "c & d", "e", "f"])

    first = client.get(TAGS)
    second = client.get(TAGS + first.context["next"])
    third = client.get(TAGS + second.context["next"])
    back = client.get(TAGS + second.context["previous"])

    shown = [[tag.name for tag in page.context["tags"]] for page in (first, second, third, back)]
    assert shown == [["a", "B"], ["c & d", "e"], ["f"], ["a", "B"]]


@pytest.mark.parametrize("group", ["Reader", "Editor"])
def test_who_may_not_change_tags_looks_without_buttons(client, group, ana):
    client.force_login(a_member_of(group))

    page = client.get(TAGS).text

    assert "vip" in page
    assert "/rename/" not in page
    assert 'name="into"' not in page
    for address in (f"{pk_of('vip')}/rename/", "merge/", "delete/", "delete-unused/"):
        assert client.post(TAGS + address, {"name": "x"}).status_code == 403


def test_it_costs_the_same_for_one_and_for_many(client, ana):
    with statements() as for_one:
        client.get(TAGS)
    find_or_make_tags([f"tag {number}" for number in range(40)])

    with statements() as for_many:
        client.get(TAGS)

    assert len(for_one) == len(for_many) <= 7
