"""What each type of contact needs, and how a type may change (contract §3)."""

import itertools

import pytest

from contacts.choices import ContactType
from contacts.models import Change, Contact
from tests.dialects.samples import SEARCH, contact, evance_faults, evance_path, headquarters
from tests.factories import ContactFactory

pytestmark = pytest.mark.django_db

CONTACTS = "/api/contacts.json"
TYPES = sorted({*ContactType.values} - {"hq"})
NEEDS = {
    "user": {"email", "firstname", "lastname"},
    "guest": {"email", "firstname", "lastname"},
    "branch": {"email", "company"},
    "supplier": {"email", "company"},
    "recipient": {"email"},
    "hq": {"email"},
}
COLUMNS = {"email": "email", "firstname": "first_name", "lastname": "last_name", "company": "company"}
FLAGS = {
    "user": "isUser",
    "guest": "isGuest",
    "branch": "isBranch",
    "hq": "isHQ",
    "recipient": "isRecipient",
    "supplier": "isSupplier",
}


def stored_of(type):
    return (
        headquarters() if type == "hq" else ContactFactory(type=type, company="Brook Ltd", email=f"{type}@example.com")
    )


@pytest.mark.parametrize("type", TYPES)
def test_a_new_contact_needs_what_its_type_needs(api, type):
    answer = api.post(CONTACTS, {"contact": {"type": type}})

    assert evance_faults(answer) == sorted((key, "required") for key in NEEDS[type])
    least = {key: contact()["contact"][key] for key in NEEDS[type]}
    assert api.post(CONTACTS, {"contact": {"type": type, **least}}).status_code == 201


@pytest.mark.parametrize("type", ContactType.values)
@pytest.mark.parametrize("empty", [None, "", "  "])
def test_a_change_takes_away_nothing_that_the_type_needs(api, type, empty):
    stored = stored_of(type)

    answer = api.put(evance_path(stored), {"contact": {"type": type, **dict.fromkeys(NEEDS[type], empty)}})

    assert evance_faults(answer) == sorted((key, "required") for key in NEEDS[type])


@pytest.mark.parametrize("type", ContactType.values)
def test_what_is_stored_counts_towards_what_is_needed(api, type):
    answer = api.put(evance_path(stored_of(type)), {"contact": {"type": type, "position": "Buyer"}})

    assert (answer.status_code, answer.json()["contact"]["position"]) == (200, "Buyer")


@pytest.mark.parametrize("type", ContactType.values)
def test_the_type_is_answered_as_a_word_and_as_flags(api, type):
    answered = api.get(evance_path(stored_of(type))).json()["contact"]

    assert answered["type"] == type
    assert [flag for flag in FLAGS.values() if answered[flag]] == [FLAGS[type]]


@pytest.mark.parametrize("body", [{}, {"type": None}, {"type": ""}])
def test_the_type_belongs_into_every_request(api, body):
    stored = ContactFactory()

    assert evance_faults(api.put(evance_path(stored), {"contact": {**body, "position": "Buyer"}})) == [
        ("type", "required")
    ]
    assert evance_faults(api.post(CONTACTS, {"contact": {**contact()["contact"], "type": None, **body}})) == [
        ("type", "required")
    ]
    assert Change.objects.count() == 0


@pytest.mark.parametrize("type", ["admin", "USER", "user ", "users", "0", "\0", "x" * 5000])
def test_an_unknown_type_is_refused(api, type):
    assert {name for name, _ in evance_faults(api.post(CONTACTS, contact(type)))} == {"type"}
    assert {name for name, _ in evance_faults(api.put(evance_path(ContactFactory()), {"type": type}))} == {"type"}


@pytest.mark.parametrize(("before", "after"), list(itertools.permutations(TYPES, 2)))
def test_a_type_may_become_any_other_whose_needs_are_met(api, before, after):
    stored = stored_of(before)

    answer = api.put(evance_path(stored), {"contact": {"type": after}})

    assert (answer.status_code, answer.json()["contact"]["type"]) == (200, after)


