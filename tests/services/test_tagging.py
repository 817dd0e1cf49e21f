"""Tags as a whole: what happens to them happens to each of their contacts, with a history, and can be undone."""

import pytest
from django.core.exceptions import ValidationError

from contacts.choices import OperationState, Via
from contacts.models import Contact, Operation, Tag
from contacts.services import change_contact, create_contact
from contacts.services.extras import find_or_make_tags
from contacts.services.tagging import begin_deletion, begin_merge, begin_rename, delete_unused_tags, run_retagging
from contacts.services.undoing import undo_operation
from contacts.tasks import start_retagging
from tests.factories import StaffMemberFactory
from tests.queries import statements
from tests.services.imports import guest
from tests.services.undos import fresh

pytestmark = pytest.mark.django_db


def tagged(*names):
    tagged.made = getattr(tagged, "made", 0) + 1
    return create_contact(guest(email=f"t{tagged.made}@example.com", tags=list(names)), via=Via.PAGE)


def tag(name):
    return Tag.objects.get(name=name)


def names():
    return sorted(Tag.objects.values_list("name", flat=True))


def tags_of(*contacts):
    return [fresh(contact).tag_names for contact in contacts]


def test_a_renamed_tag_is_renamed_at_every_contact_with_a_trace_at_each():
    first, second, other = tagged("vip", "a"), tagged("vip"), tagged("a")
    staff = StaffMemberFactory()

    deed = start_retagging(begin_rename, tag("vip"), "Key customer", via=Via.PAGE, by=staff, reason="Clearer")

    assert tags_of(first, second, other) == [["a", "Key customer"], ["Key customer"], ["a"]]
    assert names() == ["Key customer", "a"]
    assert (deed.state, deed.counts, deed.by) == (OperationState.DONE, {"changed": 2}, staff)
    change = first.changes.latest("pk")
    assert (change.operation, change.reason) == (deed, "Clearer")
    assert (change.before["tags"], change.after["tags"]) == (["a", "vip"], ["a", "Key customer"])


def test_a_rename_that_only_changes_case_spells_the_tag_anew():
    contact = tagged("vip")

    assert start_retagging(begin_rename, tag("vip"), "VIP", via=Via.PAGE) is None

    assert (tags_of(contact), names()) == ([["VIP"]], ["VIP"])
    # What a client reads is another text now.
    assert fresh(contact).version == contact.version + 1
    assert Operation.objects.count() == 0


def test_spelling_a_tag_anew_hinders_no_undo():
    contact = tagged("vip", "old")
    deed = start_retagging(begin_rename, tag("old"), "new", via=Via.PAGE)
    start_retagging(begin_rename, tag("vip"), "VIP", via=Via.PAGE)
    kept = []

    undo_operation(deed, kept.append, via=Via.PAGE)

    assert (tags_of(contact), kept) == ([["old", "VIP"]], [])


def test_the_name_of_another_tag_asks_for_a_merge():
    tagged("vip", "Key")

    with pytest.raises(ValidationError, match="merge this one into it"):
        start_retagging(begin_rename, tag("vip"), "KEY", via=Via.PAGE)


@pytest.mark.parametrize("name", ["", " ", "a" * 101, "<b>x", "a\nb", "\0"])
def test_what_is_no_name_is_refused(name):
    tagged("vip")

    with pytest.raises(ValidationError):
        start_retagging(begin_rename, tag("vip"), name, via=Via.PAGE)

    assert names() == ["vip"]


def test_merged_tags_are_one_also_where_a_contact_had_both():
    both, one, none = tagged("vip", "key"), tagged("vip"), tagged("key")
    third = tagged("best")

    deed = start_retagging(begin_merge, [tag("vip"), tag("best"), tag("key")], tag("key"), via=Via.PAGE)

    assert tags_of(both, one, none, third) == [["key"]] * 4
    assert (names(), deed.counts) == (["key"], {"changed": 3})
    assert none.changes.count() == 1


