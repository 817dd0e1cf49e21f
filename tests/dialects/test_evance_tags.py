"""Tags: one type, any values (contract §3, ``tags``)."""

import pytest

from contacts.models import Contact, Tag
from tests.dialects.samples import contact, divendo_path, evance_faults, evance_path, guest
from tests.factories import ContactFactory

pytestmark = pytest.mark.django_db

CONTACTS = "/api/contacts.json"


def write(api, names):
    answer = api.post(CONTACTS, contact(tags={"contact": names}))
    assert answer.status_code == 201, answer.content
    return answer.json()["contact"]


def rewrite(api, known, tags):
    answer = api.put(f"/api/contacts/{known['id']}.json", {"contact": {"type": "guest", "tags": tags}})
    assert answer.status_code == 200, answer.content
    return answer.json()["contact"]["tags"]


def test_tags_are_answered_sorted_without_case(api):
    assert write(api, ["zoo", "Äpfel", "b", "A", "C"])["tags"] == {"contact": ["A", "b", "C", "zoo", "Äpfel"]}


def test_doubles_without_case_are_one_tag(api):
    assert write(api, ["Straße", "b", "STRASSE", " B ", "strasse"])["tags"] == {"contact": ["b", "Straße"]}


def test_a_tag_that_exists_keeps_its_spelling(api):
    write(api, ["Trade"])

    assert write(api, ["TRADE", "new"])["tags"] == {"contact": ["new", "Trade"]}
    assert Tag.objects.count() == 2


def test_the_list_replaces_the_list(api):
    created = write(api, ["a", "b"])

    assert rewrite(api, created, {"contact": ["b", "c"]}) == {"contact": ["b", "c"]}
    assert rewrite(api, created, {"contact": []}) == {"contact": []}


@pytest.mark.parametrize("nothing", [None, {"contact": None}, {"contact": []}])
def test_nothing_takes_all_tags_away(api, nothing):
    assert rewrite(api, write(api, ["a"]), nothing) == {"contact": []}


def test_absent_tags_stay(api):
    created = write(api, ["a"])

    assert rewrite(api, created, {}) == {"contact": ["a"]}
    answer = api.put(f"/api/contacts/{created['id']}.json", {"contact": {"type": "guest", "position": "Buyer"}})
    assert answer.json()["contact"]["tags"] == {"contact": ["a"]}


def test_the_same_tags_in_another_case_change_nothing(api):
    created = write(api, ["Trade", "vip"])

    answer = api.put(f"/api/contacts/{created['id']}.json", {"type": "guest", "tags": {"contact": ["VIP", "trade"]}})

    assert (answer["ETag"], answer.json()["contact"]["tags"]) == ('"1"', created["tags"])


def test_a_tag_has_at_most_100_characters(api):
    assert write(api, ["😀" * 100])["tags"] == {"contact": ["😀" * 100]}
    answer = api.post(CONTACTS, contact(tags={"contact": ["a", "😀" * 101]}))
    assert evance_faults(answer) == [("tags.contact.1", "too-long")]


@pytest.mark.parametrize(
    ("name", "code"),
    [("", "required"), ("  ", "required"), ("<b>", "html"), ("a\0b", "invalid"), ("a\nb", "invalid")],
)
def test_a_tag_is_a_plain_text(api, name, code):
    assert evance_faults(api.post(CONTACTS, contact(tags={"contact": ["good", name]}))) == [("tags.contact.1", code)]
    assert Tag.objects.count() == 0


def test_every_bad_tag_is_named(api):
    answer = api.post(CONTACTS, contact(email="", tags={"contact": ["<b>", "good", "<b>", "x" * 101]}))

    assert evance_faults(answer) == [
        ("email", "required"),
        ("tags.contact.0", "html"),
        ("tags.contact.2", "html"),
        ("tags.contact.3", "too-long"),
    ]


@pytest.mark.parametrize("tags", [["a"], [], "a", 5, True])
def test_tags_are_an_object(api, tags):
    assert evance_faults(api.post(CONTACTS, contact(tags=tags))) == [("tags", "invalid")]


@pytest.mark.parametrize("names", ["a", {"0": "a"}, ["a", 5], [None], [["a"]], 5, ["a"] * 100_000])
def test_the_values_are_a_list_of_texts(api, names):
    assert evance_faults(api.post(CONTACTS, contact(tags={"contact": names}))) == [("tags.contact", "invalid")]


def test_there_is_no_other_type_of_tags(api):
    answer = api.post(CONTACTS, contact(tags={"contact": ["a"], "product": ["b"], "Contact": []}))

    assert evance_faults(answer) == [("tags.Contact", "not-found"), ("tags.product", "not-found")]
    assert Tag.objects.count() == 0


def test_divendo_leaves_tags_alone(api):
    stored = Contact.objects.get(pk=write(api, ["a", "b"])["id"])

    api.put(divendo_path(stored), guest(customernumber="1"))

    assert api.get(evance_path(stored)).json()["contact"]["tags"] == {"contact": ["a", "b"]}


def test_contacts_share_a_tag_and_lose_it_alone(api):
    first, second = write(api, ["shared"]), write(api, ["shared"])

    rewrite(api, first, {"contact": []})

    assert api.get(f"/api/contacts/{second['id']}.json").json()["contact"]["tags"] == {"contact": ["shared"]}
    assert ContactFactory().tags.count() == 0