@pytest.mark.parametrize("after", ["user", "guest", "branch", "supplier"])
def test_a_type_whose_needs_are_not_met_is_refused(api, after):
    stored = ContactFactory(recipient=True)

    answer = api.put(evance_path(stored), {"contact": {"type": after}})

    assert evance_faults(answer) == sorted((key, "required") for key in NEEDS[after] - {"email"})
    given = dict.fromkeys(NEEDS[after] - {"email"}, "Brook")
    assert api.put(evance_path(stored), {"contact": {"type": after, **given}}).status_code == 200


def test_the_headquarters_exists_from_the_start(api):
    expected = headquarters().pk

    found = api.get(SEARCH, {"type": "hq"}).json()["contacts"]

    assert [contact["id"] for contact in found] == [expected]


def test_the_headquarters_may_be_changed_but_stays_what_it_is(api):
    hq = headquarters()

    assert api.put(evance_path(hq), {"contact": {"type": "hq", "company": "Brook & Co"}}).status_code == 200
    for type in TYPES:
        body = {"contact": {"type": type, "firstname": "Ana", "lastname": "Brook", "company": "Brook Ltd"}}
        assert evance_faults(api.put(evance_path(hq), body)) == [("type", "read-only")]


@pytest.mark.parametrize("type", TYPES)
def test_there_is_no_second_headquarters(api, type):
    headquarters()

    assert [name for name, _ in evance_faults(api.post(CONTACTS, contact("hq")))] == ["type"]
    assert [name for name, _ in evance_faults(api.put(evance_path(stored_of(type)), contact("hq")))] == ["type"]


def test_the_headquarters_is_not_deleted(api):
    hq = headquarters()

    assert evance_faults(api.delete(evance_path(hq)), 403) == [("", "forbidden")]
    assert Contact.objects.filter(pk=hq.pk).exists()


@pytest.mark.parametrize(
    ("holder", "wanted", "is_free"),
    [
        ("user", "user", False),
        ("user", "recipient", False),
        ("recipient", "recipient", False),
        ("branch", "branch", False),
        ("user", "guest", True),
        ("user", "branch", True),
        ("user", "supplier", True),
        ("guest", "user", True),
        ("guest", "guest", True),
        ("guest", "recipient", True),
        ("branch", "user", True),
        ("branch", "recipient", True),
        ("recipient", "guest", True),
        ("recipient", "branch", True),
        ("supplier", "supplier", True),
    ],
)
def test_an_email_is_unique_where_the_types_ask_for_it(api, holder, wanted, is_free):
    ContactFactory(type=holder, company="Brook Ltd", email="ana@example.com")
    other = ContactFactory(type=wanted, company="Brook Ltd")

    created = api.post(CONTACTS, contact(wanted, email="ANA@Example.com"))
    changed = api.put(evance_path(other), {"contact": {"type": wanted, "email": "ANA@Example.com"}})

    if is_free:
        # Where the type asks for it, the one made first holds the address now.
        assert created.status_code == 201
    else:
        assert evance_faults(created) == [("email", "not-unique")]
        assert evance_faults(changed) == [("email", "not-unique")]


def test_a_new_user_takes_over_the_recipient_with_its_email(api):
    recipient = ContactFactory(recipient=True, email="ana@example.com", sms_optout_reason="optout")

    answer = api.post(CONTACTS, contact("user", email="Ana@example.com", position="Buyer"))

    assert (answer.status_code, answer["ETag"]) == (201, '"2"')
    answered = answer.json()["contact"]
    assert (answered["id"], answered["type"], answered["position"]) == (recipient.pk, "user", "Buyer")
    assert answer["Location"].endswith(evance_path(recipient))
    recipient.refresh_from_db()
    assert recipient.sms_optout_reason == "optout"
    assert Contact.objects.filter(email="ana@example.com").count() == 1


def test_all_that_is_wrong_with_a_new_user_is_named_beside_its_taken_email(api):
    ContactFactory(user=True, email="ana@example.com", reference="EMP-1")

    answer = api.post(CONTACTS, contact("user", lastname="", reference="emp-1", website=5))

    assert evance_faults(answer) == [
        ("email", "not-unique"),
        ("lastname", "required"),
        ("reference", "not-unique"),
        ("website", "invalid"),
    ]
