"""``ETag``, ``If-None-Match`` and ``If-Match`` in both APIs (contract §1, RFC 9110 §13)."""

import pytest

from contacts.models import Contact
from tests.dialects.samples import contact, divendo_path, evance_path, guest
from tests.factories import ContactFactory

pytestmark = pytest.mark.django_db

PATHS = [divendo_path, evance_path, lambda stored: divendo_path(stored) + "/preferences"]
RENAMED = {"type": "guest", "name": {"firstname": "Bea"}, "firstname": "Bea", "sms": {"optoutreason": "optout"}}

each_address = pytest.mark.parametrize("path_of", PATHS, ids=["divendo", "evance", "preferences"])


@each_address
def test_the_tag_is_the_version_of_the_contact(api, path_of):
    stored = ContactFactory()
    path = path_of(stored)

    assert api.get(path)["ETag"] == '"1"'
    assert api.put(path, RENAMED)["ETag"] == '"2"'
    assert api.get(path)["ETag"] == '"2"'
    assert Contact.objects.get(pk=stored.pk).version == 2


def test_a_new_contact_has_a_tag(api):
    for answer in (api.post("/contacts", guest()), api.post("/api/contacts.json", contact())):
        assert answer["ETag"] == '"1"'


def test_a_contact_that_was_looked_up_has_a_tag(api):
    stored = ContactFactory(email="ana@example.com", customer_number="C-1")
    api.put(divendo_path(stored), RENAMED)

    assert api.get("/contacts/email", {"search": "ana@example.com"})["ETag"] == '"2"'
    assert api.get("/contacts/customernumber/C-1")["ETag"] == '"2"'


@each_address
def test_a_write_that_changes_nothing_keeps_the_tag(api, path_of):
    path = path_of(ContactFactory())
    api.put(path, RENAMED)

    assert api.put(path, RENAMED)["ETag"] == '"2"'


def test_all_addresses_of_a_contact_have_the_same_tag(api):
    stored = ContactFactory()
    api.put(divendo_path(stored), RENAMED)

    assert {api.get(path_of(stored))["ETag"] for path_of in PATHS} == {'"2"'}


@each_address
@pytest.mark.parametrize("known", ['"1"', '"8", "1"', 'W/"1"', 'W/"8" , W/"1"', "*", ' "1" '])
def test_who_knows_the_version_is_told_so_and_nothing_else(api, path_of, known):
    answer = api.get(path_of(ContactFactory()), if_none_match=known)

    assert (answer.status_code, answer.content, answer["ETag"]) == (304, b"", '"1"')
    assert "Content-Type" not in answer
    assert "RateLimit" in answer


@each_address
@pytest.mark.parametrize(
    "known", ['"2"', '"01"', '"1-gzip"', "1", "", '"', '"1', "W/", "nonsense", '"\u0661"', f'"{"9" * 5000}"']
)
def test_who_knows_another_version_is_answered_in_full(api, path_of, known):
    answer = api.get(path_of(ContactFactory()), if_none_match=known)

    assert (answer.status_code, answer["ETag"]) == (200, '"1"')
    assert answer.json()


@each_address
def test_a_tag_is_stale_after_a_write_by_anybody(api, path_of):
    stored = ContactFactory()
    api.put(evance_path(stored), contact(position="Buyer"))

    assert api.get(path_of(stored), if_none_match='"1"').status_code == 200


@pytest.mark.parametrize(
    "path", [f"/contacts/{'0' * 24}", f"/contacts/{'0' * 24}/preferences", "/api/contacts/1234567890.json"]
)
def test_nobody_knows_what_does_not_exist(api, path):
    assert api.get(path, if_none_match="*").status_code == 404
    assert api.put(path, RENAMED, if_match="*").status_code == 404


def test_a_head_request_is_told_like_a_get_request(api):
    path = evance_path(ContactFactory())

    assert (api.request("HEAD", path).status_code, api.request("HEAD", path)["ETag"]) == (200, '"1"')
    assert api.request("HEAD", path, if_none_match='"1"').status_code == 304


@each_address
@pytest.mark.parametrize("expected", ['"1"', '"8", "1"', "*"])
def test_a_write_to_an_expected_version_is_carried_out(api, path_of, expected):
    answer = api.put(path_of(ContactFactory()), RENAMED, if_match=expected)

    assert (answer.status_code, answer["ETag"]) == (200, '"2"')


@each_address
@pytest.mark.parametrize("expected", ['"2"', '"8", "9"', 'W/"1"', '"01"', "1", "", "nonsense"])
def test_a_write_to_another_version_is_refused(api, path_of, expected):
    stored = ContactFactory()

    answer = api.put(path_of(stored), RENAMED, if_match=expected)

    stored.refresh_from_db()
    assert (answer.status_code, stored.version, stored.first_name) == (412, 1, "Ana")


@each_address
def test_without_an_expectation_the_last_write_wins(api, path_of):
    path = path_of(ContactFactory())

    statuses = [api.put(path, body).status_code for body in (RENAMED, {**RENAMED, "sms": None}, RENAMED)]

    assert statuses == [200, 200, 200]


@pytest.mark.parametrize("path_of", PATHS[:2], ids=["divendo", "evance"])
def test_only_an_expected_version_is_deleted(api, path_of):
    stored = ContactFactory()
    path = path_of(stored)

    for stale in ('"2"', 'W/"1"', ""):
        assert api.delete(path, if_match=stale).status_code == 412
    assert Contact.objects.filter(pk=stored.pk).exists()
    assert api.delete(path, if_match='"1"').status_code == 204
    assert not Contact.objects.filter(pk=stored.pk).exists()


@pytest.mark.parametrize("path_of", PATHS[:2], ids=["divendo", "evance"])
def test_a_version_that_changes_nothing_is_expected_too(api, path_of):
    stored = ContactFactory()

    assert api.put(path_of(stored), {"type": "guest"}, if_match='"2"').status_code == 412
    assert api.put(path_of(stored), {"type": "guest"}, if_match='"1"')["ETag"] == '"1"'
