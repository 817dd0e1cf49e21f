"""The dialog in which somebody takes contacts along: which ones, in which form, and why."""

import csv
import io
from hashlib import sha256

import pytest
from django.urls import reverse

from contacts.exchange import exporting
from contacts.exchange.handing_out import KINDS, progress_token, run_export
from contacts.exchange.progress import noted, noting
from contacts.models import Contact, Operation
from contacts.pages.exports import dialog
from contacts.services.operations import never
from tests.factories import ContactFactory, StaffMemberFactory
from tests.pages.imports.wizard import work_off

pytestmark = pytest.mark.django_db

ADDRESS = "/staff/exports/new/"
SHORT = {"kind": "csv_data", "headers": "own", "columns": ["email", "first_name"]}


def rows_of(answer) -> list[list[str]]:
    return list(csv.reader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))


def test_the_dialog_counts_what_the_filter_finds(manager_client):
    ContactFactory(user=True, first_name="Una")
    ContactFactory()

    page = manager_client.get(ADDRESS, {"filter": "type=user&sort=-name"}).text

    assert "1 contact that the filter finds" in page
    assert 'value="type=user"' in page


def test_the_file_has_the_chosen_columns_in_their_order_and_leaves_a_trace(manager_client, manager):
    ContactFactory(user=True, email="una@example.com", first_name="Una")
    ContactFactory()

    answer = manager_client.post(ADDRESS, {**SHORT, "conditions": "type=user", "reason": "a mailing"})

    content = b"".join(answer.streaming_content)
    assert content.decode() == "email,first_name\r\nuna@example.com,Una\r\n"
    deed = Operation.objects.get(kind="export")
    assert (deed.by, deed.reason, deed.counts) == (manager, "a mailing", {"exported": 1})
    assert (deed.fingerprint, deed.source) == (sha256(content).hexdigest(), "contacts.csv")
    assert (deed.options["filter"], deed.options["columns"]) == ("type=user", ["email", "first_name"])


def test_ticked_contacts_are_taken_along_and_no_others(manager_client):
    ticked = [ContactFactory(), ContactFactory()]
    ContactFactory()

    page = manager_client.get(ADDRESS, {"pk": [contact.pk for contact in ticked]})
    answer = manager_client.post(ADDRESS, {**SHORT, "conditions": page.context["conditions"]})

    assert [row[0] for row in rows_of(answer)[1:]] == [contact.email for contact in ticked]
    assert "2 selected contacts" in page.text


def test_who_has_opted_out_comes_along_unless_that_is_said(manager_client):
    ContactFactory(opted_out_of_sms=True, email="out@example.com")

    everybody = rows_of(manager_client.post(ADDRESS, SHORT))
    open_ones = rows_of(manager_client.post(ADDRESS, {**SHORT, "leave_out": ["sms"]}))

    assert ["out@example.com", "Ana"] in everybody
    assert ["out@example.com", "Ana"] not in open_ones


def test_a_filter_for_those_who_opted_out_cannot_leave_them_out(manager_client):
    answer = manager_client.post(ADDRESS, {**SHORT, "conditions": "sms_consent=out", "leave_out": ["sms"]})

    assert answer.status_code == 422
    assert "have opted out" in answer.text or "has opted out" in answer.text


def test_the_columns_of_consent_come_along_by_default(manager_client):
    ticked = {name for name, _label, is_ticked in manager_client.get(ADDRESS).context["columns"] if is_ticked}

    assert {"email_optout_reason", "sms_optout_date"} <= ticked


@pytest.mark.parametrize("kind", KINDS)
def test_every_form_can_be_had(manager_client, kind):
    ContactFactory()

    answer = manager_client.post(ADDRESS, {**SHORT, "kind": kind})

    assert answer.status_code == 200
    assert b"".join(answer.streaming_content)
    assert answer["Content-Disposition"].startswith("attachment")


def test_many_contacts_do_not_leave_without_a_reason(manager_client, settings):
    settings.EXPORT_REASON_FROM = 2
    ContactFactory()

    assert manager_client.post(ADDRESS, SHORT).status_code == 422
    assert not Operation.objects.filter(kind="export").exists()
    assert manager_client.post(ADDRESS, {**SHORT, "reason": "a mailing"}).status_code == 200


