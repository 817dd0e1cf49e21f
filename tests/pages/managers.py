"""A manager of the staff who brings files in and takes contacts along, for tests."""

import pytest
from django.contrib.auth.models import Group
from django.core.files.storage import storages

from contacts.models import ImportDraft
from tests.factories import StaffMemberFactory


@pytest.fixture(autouse=True)
def own_uploads(settings, tmp_path, monkeypatch):
    """Give each test an empty folder for uploaded files."""
    uploads = {**settings.STORAGES["uploads"], "OPTIONS": {"location": str(tmp_path / "uploads"), "base_url": None}}
    settings.STORAGES = {**settings.STORAGES, "uploads": uploads}
    # The field has asked for its storage when the model was made.
    monkeypatch.setattr(ImportDraft._meta.get_field("file"), "storage", storages["uploads"])
    return tmp_path / "uploads"


@pytest.fixture
def manager(db):
    member = StaffMemberFactory()
    member.groups.add(Group.objects.get(name="Manager"))
    return member


@pytest.fixture
def manager_client(client, manager):
    client.force_login(manager)
    return client
