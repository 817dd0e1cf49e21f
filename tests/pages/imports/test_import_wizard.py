"""The import wizard from the file to the result."""

import pytest
from django.urls import reverse

from contacts.choices import OperationState
from contacts.models import Contact, ImportDraft, Operation
from tests.factories import ContactFactory
from tests.pages.imports.wizard import Wizard, work_off

pytestmark = pytest.mark.django_db


def test_a_file_goes_from_step_to_step_and_comes_in(manager_client):
    wizard = Wizard(manager_client)
    assert wizard.answer.url == wizard.address("file")
    assert "ana@example.com" in wizard.get("file").text
    assert wizard.post("file", format="csv", header_row="1", go_on="1").url == wizard.address("columns")
    assert wizard.post("columns", type="guest").url == wizard.address("matching")
    assert wizard.rehearsed().tiles == {"created": 2, "invalid": 1}
    assert not Contact.objects.filter(email="ana@example.com").exists()

    wizard.post("run")
    work_off()

    deed = wizard.draft.operation
    assert (deed.state, deed.counts, deed.total_rows) == (OperationState.DONE, {"created": 2, "invalid": 1}, 3)
    page = wizard.get("")
    assert f"{reverse('staff:contacts')}?operation={deed.pk}" in page.text
    assert "no mail" in page.text


def test_the_button_pressed_twice_runs_one_import(manager_client):
    wizard = Wizard(manager_client).rehearsed()

    wizard.post("run")
    wizard.post("run")
    work_off()

    assert Operation.objects.filter(kind="import").count() == 1


def test_a_mended_cell_is_rehearsed_and_comes_in(manager_client):
    wizard = Wizard(manager_client).rehearsed()

    answer = wizard.post("row", 3, **{"cell:email": "ben@example.com", "tile": "invalid"})
    assert answer.url == f"{wizard.address('review')}?tile=invalid#rows"
    assert wizard.tiles == {"created": 3}
    wizard.post("run")
    work_off()

    assert Contact.objects.filter(email="ben@example.com").exists()


def test_a_row_may_be_left_out_and_taken_in_again(manager_client):
    wizard = Wizard(manager_client).rehearsed()

    wizard.post("row", 2, deed="leave_out")
    assert wizard.tiles == {"created": 1, "invalid": 1, "skipped": 1}
    wizard.post("row", 2, deed="take_in")

    assert wizard.tiles == {"created": 2, "invalid": 1}


def test_the_review_shows_what_would_change_before_and_after(manager_client):
    ContactFactory(email="ana@example.com", first_name="Anna", last_name="Brook")
    wizard = Wizard(manager_client).rehearsed()

    page = wizard.get("review", tile="changed").text

    assert "<del>Anna</del>" in page
    assert "<ins>Ana</ins>" in page


def test_a_draft_can_be_left_and_is_found_again_at_its_step(manager_client):
    wizard = Wizard(manager_client).planned()

    assert wizard.get("").url == wizard.address("matching")
    wizard.post("rehearse")

    assert wizard.get("").url == wizard.address("review")
    assert wizard.draft.name in manager_client.get(reverse("staff:imports")).text


def test_a_draft_that_is_thrown_away_takes_its_files_along(manager_client, own_uploads):
    wizard = Wizard(manager_client).rehearsed()
    assert [path for path in own_uploads.rglob("*") if path.is_file()] != []

    wizard.post("discard")

    assert not ImportDraft.objects.exists()
    assert [path for path in own_uploads.rglob("*") if path.is_file()] == []


def test_an_import_can_be_run_again_with_the_same_settings(manager_client):
    wizard = Wizard(manager_client).rehearsed(add_tags="spring")
    wizard.post("row", 3, **{"cell:email": "ben@example.com"})
    first = wizard.draft
    wizard.post("run")
    work_off()

    wizard.post("again")

    copy = ImportDraft.objects.latest("pk")
    assert copy.pk != first.pk
    assert (copy.plan, copy.mended, copy.operation) == (first.plan, first.mended, None)
    wizard.pk = copy.pk
    wizard.post("rehearse")
    assert wizard.tiles == {"unchanged": 3}


def test_all_or_nothing_tells_what_was_refused_and_writes_nothing(manager_client):
    wizard = Wizard(manager_client).rehearsed(is_atomic="true")
    wizard.post("run")
    work_off()

    deed = wizard.draft.operation
    assert (deed.state, deed.is_one_transaction, deed.can_pause) == (OperationState.FAILED, False, False)
    assert not Contact.objects.filter(email="ana@example.com").exists()
    assert "all or nothing" in wizard.get("").text


def test_an_import_that_has_begun_cannot_be_planned_any_more(manager_client):
    wizard = Wizard(manager_client).rehearsed()
    wizard.post("run")

    for step in ("file", "columns", "matching", "review"):
        assert wizard.get(step).status_code == 404
    for step in ("rehearse", "discard"):
        assert wizard.post(step).status_code == 404
