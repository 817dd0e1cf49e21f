"""A draft, or its file, that somebody throws away while somebody else works on it, is not found."""

import shutil

import pytest

from contacts.models import ImportDraft
from contacts.pages.imports import matching, review
from tests.pages.imports.wizard import MATCHING, Wizard

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("module", "step", "data"),
    [(matching, "matching", MATCHING), (review, "rehearse", {}), (review, "row", {"deed": "leave_out"})],
)
def test_a_draft_that_is_thrown_away_meanwhile_is_not_found(manager_client, monkeypatch, module, step, data):
    wizard, look_up = Wizard(manager_client), module.waiting_draft

    def look_up_too_early(pk):
        draft = look_up(pk)
        ImportDraft.objects.filter(pk=pk).delete()
        return draft

    monkeypatch.setattr(module, "waiting_draft", look_up_too_early)

    assert wizard.post(step, *([2] if step == "row" else []), **data).status_code == 404


@pytest.mark.parametrize("step", ["file", "columns", "matching", "row", "problems"])
def test_a_file_that_is_gone_is_not_found(manager_client, own_uploads, step):
    wizard = Wizard(manager_client).rehearsed()
    shutil.rmtree(own_uploads)

    assert wizard.get(step, *([2] if step == "row" else [])).status_code == 404
