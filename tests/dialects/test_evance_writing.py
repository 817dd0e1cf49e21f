"""What Evance's keys take (contract §3)."""

import pytest
import time_machine

from contacts.models import Contact
from tests.dialects.samples import contact, evance_faults, evance_path
from tests.factories import ContactFactory

pytestmark = pytest.mark.django_db

CONTACTS = "/api/contacts.json"
LENGTHS = {
    "company": 200,
    "firstname": 60,
    "lastname": 60,
    "position": 60,
    "department": 60,
    "division": 60,
    "registeredNumber": 50,
    "taxNumber": 50,
    "username": 30,
    "reference": 100,
    "biography": 2000,
    "website": 2048,
}
DATES = ("dateOfBirth", "startDate", "leaveDate")
PLAIN = LENGTHS.keys() - {"username", "website"}


def create(api, type="guest", **keys):
    answer = api.post(CONTACTS, contact(type, **keys))
    assert answer.status_code == 201, answer.content
    return answer.json()["contact"]


def change(api, known, **keys):
    answer = api.put(f"/api/contacts/{known['id']}.json", {"contact": {"type": known["type"], **keys}})
    assert answer.status_code == 200, answer.content
    return answer.json()["contact"]


def faults(api, **keys):
    before = Contact.objects.count()
    found = evance_faults(api.post(CONTACTS, contact(**keys)))
    assert Contact.objects.count() == before
    return found


def test_what_is_not_sent_is_empty_in_a_new_contact(api):
    body = {"type": "guest", "firstname": "Ana", "lastname": "Brook", "email": "ana@example.com"}

    created = api.post(CONTACTS, {"contact": body}).json()["contact"]

    texts = [*LENGTHS, "phone", "mobile"]
    assert {created[key] for key in set(texts) - {"firstname", "lastname"}} == {""}
    assert {created[key] for key in (*DATES, "thumbnail", "address")} == {None}
    assert (created["accessRoles"], created["tags"]) == ({}, {"contact": []})
    assert "password" not in created


def test_a_bare_contact_is_taken_like_one_in_its_envelope(api):
    created = api.post(CONTACTS, contact()["contact"]).json()["contact"]

    answer = api.put(f"/api/contacts/{created['id']}.json", {"type": "guest", "position": "Buyer"})

    assert answer.json() == {"contact": {**created, "position": "Buyer"}}


@pytest.mark.parametrize("body", [{"contact": None}, {"contact": []}, {"contact": "Ana"}])
def test_an_envelope_holds_an_object(api, body):
    assert evance_faults(api.post(CONTACTS, body), 400) == [("", "malformed")]


@time_machine.travel("2020-02-03T05:05:06.789+01:00", tick=False)
def test_created_is_atom_in_utc(api):
    assert create(api)["created"] == "2020-02-03T04:05:06+00:00"


@pytest.mark.parametrize(("key", "most"), LENGTHS.items())
def test_texts_have_a_longest_length_counted_in_characters(api, key, most):
    longest = {"username": "x" * most, "website": "/".ljust(most, "x")}.get(key, "😀" * most)

    assert create(api, **{key: longest})[key] == longest
    assert faults(api, **{key: f"{longest}x"}) == [(key, "too-long")]


def test_an_email_is_as_long_as_255(api):
    labels = ".".join(["b" * 48] * 4)
    longest = f"ana@{labels}.{'c' * (255 - 9 - len(labels))}.com"
    assert len(longest) == 255
    assert create(api, email=longest)["email"] == longest
    assert ("email", "too-long") in faults(api, email=f"x{longest}")


@pytest.mark.parametrize(
    "email", ["ana", "ana@", "@example.com", "ana@example", "a b@example.com", "ana@ex..com", "a\0@b.com"]
)
def test_what_is_no_email_is_refused(api, email):
    assert faults(api, email=email) == [("email", "invalid")]


def test_an_email_is_kept_in_lower_case(api):
    assert create(api, email=" Ana@Exämple.COM ")["email"] == "ana@exämple.com"


@pytest.mark.parametrize("key", sorted(PLAIN))
@pytest.mark.parametrize(
    "text", ["<b>x", "x </p>", "<!-- x", "&lt;script>", "&#60;b", "&#x3c;b&gt;", "<img src=x onerror="]
)
def test_no_text_holds_html(api, key, text):
    assert faults(api, **{key: text}) == [(key, "html")]


@pytest.mark.parametrize("key", sorted(PLAIN))
def test_a_lone_bracket_or_ampersand_is_no_html(api, key):
    text = "a < b, R&D <3 > &amp; O'Neil-Ördög"

    assert create(api, **{key: text})[key] == text


@pytest.mark.parametrize("key", sorted(PLAIN))
@pytest.mark.parametrize("character", ["\0", "\x07", "\x1b", "\x7f", "\x85"])
def test_no_text_holds_control_characters(api, key, character):
    assert faults(api, **{key: f"a{character}b"}) == [(key, "invalid")]


@pytest.mark.parametrize("key", sorted(PLAIN - {"biography"}))
@pytest.mark.parametrize("character", ["\n", "\t"])
def test_lines_and_tabs_belong_into_a_biography_alone(api, key, character):
    assert faults(api, **{key: f"a{character}b"}) == [(key, "invalid")]
    assert create(api, biography="a\r\nb\tc")["biography"] == "a\nb\tc"


@pytest.mark.parametrize("key", sorted(PLAIN))
def test_texts_are_trimmed_and_in_nfc(api, key):
    assert create(api, **{key: "  Zoe\u0308 \u00a0"})[key] == "Zoë"


@pytest.mark.parametrize("type", ["guest", "user", "branch", "recipient", "supplier"])
def test_a_reference_belongs_to_one_contact(api, type):
    ContactFactory(reference="EMP-Straße")
    ContactFactory(reference="")

    assert faults(api, type=type, reference=" emp-STRASSE ") == [("reference", "not-unique")]
    assert create(api, type, reference="")["reference"] == ""


@pytest.mark.parametrize("empty", [None, ""])
def test_null_and_the_empty_text_clear(api, empty):
    texts = [*LENGTHS, "phone", "mobile"]
    full = dict.fromkeys(texts, "123") | dict.fromkeys(DATES, "1999-12-31") | {"website": "/a"}
    created = create(api, "recipient", **full)

    cleared = change(api, created, **dict.fromkeys([*texts, *DATES], empty))

    assert {key: cleared[key] for key in texts} == dict.fromkeys(texts, "")
    assert {key: cleared[key] for key in DATES} == dict.fromkeys(DATES)


def test_what_was_answered_may_be_sent_back_with_more_beside_it(api):
    created = create(api, "user", address={"line1": "1 Mill Lane", "countryCode": "GB"}, password="correct horse")
    read_only = {"id": 5, "created": "never", "isUser": False, "isHQ": True, "hasPassword": False, "facebook": None}

    assert change(api, created, **{**created, **read_only}) == created
    assert Contact.objects.get(pk=created["id"]).version == 1


def test_a_wrong_type_of_value_is_named(api):
    keys = {"firstname": 5, "company": True, "phone": ["1"], "biography": {}, "invite": "yes", "password": 12345678}

    assert faults(api, **keys) == sorted((key, "invalid") for key in keys)


def test_an_email_that_was_another_one_is_kept_once(api):
    stored = ContactFactory(emails=["a@example.com", "b@example.com", "c@example.com"])

    answer = api.put(evance_path(stored), {"type": "guest", "email": "B@example.com"})

    assert answer.json()["contact"]["email"] == "b@example.com"
    stored.refresh_from_db()
    assert stored.emails == ["b@example.com", "c@example.com"]