def test_a_deleted_tag_is_taken_from_its_contacts_and_comes_back_with_an_undo():
    contact, other = tagged("vip", "a"), tagged("a")
    deed = start_retagging(begin_deletion, [tag("vip")], via=Via.PAGE)
    assert (tags_of(contact, other), names()) == ([["a"], ["a"]], ["a"])

    undo_operation(deed, print, via=Via.PAGE)

    assert tags_of(contact, other) == [["a", "vip"], ["a"]]


def test_an_undo_leaves_tags_that_somebody_has_given_since():
    contact = tagged("vip")
    deed = start_retagging(begin_deletion, [tag("vip")], via=Via.PAGE)
    change_contact(contact.pk, {"tags": ["mine"]}, via=Via.PAGE)

    undo_operation(deed, print, via=Via.PAGE)

    assert tags_of(contact) == [["mine"]]


def test_unused_tags_go_without_an_operation():
    find_or_make_tags(["unused", "unused too"])
    tagged("used")

    assert delete_unused_tags() == 2
    assert (names(), Operation.objects.count()) == (["used"], 0)


@pytest.mark.parametrize(("name", "left"), [("new", ["new", "used"]), ("used", ["unused", "used"])])
def test_an_unused_tag_is_renamed_where_it_stands(name, left):
    find_or_make_tags(["unused"])
    tagged("used")

    if name == "used":
        with pytest.raises(ValidationError):
            start_retagging(begin_rename, tag("unused"), name, via=Via.PAGE)
    else:
        assert start_retagging(begin_rename, tag("unused"), name, via=Via.PAGE) is None

    assert names() == left


def test_unused_tags_are_merged_and_deleted_too():
    find_or_make_tags(["one", "two", "three"])

    assert start_retagging(begin_merge, [tag("one")], tag("two"), via=Via.PAGE) is None
    assert start_retagging(begin_deletion, [tag("three")], via=Via.PAGE) is None

    assert names() == ["two"]


@pytest.mark.parametrize("batch", [1, 2, 3])
def test_batches_do_not_show(batch, monkeypatch):
    monkeypatch.setattr("contacts.services.tagging.BATCH", batch)
    contacts = [tagged("vip", "key") for _ in range(5)]

    deed = start_retagging(begin_merge, [tag("vip")], tag("key"), via=Via.PAGE)

    assert (tags_of(*contacts), deed.counts) == ([["key"]] * 5, {"changed": 5})


def test_it_goes_on_where_it_was_stopped(monkeypatch):
    monkeypatch.setattr("contacts.services.tagging.BATCH", 2)
    contacts = [tagged("vip") for _ in range(5)]
    deed = begin_rename(tag("vip"), "key", via=Via.PAGE)
    stops = iter([False, True])

    run_retagging(deed, lambda: next(stops))
    assert (deed.done_rows, deed.total_rows, names()) == (2, 5, ["key", "vip"])
    run_retagging(Operation.objects.get(pk=deed.pk))

    assert (tags_of(*contacts), names(), deed.changes.count()) == ([["key"]] * 5, ["key"], 5)


def test_a_contact_that_the_law_refuses_keeps_its_tag_and_is_listed():
    contact = tagged("vip")
    Contact.objects.filter(pk=contact.pk).update(last_name="")

    deed = start_retagging(begin_rename, tag("vip"), "key", via=Via.PAGE)

    assert (deed.counts, tags_of(contact), names()) == ({"skipped": 1}, [["vip"]], ["vip"])
    assert deed.leftovers.get().contact_id == contact.pk


def test_all_tags_are_counted_in_one_query():
    tagged("a", "b")
    tagged("a")
    find_or_make_tags(["c"])

    with statements() as sent:
        counts = {one.name: one.uses for one in Tag.objects.counted().order_by("slug")}

    assert (counts, len(sent)) == ({"a": 2, "b": 1, "c": 0}, 1)
    assert [one.name for one in Tag.objects.unused()] == ["c"]
    assert [one.name for one in Tag.objects.matching("B")] == ["b"]
