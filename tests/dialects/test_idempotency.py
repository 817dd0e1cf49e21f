"""``Idempotency-Key``: a request that is sent twice is carried out once (contract §1)."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.utils import timezone

from contacts.choices import Scope
from contacts.dialects import once
from contacts.models import Change, Contact, IdempotentRequest
from contacts.services.clients import create_client
from contacts.services.idempotency import claim_key
from tests.dialects.caller import Caller
from tests.dialects.samples import contact, evance_faults, guest
from tests.factories import ContactFactory

CALLS = {"divendo": ("/contacts", guest()), "evance": ("/api/contacts.json", contact())}

pytestmark = pytest.mark.django_db
each_api = pytest.mark.parametrize(("path", "body"), CALLS.values(), ids=CALLS)


@pytest.fixture
def others(db):
    return Contact.objects.count()


@each_api
def test_the_same_request_is_answered_again_and_not_carried_out_again(api, others, path, body):
    first = api.post(path, body, idempotency_key="k")
    second = api.post(path, body, idempotency_key="k")

    assert (second.status_code, second.content) == (first.status_code, first.content)
    for name in ("ETag", "Location", "Content-Type"):
        assert second[name] == first[name]
    assert ("Idempotent-Replayed" in first, second["Idempotent-Replayed"]) == (False, "true")
    assert second["X-Request-Id"] != first["X-Request-Id"]
    assert (Contact.objects.count(), Change.objects.count()) == (others + 1, 1)


@each_api
def test_without_a_key_each_request_is_its_own(api, others, path, body):
    assert api.post(path, body).json() != api.post(path, body).json()
    assert Contact.objects.count() == others + 2


@each_api
def test_the_first_answer_comes_back_though_the_contact_has_changed_or_gone(api, path, body):
    first = api.post(path, body, idempotency_key="k")
    api.delete(first["Location"].removeprefix("http://testserver"))

    assert api.post(path, body, idempotency_key="k").content == first.content


@each_api
def test_another_body_with_the_same_key_is_refused(api, others, path, body):
    api.post(path, body, idempotency_key="k")

    assert api.post(path, {**body, "customernumber": "2"}, idempotency_key="k").status_code == 422
    assert Contact.objects.count() == others + 1


@each_api
def test_a_request_that_still_runs_is_waited_for(api, others, running_key, path, body):
    assert api.post(path, body, idempotency_key=running_key(path, body)).status_code == 409
    assert Contact.objects.count() == others


@each_api
def test_a_request_that_was_abandoned_is_taken_over(api, others, running_key, path, body):
    with time_machine.travel(timezone.now() - timedelta(seconds=61), tick=False):
        key = running_key(path, body)

    first, second = (api.post(path, body, idempotency_key=key) for _ in range(2))

    assert (first.content, second["Idempotent-Replayed"]) == (second.content, "true")
    assert Contact.objects.count() == others + 1


@each_api
def test_who_was_taken_for_dead_and_is_not_writes_nothing(api, others, monkeypatch, path, body):
    writing = once.writing

    def begin_too_late():
        # While this request was waiting to write, another one took it over.
        IdempotentRequest.objects.update(claimed_at=timezone.now() + timedelta(seconds=1))
        return writing()

    monkeypatch.setattr(once, "writing", begin_too_late)

    assert api.post(path, body, idempotency_key="k").status_code == 409
    assert (Contact.objects.count(), IdempotentRequest.objects.get().status) == (others, None)


@each_api
def test_a_key_is_kept_for_24_hours(api, others, path, body):
    start = timezone.now()
    first = api.post(path, body, idempotency_key="k")

    with time_machine.travel(start + timedelta(hours=23, minutes=59), tick=False):
        assert api.post(path, body, idempotency_key="k").content == first.content
    with time_machine.travel(start + timedelta(hours=24, seconds=5), tick=False):
        assert api.post(path, body, idempotency_key="k").content != first.content
    assert (Contact.objects.count(), IdempotentRequest.objects.count()) == (others + 2, 1)


def test_a_key_belongs_to_its_client_and_its_address(api, others):
    other_api = Caller(create_client("Other shop", Scope.CONTACTS).client)
    body = {**guest(), **contact()["contact"]}

    answers = [
        api.post("/contacts", body, idempotency_key="k"),
        other_api.post("/contacts", body, idempotency_key="k"),
        api.post("/api/contacts.json", body, idempotency_key="k"),
        api.post("/contacts", body, idempotency_key="K"),
    ]

    assert ["Idempotent-Replayed" in answer for answer in answers] == [False] * 4
    assert Contact.objects.count() == others + 4


@each_api
def test_a_refusal_is_answered_again_though_the_fault_is_mended_elsewhere(api, path, body):
    rival = ContactFactory(customer_number="C-1", reference="C-1")
    body = {**guest(customernumber="C-1"), **contact(reference="C-1")["contact"]}

    first = api.post(path, body, idempotency_key="k")
    rival.delete()
    second = api.post(path, body, idempotency_key="k")

    assert (first.status_code in (400, 422), second["Idempotent-Replayed"]) == (True, "true")
    assert (second.status_code, second.content, second["Content-Type"]) == (
        *(first.status_code, first.content),
        first["Content-Type"],
    )


@each_api
def test_a_refusal_for_its_shape_is_answered_again(api, path, body):
    first, second = (api.post(path, {}, idempotency_key="k") for _ in range(2))

    assert (second.status_code, second.content) == (first.status_code, first.content)
    assert second["Idempotent-Replayed"] == "true"


@each_api
def test_what_failed_here_is_not_kept(api, others, monkeypatch, path, body):
    with monkeypatch.context() as broken:
        broken.setattr("contacts.services.storing.record", None)
        failed = api.post(path, body, idempotency_key="k")
        assert (failed.status_code, Contact.objects.count()) == (500, others)
        assert IdempotentRequest.objects.count() == 0

    again = api.post(path, body, idempotency_key="k")
    assert (again.status_code < 300, "Idempotent-Replayed" in again) == (True, False)
    assert Contact.objects.count() == others + 1


@each_api
def test_a_crash_before_the_answer_is_kept_leaves_no_contact(api, others, monkeypatch, path, body):
    def crash(*_):
        raise KeyboardInterrupt

    with monkeypatch.context() as killed:
        killed.setattr(once, "keep_answer", crash)
        with pytest.raises(KeyboardInterrupt):
            api.post(path, body, idempotency_key="k")
    assert Contact.objects.count() == others

    assert api.post(path, body, idempotency_key="k").status_code == 409
    with time_machine.travel(timezone.now() + timedelta(seconds=61)):
        assert api.post(path, body, idempotency_key="k").status_code < 300
    assert (Contact.objects.count(), Change.objects.count()) == (others + 1, 1)


@each_api
@pytest.mark.parametrize("key", ["", "x" * 256, "a\tb", "a\x7fb"])
def test_a_key_has_1_to_255_characters(api, others, path, body, key):
    answer = api.post(path, body, idempotency_key=key)

    assert (answer.status_code, Contact.objects.count()) == (400, others)
    assert api.post(path, body, idempotency_key="x" * 255).status_code < 300
    assert api.post(path, body, idempotency_key="ключ ü".encode().decode("latin-1")).status_code in (200, 201, 400)


def test_a_bad_key_is_named(api):
    answer = api.post("/api/contacts.json", contact(), idempotency_key="x" * 256)

    assert evance_faults(answer, 400, "parameters") == [("Idempotency-Key", "invalid")]


def test_a_key_says_nothing_about_other_methods(api):
    path = f"/api/contacts/{ContactFactory().pk}.json"

    statuses = [api.put(path, {"type": "guest", "position": p}, idempotency_key="k").status_code for p in "ab"]

    assert (statuses, IdempotentRequest.objects.count()) == ([200, 200], 0)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("path", "body"), CALLS.values(), ids=CALLS)
def test_of_16_equal_requests_at_once_one_is_carried_out(api_client, path, body):
    others = Contact.objects.count()

    def post(_):
        try:
            return Caller(api_client).post(path, body, idempotency_key="k")
        finally:
            connection.close()

    with ThreadPoolExecutor(16) as threads:
        answers = list(threads.map(post, range(16)))

    carried_out = [answer for answer in answers if answer.status_code < 300]
    assert {answer.status_code for answer in answers} - {409} == {carried_out[0].status_code}
    assert len({answer.content for answer in carried_out}) == 1
    assert len([answer for answer in carried_out if "Idempotent-Replayed" not in answer]) == 1
    assert (Contact.objects.count(), Change.objects.count()) == (others + 1, 1)


def test_a_claim_is_seen_by_others_at_once(api_client):
    claim = claim_key(api_client, "POST", "/contacts", "k", b"{}")

    assert IdempotentRequest.objects.get(pk=claim.pk).status is None
