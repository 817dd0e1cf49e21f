"""A dry run takes the same path as an import, and leaves nothing behind."""

import base64
from io import BytesIO

import pytest
from django.core.files.storage import FileSystemStorage
from PIL import Image

from tests.commands.files import imported, jsonl_of, whole_store
from tests.factories import ContactFactory

pytestmark = pytest.mark.django_db


def picture():
    file = BytesIO()
    Image.new("RGB", (8, 8), "teal").save(file, "PNG")
    return f"data:image/png;base64,{base64.b64encode(file.getvalue()).decode()}"


USER = {"type": "user", "email": "ana@example.com", "first_name": "Ana", "last_name": "Brook", "tags": ["new"]}
ROWS = [
    USER | {"thumbnail": picture(), "sms_optout_reason": "optout"},
    USER,
    USER | {"email": "subscriber@example.com"},
    USER | {"email": "bob"},
    {"type": "hq", "id": 10**9, "email": "hq@example.org"},
]


def test_a_dry_run_says_what_the_import_then_does(tmp_path):
    path = tmp_path / "contacts.jsonl"
    ContactFactory(recipient=True, email="subscriber@example.com")

    rehearsed = imported(path, jsonl_of(*ROWS), dry_run=True, keep_ids=True)
    done = imported(path, jsonl_of(*ROWS), keep_ids=True)

    assert "Dry run, nothing was written: 2 created, " in rehearsed.out
    assert rehearsed.counts == done.counts == {"created": 2, "changed": 1, "unchanged": 1, "invalid": 1}
    assert (rehearsed.status, rehearsed.err) == (done.status, done.err)
    assert rehearsed.status == 1


def test_a_dry_run_leaves_every_table_and_every_file_as_it_was(tmp_path, settings):
    ContactFactory(recipient=True, email="subscriber@example.com")
    before = whole_store(settings.MEDIA_ROOT)

    imported(tmp_path / "contacts.jsonl", jsonl_of(*ROWS), dry_run=True, keep_ids=True)

    assert whole_store(settings.MEDIA_ROOT) == before


def test_a_dry_run_stores_no_picture_even_for_a_moment(tmp_path, monkeypatch):
    stored = []
    monkeypatch.setattr(FileSystemStorage, "_save", lambda storage, name, content: stored.append(name) or name)

    imported(tmp_path / "contacts.jsonl", jsonl_of(*ROWS), dry_run=True)
    assert stored == []

    imported(tmp_path / "contacts.jsonl", jsonl_of(*ROWS))
    assert stored != []