@pytest.mark.parametrize(
    "wrong", [{"columns": []}, {"columns": ["password"]}, {"kind": "exe"}, {"conditions": "type=nobody"}]
)
def test_what_cannot_be_written_is_said_and_nothing_leaves(manager_client, wrong):
    answer = manager_client.post(ADDRESS, {**SHORT, **wrong})

    assert answer.status_code == 422
    assert not Operation.objects.filter(kind="export").exists()


@pytest.mark.parametrize("pk", ["x", "1,,2", "9" * 5000, "1," * 1001 + "1"])
def test_keys_that_are_none_find_nobody_instead_of_all(manager_client, pk):
    assert manager_client.post(ADDRESS, {**SHORT, "conditions": f"pk={pk}"}).status_code == 422


def test_columns_are_arranged_without_a_script(manager_client):
    answer = manager_client.post(ADDRESS, {**SHORT, "order": ["email", "first_name"], "arrange": "down:email"})

    assert [name for name, *_ in answer.context["columns"]][:2] == ["first_name", "email"]
    assert not Operation.objects.filter(kind="export").exists()


def test_sets_of_columns_are_a_press_away(manager_client):
    answer = manager_client.post(ADDRESS, {**SHORT, "arrange": "set:post"})

    ticked = [name for name, _label, is_ticked in answer.context["columns"] if is_ticked]
    assert ticked[:2] == ["title", "first_name"]
    assert "post_optout_reason" in ticked


@pytest.fixture
def long_export(manager_client, monkeypatch):
    """An export that a worker is to write."""
    monkeypatch.setattr(dialog, "AT_ONCE", 0)
    ContactFactory(email="una@example.com")
    answer = manager_client.post(ADDRESS, {**SHORT, "conditions": "email=una@example.com"})
    return Operation.objects.get(kind="export"), answer


def test_a_long_file_is_written_in_the_background_and_fetched_then(manager_client, long_export):
    deed, answer = long_export
    assert answer.url == reverse("staff:export", args=[deed.pk])
    assert "0 of 1" in manager_client.get(answer.url).text

    work_off()

    assert "Download" in manager_client.get(answer.url).text
    fetched = manager_client.get(reverse("staff:exports-file", args=[deed.pk]))
    assert rows_of(fetched) == [["email", "first_name"], ["una@example.com", "Ana"]]
    deed.refresh_from_db()
    assert (deed.state, deed.counts, len(deed.fingerprint)) == ("done", {"exported": 1}, 64)


def test_how_far_a_long_file_is_does_not_disturb_its_writing(manager_client, long_export, monkeypatch):
    monkeypatch.setattr(exporting, "_TOLD_EVERY", 1)
    deed, answer = long_export
    with noting(progress_token(deed)) as note:
        note(1)
        assert "1 of 1" in manager_client.get(answer.url).text

    work_off()

    deed.refresh_from_db()
    assert (deed.state, noted(progress_token(deed))) == ("done", 0)


def test_a_worker_that_is_to_end_leaves_the_file_to_the_next(long_export, monkeypatch):
    monkeypatch.setattr(exporting, "_TOLD_EVERY", 1)
    deed, _answer = long_export

    run_export(deed, lambda: True)
    deed.refresh_from_db()
    assert (deed.state, deed.counts) == ("running", {})
    run_export(deed, never)

    assert deed.state == "done"


def test_nobody_else_can_fetch_the_file(client, long_export):
    deed, _answer = long_export
    work_off()
    client.force_login(StaffMemberFactory(is_superuser=True))

    assert client.get(reverse("staff:export", args=[deed.pk])).status_code == 404
    assert client.get(reverse("staff:exports-file", args=[deed.pk])).status_code == 404


def test_who_may_not_export_any_more_cannot_fetch_the_file(manager_client, manager, long_export):
    deed, _answer = long_export
    work_off()
    manager.groups.clear()

    assert manager_client.get(reverse("staff:exports-file", args=[deed.pk])).status_code == 403


def test_the_headquarters_alone_is_an_export_too(manager_client):
    assert len(rows_of(manager_client.post(ADDRESS, SHORT))) == 1 + Contact.objects.count()
