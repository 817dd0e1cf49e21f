"""Imports that a worker does: long rehearsals, pauses, what is left over, and files that grow old."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone
from django_htmx.http import HTMX_STOP_POLLING

from contacts.choices import OperationState
from contacts.exchange import drafting
from contacts.exchange.progress import noted, noting
from contacts.models import Contact, ImportDraft, Operation
from contacts.services.drafts import begin_review, drop_old_files, keep_review
from contacts.services.operations import never, pause_operation
from tests.commands.files import Outcome
from tests.pages.imports.wizard import PEOPLE, Wizard, work_off

pytestmark = pytest.mark.django_db


@pytest.fixture
def all_are_long(monkeypatch):
    monkeypatch.setattr(drafting, "SMALL", 0)


def files_in(folder):
    return [path for path in folder.rglob("*") if path.is_file()]


def test_a_long_file_is_rehearsed_in_the_background(manager_client, all_are_long, own_uploads):
    wizard = Wizard(manager_client).rehearsed()
    assert "under way" in wizard.get("review").text
    assert manager_client.get(wizard.address("review"), headers={"HX-Request": "true"}).status_code == 200

    work_off()

    look = manager_client.get(wizard.address("review"), headers={"HX-Request": "true"})
    assert look.status_code == HTMX_STOP_POLLING
    assert wizard.tiles == {"created": 2, "invalid": 1}
    assert not list(own_uploads.rglob("progress/*"))


def test_how_far_a_rehearsal_is_can_be_read_by_others_while_it_runs(manager_client, all_are_long):
    wizard = Wizard(manager_client).rehearsed()

    with noting(wizard.draft.review["token"]) as note:
        note(2)
        assert "2 rows are through." in wizard.get("review").text

    assert noted(wizard.draft.review["token"]) == 0


def test_an_older_rehearsal_does_not_take_the_place_of_a_newer_one(manager_client, own_uploads):
    draft = Wizard(manager_client).draft
    older = begin_review(draft)
    newer = begin_review(draft)

    assert not keep_review(draft, older, {"state": "done"})
    assert draft.review["state"] == "running"
    assert keep_review(draft, newer, {"state": "done"})


def test_a_review_that_speaks_of_another_plan_says_so(manager_client):
    wizard = Wizard(manager_client).rehearsed()
    wizard.post("matching", mode="create", blank_clears="false", is_atomic="false", rule_email="1")

    page = wizard.get("review")

    assert not page.context["is_current"]
    assert "has changed since" in page.text


def test_a_paused_import_goes_on_by_the_command_with_its_mends(manager_client, tmp_path):
    wizard = Wizard(manager_client).rehearsed()
    wizard.post("row", 3, **{"cell:email": "ben@example.com"})
    wizard.post("row", 4, deed="leave_out")
    wizard.post("run")
    deed = wizard.draft.operation
    assert pause_operation(deed)
    work_off()
    assert not Contact.objects.filter(email="ana@example.com").exists()
    path = tmp_path / "people.csv"
    path.write_text(PEOPLE)

    outcome = Outcome("import_contacts", path, resume=deed.pk)

    deed.refresh_from_db()
    assert outcome.status == 0
    assert (deed.state, deed.counts) == (OperationState.DONE, {"created": 2, "skipped": 1})


def test_a_worker_that_is_to_end_stops_before_the_next_batch_and_leaves_it_running(manager_client):
    wizard = Wizard(manager_client).rehearsed()
    wizard.post("run")
    deed = wizard.draft.operation

    drafting.run_draft(deed, lambda: True)
    deed.refresh_from_db()
    assert (deed.state, deed.done_rows) == (OperationState.RUNNING, 0)
    drafting.run_draft(deed, never)

    deed.refresh_from_db()
    assert deed.state == OperationState.DONE


def test_the_file_of_failed_rows_can_be_mended_and_imported_again(manager_client):
    wizard = Wizard(manager_client).rehearsed()
    wizard.post("run")
    work_off()

    failed = b"".join(wizard.get("failed").streaming_content).decode("utf-8-sig")
    again = Wizard(manager_client, failed.replace("no mail", "ben@example.com"), "failed.csv").rehearsed()

    assert "Ben" in failed
    assert "_error" in failed
    assert "Ana" not in failed
    assert again.tiles == {"created": 1}


def test_the_problems_of_a_rehearsal_can_be_had_as_a_file(manager_client):
    wizard = Wizard(manager_client).rehearsed()

    content = b"".join(wizard.get("problems").streaming_content).decode("utf-8-sig")

    assert content.splitlines()[1].startswith('"Ben","Cole","no mail","email","email: ')
    assert len(content.splitlines()) == 2


def test_old_files_go_and_what_came_in_is_still_told_of(manager_client, settings, own_uploads):
    waiting = Wizard(manager_client).draft
    wizard = Wizard(manager_client).rehearsed()
    wizard.post("run")
    work_off()
    assert drop_old_files() == 0

    with time_machine.travel(timezone.now() + timedelta(days=settings.TRASH_DAYS + 1)):
        assert drop_old_files() == 2

    assert files_in(own_uploads) == []
    assert not ImportDraft.objects.filter(pk=waiting.pk).exists()
    assert wizard.get("").status_code == 200
    assert wizard.get("failed").status_code == 404


def test_a_file_that_is_gone_fails_its_import_and_nothing_else(manager_client, own_uploads):
    wizard = Wizard(manager_client).rehearsed()
    wizard.post("run")
    for path in own_uploads.rglob("*.csv"):
        path.unlink()

    with pytest.raises(FileNotFoundError):
        work_off()

    assert Operation.objects.get(kind="import").state == OperationState.FAILED
    assert wizard.get("").status_code == 200


def test_a_contact_that_stands_twice_in_the_file_is_pointed_out(manager_client):
    rows = "first_name,last_name,email\nAna,Brook,ana@example.com\nAnna,Brook,ana@example.com\n"

    wizard = Wizard(manager_client, rows).rehearsed()

    assert wizard.tiles == {"created": 1, "changed": 1, "again": 1}
    assert [row["line"] for row in wizard.get("review", tile="again").context["rows"]] == [3]


def test_many_rows_are_paged_by_tile(manager_client):
    content = "first_name,last_name,email\n" + "".join(
        f"Ana,Brook,{'no mail' if row % 3 == 0 else f'ana{row}@example.com'}\n" for row in range(180)
    )
    wizard = Wizard(manager_client, content).rehearsed()

    first, second = (wizard.get("review", tile="invalid", page=page).context["rows"] for page in (1, 2))

    assert [row["line"] for row in first] == list(range(2, 152, 3))
    assert [row["line"] for row in second] == list(range(152, 182, 3))
    assert wizard.get("review", tile="invalid", page=99).context["rows"] == []
    assert wizard.get("review", tile="nothing", page="x").status_code == 200
